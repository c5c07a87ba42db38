import { describe, expect, it } from "vitest";
import { nightStep } from "../../adapters/night-step.ts";
import { newestRuns } from "../../adapters/run-history.ts";
import { runNight, type WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { answerStatus } from "../../functions/tell-status/answer-status.ts";
import { tellStatus } from "../../functions/tell-status/tell-status.ts";
import { verifyGeneration, verifyGenerationInput } from "../../functions/verify-generation/verify-generation.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { tableTwin } from "../support/table-twin.ts";

function service() {
  const table = tableTwin();
  const bucket = bucketTwin({ now: () => Date.parse("2026-06-11T03:40:00Z") });
  const ports = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: smallEngland });
  const statusPorts = (now: string) => ({
    pointer: ports.reports.readPointer,
    runs: () => newestRuns(table.client, "derived", 30),
    runFile: ports.reports.readRunFile,
    now: () => now,
  });
  return { table, bucket, ports, statusPorts };
}

/** Verification as the state machine calls it, over an object that got lost: it refuses, and notes so. */
function refusingVerification(ports: WholeNightPorts) {
  const reports = { ...ports.reports, holdsObject: async () => false };
  const work = (input: { gen: number }) => verifyGeneration(input, { ...ports, reports });
  return nightStep({ name: "verify-generation", input: verifyGenerationInput, work, reports: ports.reports });
}

/** What a step writes to its log, kept from the console. */
async function heard(work: () => Promise<unknown>): Promise<string> {
  const said: string[] = [];
  const streams = [process.stdout, process.stderr] as const;
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams) stream.write = (chunk: string | Uint8Array) => said.push(String(chunk)) > 0;
  await work();
  for (const [at, stream] of streams.entries()) stream.write = writes[at] ?? stream.write;
  return said.join("");
}

describe("the status of the reports", () => {
  it("says that a night run by hand has failed, and in which step, at once", async () => {
    const { table, ports, statusPorts } = service();
    await keepEpisode(table.client, { refKey: "R1", contribution: personIn("A81001", "2026-03", [12, 8]) });
    const damaged = { ...ports, reports: { ...ports.reports, holdsObject: async () => false } };
    await expect(runNight({ civilDate: "2026-06-11" }, damaged)).rejects.toMatchObject({ name: "VerificationError" });

    const { lastRun } = await tellStatus(statusPorts("2026-06-11T03:45:00Z"));

    expect(lastRun).toMatchObject({ run: 1, outcome: "failed", step: "verify-generation" });
  });

  it("leaves the reason of a failed night as it is where the note of it cannot be written either", async () => {
    const { table, ports } = service();
    await keepEpisode(table.client, { refKey: "R1", contribution: personIn("A81001", "2026-03", [12, 8]) });
    const writeRunFile = (gen: number, file: string, body: string) =>
      file.startsWith("trouble/") ? Promise.reject(new Error("full")) : ports.reports.writeRunFile(gen, file, body);
    const damaged = { ...ports, reports: { ...ports.reports, holdsObject: async () => false, writeRunFile } };

    await expect(runNight({ civilDate: "2026-06-11" }, damaged)).rejects.toMatchObject({ name: "VerificationError" });
  });

  it("is true after a night that failed: it is read from what runs note, not from what is shown", async () => {
    const { table, ports, statusPorts } = service();
    await keepEpisode(table.client, { refKey: "R1", contribution: personIn("A81001", "2026-03", [12, 8]) });
    await runNight({ civilDate: "2026-06-11" }, ports);
    await keepEpisode(table.client, { refKey: "R2", contribution: personIn("A81001", "2026-03", [9, 2]) });
    const night = runNight({ civilDate: "2026-06-12" }, { ...ports, reports: { ...ports.reports, holdsObject: async () => false } });
    await expect(night).rejects.toMatchObject({ name: "VerificationError" });
    const said = await heard(() => refusingVerification(ports)({ gen: 2 }).catch(() => undefined));

    const status = await tellStatus(statusPorts("2026-11-22T03:40:00Z"));
    const onTheDay = await tellStatus(statusPorts("2026-06-12T09:00:00Z"));

    expect(onTheDay).toMatchObject({
      dataAsAt: "2026-06-11",
      isOlderThanExpected: true,
      lastSuccess: { run: 1, date: "2026-06-11" },
      lastRun: { run: 2, outcome: "failed", step: "verify-generation" },
    });
    expect(status.isRunMissing).toBe(true);
    expect(said).toContain("step failed");
  });

  it("forgets the trouble of a run that went on and published", async () => {
    const { table, ports, statusPorts } = service();
    await keepEpisode(table.client, { refKey: "R1", contribution: personIn("A81001", "2026-03", [12, 8]) });
    await ports.reports.writeRunFile(1, "trouble/roll-up.retry.json", "{}");
    await runNight({ civilDate: "2026-06-12" }, ports);

    expect(await tellStatus(statusPorts("2026-06-12T09:00:00Z"))).toMatchObject({
      isOlderThanExpected: false,
      lastRun: { outcome: "published", step: null },
    });
  });

  it("answers people with a page that may load its style alone, and programs with JSON, for a minute at most", async () => {
    const { statusPorts } = service();
    const page = await answerStatus({ path: "/reports/status" }, statusPorts("2026-06-12T09:00:00Z"));
    const json = await answerStatus({ path: "/v1/status" }, statusPorts("2026-06-12T09:00:00Z"));

    expect(page.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "public, max-age=60" });
    expect(String(page.headers?.["content-security-policy"])).toContain("default-src 'none'; style-src 'self'");
    expect(page.body).toContain("Nothing has been published yet");
    expect(JSON.parse(json.body)).toMatchObject({ generation: null, lastRun: null, isOlderThanExpected: true });
  });
});
