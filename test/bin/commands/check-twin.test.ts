import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { checkCommand } from "../../../bin/commands/check.ts";
import { fhirMediaType } from "../../../core/fhir/outline.ts";
import { acknowledgedRow } from "../../../core/files/acknowledged-row.ts";
import { scannerTest } from "../../../core/files/malware.ts";
import { mappings } from "../../../core/mapping/mappings.ts";
import { safeCsvLines } from "../../../core/safe-csv.ts";
import { knownToService, standsInService } from "../../../core/submission/known-to-service.ts";
import { longFormHeader } from "../../../core/submission/long-form.ts";
import { checked, csv, expectTwins, file, jsonEvent, served, survey, twinDirectory } from "../../support/check-twins.ts";
import { bundle, entry, type Json, observation, patient, questionnaireResponse, serviceRequest } from "../../support/fhir-examples.ts";
import { type FileService, fileService, sendFile, workOff } from "../../support/file-service.ts";
import { runCommand as run } from "../../support/run-command.ts";
import { exportOf } from "../../support/written-exports.ts";
import { eventColumns, longForm, tableOf, tableOfNearlyTheSame } from "../../support/written-tables.ts";

afterAll(() => rmSync(twinDirectory, { recursive: true }));

const events = fc.array(jsonEvent, { minLength: 1, maxLength: 12 });
const tables = (columns: readonly fc.Arbitrary<string>[]) => fc.oneof(tableOf(columns), tableOfNearlyTheSame(columns));

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

/** What a service acknowledged, line by line, without what only it knows. */
function acknowledgedBy({ deps }: FileService): string {
  const [, ...lines] = [...deps.acknowledgements.whole.values()].join("").split("\r\n");
  return lines.map((line) => line.replace(new RegExp(`^(\\d+,[^,]*),(?:${standsInService.join("|")}),`), "$1,accepted,")).join("\r\n");
}

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

  it.each(mappings.map((mapping) => [mapping.id, mapping] as const))(
    "say the same of every row of any file as of %s",
    async (id, mapping) => {
      await fc.assert(
        fc.asyncProperty(exportOf(mapping), async ({ header, rows }) => {
          const text = csv(header, rows);
          expectTwins(await checked(file(`${id}.csv`, text)), await served("text/csv", text));
        }),
        { numRuns: 40 },
      );
    },
  );

  it("say the same of every line of any file that has an event to a line", async () => {
    const lines = fc.array(
      fc.oneof(
        { weight: 9, arbitrary: jsonEvent.map((one) => JSON.stringify(one)) },
        { weight: 1, arbitrary: fc.constantFrom("{", "[]", "3", '"e1"') },
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        lines.filter(({ length }) => length > 0),
        async (some) => {
          const [text, service] = [some.join("\n"), fileService()];

          await sendFile(Buffer.from(text), service, { contentType: "application/x-ndjson" });
          await workOff(service);

          const offline = await checked(file("lines.ndjson", text));
          if (typeof offline === "string") expect.unreachable();
          expect(safeCsvLines(offline.map(acknowledgedRow))).toBe(acknowledgedBy(service));
        },
      ),
      { numRuns: 100 },
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
    const out = join(twinDirectory, "acknowledgement.csv");
    expect((await run(checkCommand, join(twinDirectory, "parts.csv"), "--acknowledgement", out)).exitCode).toBe(1);
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
