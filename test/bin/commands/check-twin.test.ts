import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { checkCommand } from "../../../bin/commands/check.ts";
import { checkFile, type Finding } from "../../../bin/commands/ingest/check-file.ts";
import { fhirMediaType } from "../../../core/fhir/outline.ts";
import { scannerTest } from "../../../core/files/malware.ts";
import { safeCsvLines } from "../../../core/safe-csv.ts";
import { knownToService, standsInService } from "../../../core/submission/known-to-service.ts";
import { longFormHeader } from "../../../core/submission/long-form.ts";
import type { ReceiptRecord } from "../../../core/submission/receipt.ts";
import { takeSubmission } from "../../../functions/take-submission/take-submission.ts";
import { bundle, entry, type Json, observation, patient, questionnaireResponse, serviceRequest } from "../../support/fhir-examples.ts";
import { fileService, sendFile, workOff } from "../../support/file-service.ts";
import { runCommand as run } from "../../support/run-command.ts";
import { takingDeps, twinStores } from "../../support/taking-service.ts";
import { eventColumns, longForm, tableOf, tableOfNearlyTheSame } from "../../support/written-tables.ts";

const directory = mkdtempSync(join(tmpdir(), "hearten-"));
afterAll(() => rmSync(directory, { recursive: true }));

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** What `check` says of a file: every answer, or the rule by which it is refused whole; and what it says by the cells of rows alone. */
async function checked(path: string) {
  const answers: ReceiptRecord[] = [];
  const [whole, quick]: [Finding[], Finding[]] = [[], []];
  const listener = (found: Finding[]) => ({ found: (one: Finding) => void found.push(one), progress: () => undefined });
  const told = await checkFile(path, moment, { ...listener(whole), answered: (answer) => answers.push(answer) });
  const quickly = await checkFile(path, moment, listener(quick));
  expect([quickly, sorted(quick)]).toEqual([told, sorted(whole)]);
  return answers.length > 0 ? answers : (whole[0]?.rule ?? "");
}

const sorted = (findings: readonly Finding[]) => findings.map((one) => JSON.stringify(one)).toSorted();

/** What a service that holds nothing answers to the same. */
async function served(contentType: string, text: string): Promise<readonly ReceiptRecord[] | string> {
  const deps = takingDeps(twinStores({ together: true }));
  const answer = await takeSubmission({ client: "c1", contentType, body: Buffer.from(text), idempotencyKey: null }, deps);
  return "problem" in answer ? answer.problem.rule : answer.receipt.records;
}

/** An answer without what only the store knows: where an event stands among the others of its referral, and what changed since. */
function withoutOthers({ standing: _, ...record }: ReceiptRecord) {
  const { score } = record;
  const parts = Object.entries(score?.subscales ?? {}).map(([id, part]) => [id, { ...part, change: null }]);
  const alone = score && { ...score, change: null, ...(score.subscales && { subscales: Object.fromEntries(parts) }) };
  const outcome = standsInService.some((one) => one === record.outcome) ? "accepted" : record.outcome;
  return { ...record, outcome, ...(alone && { score: alone }) };
}

/** Holds the two against each other. `check` says less only where one of the rules was broken that are listed as the service's alone. */
function expectTwins(offline: readonly ReceiptRecord[] | string, online: readonly ReceiptRecord[] | string): void {
  if (typeof offline === "string" || typeof online === "string") return void expect(offline).toBe(online);
  const isServices = ({ rule = "" }: ReceiptRecord) => rule in knownToService && rule !== "event-id-reused";
  const here = offline.filter((_, at) => !isServices(online[at] ?? expect.unreachable()));
  expect(here).toEqual(online.filter((one) => !isServices(one)).map(withoutOthers));
}

const csv = (header: readonly string[], rows: readonly (readonly string[])[]) =>
  [header, ...rows].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n");

