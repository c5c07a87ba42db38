import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCommand } from "../../../bin/commands/check.ts";
import { submitCommand } from "../../../bin/commands/submit.ts";
import { longFormHeader } from "../../../core/submission/long-form.ts";
import { startIngestService } from "../../support/ingest-service.ts";
import { runCommand as run } from "../../support/run-command.ts";

const directory = mkdtempSync(join(tmpdir(), "hearten-"));
let service: Awaited<ReturnType<typeof startIngestService>>;
beforeAll(async () => {
  service = await startIngestService();
});
afterAll(async () => {
  await service.stop();
  rmSync(directory, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const destination = () => ["--url", service.url, "--token-url", `${service.url}/token`, "--client", "c1", "--secret", "secret"];
const row = (n: number, over: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    practice: "A81001",
    patient: `N${n}`,
    referral_id: `R${n}`,
    referral_date: "2026-03-02",
    referrer_role: "nurse",
    instrument: "PHQ9",
    survey_date: "2026-03-04",
    score: String(n % 28),
    ...over,
  };
  return longFormHeader.map((name) => cells[name] ?? "").join(",");
};
const csv = (rows: readonly string[]) => `${[longFormHeader.join(","), ...rows].join("\r\n")}\r\n`;
const survey = (n: number, over: object = {}) => ({
  type: "survey.completed",
  eventId: `s${n}`,
  practice: "A81001",
  referralId: `Q${n}`,
  instrument: "gad-7",
  completedOn: "2026-03-04",
  total: 5,
  ...over,
});

describe("hearten check", () => {
  it("says file, row, column, rule and remedy of everything that would be rejected, and exits 1", async () => {
    const path = file(
      "some.csv",
      csv([
        row(1),
        row(2, { score: "28" }),
        row(3, { survey_date: "2026-02-30", referrer_role: "matron" }),
        row(4, { activity: "943 476 5919" }),
      ]),
    );

    const { out, exitCode } = await run(checkCommand, path);

    expect(out.replaceAll(path, "F").split("\n")).toEqual([
      expect.stringMatching(/^F:3:score: score-out-of-range: /),
      expect.stringMatching(/^F:4:referrer_role: not-in-list: use one of nurse, gp, /),
      expect.stringMatching(/^F:4:survey_date: date-not-real: /),
      expect.stringMatching(/^F:5:activity: nhs-number-misplaced: /),
      "F: 4 records, 3 would be rejected (read as utf-8)",
      "",
    ]);
    expect(out).not.toContain("5919");
    expect(exitCode).toBe(1);
  });

  it("finds nothing in what is right, in any of the forms, and exits 0", async () => {
    const lines = file("some.ndjson", `${JSON.stringify(survey(1))}\n\n${JSON.stringify(survey(2))}`);
    const whole = file("some.json", JSON.stringify({ events: [survey(1)] }));

    expect(await run(checkCommand, file("right.csv", csv([row(1), row(2)])), lines, whole)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining("some.ndjson: 2 records, 0 would be rejected"),
    });
  });

  it("says what each file is read as, decided once from its first bytes", async () => {
    const text = csv([row(1)]);
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

    const { out } = await run(checkCommand, file("plain.csv", text), file("marked.csv", marked), "--json");

    expect(JSON.parse(out).files).toMatchObject([
      { received: 1, rejected: 0, encoding: "utf-8" },
      { received: 1, rejected: 0, encoding: "utf-16le" },
    ]);
  });

  it("gives one JSON document when asked to", async () => {
    const path = file("bad.ndjson", `{"type":"x"}\n{\n${JSON.stringify(survey(1, { total: 22 }))}\n`);

    const { out } = await run(checkCommand, path, "--json");

    expect(JSON.parse(out)).toMatchObject({
      files: [{ file: path, received: 3, rejected: 3 }],
      findings: [
        { row: 1, rule: "unknown-type", field: "type" },
        { row: 2, rule: "malformed-json" },
        { row: 3, rule: "score-out-of-range", field: "total" },
      ],
    });
  });

  it.each([
    ["an encoding that is not one of ours", Buffer.concat([Buffer.from(csv([row(1)])), Buffer.from([0x93])]), "encoding"],
    ["an open quote", `${csv([row(1)])}"open`, "malformed-csv"],
    ["columns that name nothing", "a,b\n1,2\n", "unknown-columns"],
    ["nothing at all", "", "malformed-csv"],
    ["a header alone", csv([]), "no-events"],
  ])("refuses a file with %s as a whole", async (_, content, rule) => {
    const { out, exitCode } = await run(checkCommand, file("whole.csv", content));

    expect([out.includes(`: ${rule}: `), exitCode]).toEqual([true, 1]);
  });

  it("says that a file is not there, and exits 2", async () => {
    expect(await run(checkCommand, join(directory, "none.csv"))).toMatchObject({
      exitCode: 2,
      complaints: expect.stringContaining("no such file"),
    });
  });

  it("agrees with the service on every record, rule for rule", async () => {
    const path = file(
      "agree.csv",
      csv([
        row(9901),
        row(9902, { score: "x" }),
        row(9903, { practice: "a81001" }),
        row(9904, { referral_id: "" }),
        row(9905, { patient: "" }),
        row(9906, { referral_date: "2099-01-01" }),
      ]),
    );

    const offline = JSON.parse((await run(checkCommand, path, "--json")).out);
    const online = JSON.parse((await run(submitCommand, path, "--json", ...destination())).out);

    const rejected = online.records.filter(({ outcome }: { outcome: string }) => outcome === "rejected");
    const firsts = offline.findings.filter(({ row }: { row: number }, at: number) => offline.findings[at - 1]?.row !== row);
    expect(rejected.map(({ row, column, rule }: Record<string, unknown>) => [row, column, rule])).toEqual(
      firsts.map(({ row, column, rule }: Record<string, unknown>) => [row, column, rule]),
    );
    expect(rejected).toHaveLength(5);
  });
});

describe("hearten submit", () => {
  it("writes an acknowledgement with a line to a row, for one file at a time", async () => {
    const path = file("to-acknowledge.csv", csv([row(1, { referral_id: "ACK1" }), row(2, { referral_id: "ACK2", score: "99" })]));
    const out = join(directory, "acknowledgement.csv");

    await run(submitCommand, path, "--acknowledgement", out, ...destination());
    const twice = await run(submitCommand, path, path, "--acknowledgement", out, ...destination());

    const lines = readFileSync(out, "utf8").trimEnd().split("\r\n");
    expect(lines[0]).toBe("\uFEFFrow,eventId,outcome,rule,field,fix,score,band,action");
    expect(lines[1]).toMatch(/^2,csv-[a-z]+,accepted,/);
    expect(lines[2]).toMatch(/^3,csv-[a-z]+,rejected,score-out-of-range,score,/);
    expect(twice.exitCode).toBe(2);
  });

  it("sends a file in pieces, tells what became of it by the rows of the file, and exits 1 for what was rejected", async () => {
    const rows = Array.from({ length: 1000 }, (_, n) => row(n, n === 700 ? { practice: "Y00001" } : {}));
    const path = file("large.csv", csv(rows));

    const first = await run(submitCommand, path, ...destination());
    const again = await run(submitCommand, path, "--json", ...destination());

    expect(first.exitCode).toBe(1);
    expect(first.out.replaceAll(path, "F").split("\n")).toEqual([
      expect.stringMatching(/^F:702:practice: unknown-practice: /),
      "1000 records in 3 submissions: 999 accepted, 0 duplicate, 0 superseded, 1 rejected, 0 parked, 0 excluded",
      "",
    ]);
    expect(JSON.parse(again.out)).toMatchObject({
      received: 1000,
      accepted: 999,
      rejected: 1,
      submissions: expect.arrayContaining([expect.stringMatching(/^f-large-[a-p]{32}$/)]),
    });
    expect(service.episodes.events()).toBeGreaterThanOrEqual(1998);
  });

  it("sends a whole submission under its own id and prints its receipt", async () => {
    const path = file(
      "own.json",
      JSON.stringify({
        submissionId: "own-1",
        events: [survey(1), survey(2, { instrument: "phq-9", total: undefined, items: [0, 0, 0, 0, 0, 0, 0, 0, 1] })],
      }),
    );

    const { out, exitCode } = await run(submitCommand, path, "--json", ...destination());
    const told = await run(submitCommand, path, ...destination());

    expect(JSON.parse(out)).toMatchObject({
      submissionId: "own-1",
      received: 2,
      parked: 2,
      records: [
        { index: 0, outcome: "parked" },
        { index: 1, score: { score: 1, risk: "yes" } },
      ],
    });
    expect(told.out).toMatch(/own\.json:event 1: risk: .*today/);
    expect(exitCode).toBe(0);
  });

  it("waits for the receipt of a submission that is stored in parts", async () => {
    const events = Array.from({ length: 700 }, (_, n) => survey(n, { eventId: `big${n}`, referralId: `B${n}` }));

    const { out, exitCode } = await run(
      submitCommand,
      file("big.json", JSON.stringify({ submissionId: "big", events })),
      "--json",
      ...destination(),
    );

    expect([JSON.parse(out).parked, exitCode]).toEqual([700, 0]);
  });

  it("takes its destination from the access file of a running service", async () => {
    const access = file(
      "access.json",
      JSON.stringify({
        baseUrl: `${service.url}/`,
        tokenUrl: `${service.url}/token`,
        users: [
          { kind: "practice", account: "a" },
          { kind: "supplier", clientId: "c1", clientSecret: "secret" },
        ],
      }),
    );

    expect((await run(submitCommand, file("one.csv", csv([row(5000)])), "--access", access)).out).toContain("1 accepted");
    expect(await run(submitCommand, file("one.csv", csv([row(5000)])), "--access", access, "--client", "c9")).toMatchObject({
      exitCode: 2,
      complaints: expect.stringContaining("no such client"),
    });
    expect(await run(submitCommand, file("one.csv", csv([row(5000)])), "--data", `${directory}/none`)).toMatchObject({
      exitCode: 2,
      complaints: expect.stringContaining("start Hearten"),
    });
  });

  it("tells of a problem with the whole, and of a service that cannot be reached, and exits 1", async () => {
    const path = file("one.csv", csv([row(5000)]));

    const turnedAway = await run(submitCommand, path, ...destination().with(-1, "wrong"));
    const unreachable = await run(
      submitCommand,
      path,
      "--url",
      "http://127.0.0.1:9",
      "--token-url",
      "http://127.0.0.1:9/token",
      "--client",
      "c1",
      "--secret",
      "s",
    );

    expect(turnedAway).toMatchObject({ exitCode: 1, out: expect.stringContaining("access-token") });
    expect(unreachable.exitCode).toBe(1);
  });
});