const tables = (columns: readonly fc.Arbitrary<string>[]) => fc.oneof(tableOf(columns), tableOfNearlyTheSame(columns));

const place = { practice: "A81001", referralId: "R1" };
const score = fc.constantFrom(3, 11, 28);
const eventId = fc.constantFrom("e1", "e2", "e3", "e4", "e 5");
const survey = { type: "survey.completed", ...place, completedOn: "2026-03-04" };
const jsonEvent = fc.oneof(
  fc.record({ eventId, total: score, instrument: fc.constantFrom("phq-9", "PHQ9", "ons4") }).map((one) => ({ ...survey, ...one })),
  fc
    .record({ eventId, items: fc.constantFrom([1, 2, 1, 2, 1, 1, 2, 1, 1], [0, 0]) })
    .map((one) => ({ ...survey, instrument: "phq-9", ...one })),
  fc
    .record({ eventId, patient: fc.constantFrom({ nhsNumber: "943 476 5919" }, { nhsNumber: "9434765919" }, { localId: "N1" }) })
    .map((one) => ({ type: "referral.recorded", ...place, referredOn: "2026-03-02", referrerRole: "nurse", ...one })),
  fc.record({ eventId, withdraws: eventId }).map((one) => ({ type: "event.withdrawn", practice: "A81001", ...one })),
  fc.record({ eventId, corrects: eventId, total: score }).map(({ total, ...one }) => ({
    type: "event.corrected",
    practice: "A81001",
    ...one,
    event: { ...survey, instrument: "gad-7", total },
  })),
  fc.constantFrom<object>({}, { type: "letter" }, { ...survey, eventId: "e1", note: "9434765919" }),
);
const events = fc.array(jsonEvent, { minLength: 1, maxLength: 12 });

const answerOf = (id: string, more: Json) =>
  questionnaireResponse({ identifier: { system: "https://practice.example/answers", value: id }, ...more });
const fhirEntry = fc.oneof(
  fc
    .record({ id: fc.constantFrom("s1", "s2"), authored: fc.constantFrom("2026-03-04", "2026-03-05", "2099-01-01") })
    .map(({ id, authored }) => answerOf(id, { authored })),
  fc.constantFrom("10", "99").map((value) => observation({ valueInteger: Number(value) })),
);
const bundles = fc
  .record({ type: fc.constantFrom("batch", "transaction"), resources: fc.array(fhirEntry, { maxLength: 4 }) })
  .map(({ type, resources }) =>
    bundle([entry("p1", patient()), entry("sr1", serviceRequest()), ...resources.map((one, at) => entry(`x${at}`, one))], { type }),
  );

describe("hearten check and a service that holds nothing", () => {
  it("say the same of every row of any long file: outcome, score, rule, field and fix", async () => {
    await fc.assert(
      fc.asyncProperty(tables(longForm), async (rows) => {
        const text = csv(longFormHeader, rows);
        expectTwins(await checked(file("long.csv", text)), await served("text/csv", text));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["with ids", (field: string) => field !== ""],
    ["without ids", (field: string) => field !== "eventId"],
    [
      "of questionnaires",
      (field: string) => !["type", "referredOn", "withdraws", "corrects"].includes(field) && !field.startsWith("patient."),
    ],
  ])("say the same of every row of any file of events %s", async (_, isThere) => {
    const columns = Object.entries(eventColumns).filter(([field]) => isThere(field));
    await fc.assert(
      fc.asyncProperty(tables(columns.map(([, cells]) => cells)), async (rows) => {
        const text = csv(
          columns.map(([field]) => field),
          rows,
        );
        expectTwins(await checked(file("events.csv", text)), await served("text/csv", text));
      }),
      { numRuns: 150 },
    );
  });

  it("say the same of every row of another system's export", async () => {
    const cell = (...cells: string[]) => fc.constantFrom(...cells);
    const export_ = fc.array(
      fc.tuple(
        cell("A81001", "A8"),
        cell("C1", "C2"),
        cell("PHQ-9", "GAD-7", "mood"),
        cell("04/03/2026", "05/03/2026", "31/02/2026"),
        cell("3", "21", "99"),
      ),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    await fc.assert(
      fc.asyncProperty(export_, async (rows) => {
        const text = csv(["GP practice code", "Case ID", "Questionnaire", "Completed date", "Score"], rows);
        expectTwins(await checked(file("export.csv", text)), await served("text/csv", text));
      }),
      { numRuns: 50 },
    );
  });

  it("say the same of every event of any submission", async () => {
    await fc.assert(
      fc.asyncProperty(events, async (some) => {
        const text = JSON.stringify({ events: some });
        expectTwins(await checked(file("whole.json", text)), await served("application/json", text));
      }),
      { numRuns: 300 },
    );
  });

  it("say the same of every entry of any FHIR bundle, a transaction's together", async () => {
    await fc.assert(
      fc.asyncProperty(bundles, async (one) => {
        const text = JSON.stringify(one);
        expectTwins(await checked(file("bundle.json", text)), await served(fhirMediaType, text));
      }),
      { numRuns: 150 },
    );
  });

  it("say the same of every line of a file that is cut into parts, also where an id comes again in another part", async () => {
    const row = (n: number, patient = `N${n}`) => `A81001,,,${patient},R${n},2026-03-02,nurse,art,45-54,F,2,PHQ9,2026-03-04,${n % 30}`;
    const rows = Array.from({ length: 1_500 }, (_, n) => row(n));
    const text = [longFormHeader.join(","), ...rows, row(7), row(8, "N8b"), row(29)].join("\n");
    const service = fileService();

    await sendFile(Buffer.from(text), service);
    await workOff(service);
    const offline = await checked(file("parts.csv", text));

    const lines = [...service.deps.acknowledgements.whole.values()].join("").trimEnd().split("\r\n");
    const out = join(directory, "acknowledgement.csv");
    expect((await run(checkCommand, join(directory, "parts.csv"), "--acknowledgement", out)).exitCode).toBe(1);
    expect(readFileSync(out, "utf8").trimEnd().split("\r\n")).toEqual(lines);
    expect(lines.slice(-3).map((line) => line.split(",").slice(2, 4).join(" "))).toEqual([
      "duplicate ",
      "rejected event-id-reused",
      "rejected score-out-of-range",
    ]);
    expect(offline).toHaveLength(1_503);
  });

  it("refuse whole what holds malware, in any form of it", async () => {
    const columns = ["type", "eventId", "practice", "reason"];
    const text = csv(columns, [["event.withdrawn", "w1", "A81001", scannerTest]]);
    const json = JSON.stringify({ events: [{ ...survey, reason: scannerTest }] });

    expect(await checked(file("malware.csv", `${text}\n`.padEnd(300_000, "\n")))).toBe("rejected-malware");
    expect(await checked(file("malware.json", json))).toBe("rejected-malware");
    expect([await served("text/csv", text), await served("application/json", json)]).toEqual(["rejected-malware", "rejected-malware"]);
  });
});

describe("hearten check", () => {
  it("counts what a file tells twice, in one spelling or another, and rejects nothing for it", async () => {
    const row = (number: string) => ["A81001", "R1", number, "2026-03-02", "nurse", "r1"];
    const header = ["practice", "referralId", "nhs number", "referredOn", "referrerRole", "eventId"];
    const path = file("twice.csv", safeCsvLines([header, row("9434765919"), row("9434765919"), row("943 476 5919")]));

    expect(await run(checkCommand, path)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining("3 records, 0 would be rejected, 2 told twice"),
    });
  });

  it("lists in its help every rule that the service alone can apply", () => {
    let help = "";
    const command = checkCommand().configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();

    for (const rule of Object.keys(knownToService)) expect(help).toContain(`${rule}: `);
  });
});
