import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { markKey, summariesKey } from "../../../../adapters/derived-keys.ts";
import { type Finding, findings } from "../../../../bin/commands/doctor/finding.ts";
import type { Service } from "../../../../bin/commands/doctor/service.ts";
import { serviceChecks } from "../../../../bin/commands/doctor/service-checks.ts";
import { runNight } from "../../../../bin/commands/night/run-night.ts";
import { canonicalJson } from "../../../../core/canonical-json.ts";
import { emptyLedger } from "../../../../core/ledger.ts";
import type { OrganisationVersion } from "../../../../core/organisations/organisation.ts";
import { bucketTwin } from "../../../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../../../support/night-twin.ts";
import { tableTwin } from "../../../support/table-twin.ts";

const nightAt = "2026-11-22T03:15:00Z";
const morning = new Date("2026-11-22T09:00:00Z");
const person = personIn("A81001", "2026-03", [12, 8]);

function twins(organisations: () => readonly OrganisationVersion[] = freshEngland) {
  const [table, bucket] = [tableTwin(), bucketTwin()];
  return { table, bucket, ports: nightPorts({ dynamo: table.client, s3: bucket.client, organisations }) };
}

const freshEngland = () => smallEngland().map((each) => ({ ...each, validFrom: "2026-11-01" }));

/** A service one night old, with what a test puts in the place of its parts. */
async function published(organisations?: () => readonly OrganisationVersion[]) {
  const here = twins(organisations);
  await keepEpisode(here.table.client, { refKey: "R0", contribution: person });
  await runNight({ scheduledTime: nightAt }, here.ports);
  return here;
}

function serviceOf({ ports }: Pick<ReturnType<typeof twins>, "ports">, other: Partial<Service> = {}): Service {
  return {
    ports,
    now: () => morning,
    isAlone: false,
    stacks: [],
    tables: async () => ({ source: "ACTIVE", derived: "ACTIVE" }),
    buckets: async () => ({ reports: "ACTIVE", raw: "ACTIVE" }),
    keys: async () => ({ referral: "Enabled", person: "Enabled" }),
    parts: async () => ({ waiting: 0, failed: 0 }),
    storeClock: async () => morning,
    ...other,
  };
}

async function notWell(service: Service): Promise<readonly Finding[]> {
  return (await findings(serviceChecks(service))).filter(({ state }) => state !== "well");
}

const unwell = async (service: Service) => (await notWell(service)).map(({ check, state, says }) => `${state} ${check}: ${says}`);

describe("the doctor of a service", () => {
  it("finds nothing where nothing is wrong", async () => {
    const found = await findings(serviceChecks(serviceOf(await published())));

    expect(found.filter(({ state }) => state !== "well")).toEqual([]);
    expect(found.map(({ check }) => check)).toEqual([
      ...["tables", "buckets", "keys", "clock", "parts", "organisations"],
      ...["last run", "marks", "live generation", "ledger", "exclusions", "derived table", "code"],
    ]);
    expect(found.find(({ check }) => check === "live generation")?.says).toMatch(/^generation 1, \d+ files looked at$/);
  });

  it.each<[string, Partial<Service>, string, string]>([
    ["a table that is gone", { tables: async () => ({ source: "ResourceNotFoundException" }) }, "tables", "service-not-answering"],
    ["a table that does not answer", { tables: () => Promise.reject(new TypeError("secret")) }, "tables", "service-not-answering"],
    ["a bucket that is gone", { buckets: async () => ({ reports: "NotFound" }) }, "buckets", "service-not-answering"],
    ["a key that is disabled", { keys: async () => ({ referral: "Disabled", person: "Enabled" }) }, "keys", "key-disabled"],
    ["no key at all", { keys: async () => ({}) }, "keys", "key-disabled"],
    ["parts that could not be stored", { parts: async () => ({ waiting: 3, failed: 2 }) }, "parts", "parts-not-stored"],
    ["a clock that is wrong", { storeClock: async () => new Date("2026-11-22T09:05:00Z") }, "clock", "NTP"],
    ["a stack that rolled back", { stacks: [{ name: "hearten-test-data", status: "ROLLBACK_COMPLETE" }] }, "stacks", "npm run deploy"],
    [
      "a night that is late",
      { now: () => new Date("2026-11-23T10:00:00Z"), storeClock: async () => new Date("2026-11-23T10:00:00Z") },
      "last run",
      "night-late",
    ],
  ])("finds %s, and says what to do", async (_what, fault, check, fix) => {
    const found = await notWell(serviceOf(await published(), fault));

    expect(found.map((each) => [each.check, each.state])).toEqual([[check, "broken"]]);
    expect(found[0]?.fix).toContain(fix);
    expect(JSON.stringify(found)).not.toContain("secret");
  });

  it("tells work that waits from work that was left", async () => {
    const here = await published();
    const mark = (id: string) =>
      here.table.client.send(
        new PutCommand({ TableName: "derived", Item: { ...markKey({ level: "practice", code: "A81001", month: "2026-03", id }) } }),
      );
    // 2026-11-22T03:00:00Z, and six days before.
    await mark("01M80K4FW00000000000000000");
    expect(await unwell(serviceOf(here))).toEqual([]);

    await mark("rebuild.2026-11-16T03:00:00Z");
    expect(await unwell(serviceOf(here))).toEqual(["broken marks: 1 are older than a night"]);
    await mark("01M7H4R5W00000000000000000");
    expect(await unwell(serviceOf(here))).toEqual(["broken marks: 2 are older than a night"]);
  });

  it("finds a page that is damaged, a manifest that is gone, and a run that did not finish", async () => {
    const damaged = await published();
    const [page] = [...damaged.bucket.objects].filter(([key]) => key.startsWith("objects/"));
    if (page !== undefined) damaged.bucket.objects.set(page[0], { ...page[1], body: "something else" });
    const without = await published();
    without.bucket.objects.delete("runs/1/manifest.json");
    const broke = await published();
    const [run] = await broke.ports.derived.runs();
    if (run !== undefined) await broke.ports.derived.recordRun({ ...run, gen: 2, phase: "planned" });
    const soon = { now: () => new Date("2026-11-22T04:00:00Z"), storeClock: async () => new Date("2026-11-22T04:00:00Z") };

    expect(await unwell(serviceOf(damaged))).toEqual([expect.stringMatching(/^broken live generation: generation 1: 1 of \d+ files/)]);
    expect(await unwell(serviceOf(without))).toEqual(["broken live generation: generation 1 has no manifest"]);
    expect(await unwell(serviceOf(broke, soon))).toEqual(["watch last run: run 2 is under way"]);
    expect(await unwell(serviceOf(broke, { ...soon, now: () => new Date("2026-11-22T11:00:00Z"), storeClock: async () => null }))).toEqual([
      "watch clock: the store does not tell the time",
      "broken last run: run 2 of 2026-11-22 did not finish",
    ]);
  });

  it("knows that nothing is under way where nobody else can be at work, and says of a first night how it is done and not how numbers are mended", async () => {
    const first = await published();
    const [run] = await first.ports.derived.runs();
    if (run !== undefined) await first.ports.derived.recordRun({ ...run, phase: "planned" });
    first.bucket.objects.delete("current.json");
    const soon = { now: () => new Date("2026-11-22T04:00:00Z"), storeClock: async () => new Date("2026-11-22T04:00:00Z") };

    const found = await notWell(serviceOf(first, { ...soon, isAlone: true }));

    expect(found.map(({ check, says }) => `${check}: ${says}`)).toEqual([
      "last run: run 1 of 2026-11-22 was broken off",
      "live generation: nothing is published yet",
    ]);
    for (const { fix } of found) expect(fix).toContain("`npx hearten nightly`");
  });

  it("does not call the first night of a service late while it is under way", async () => {
    const first = await published();
    const [run] = await first.ports.derived.runs();
    if (run !== undefined) await first.ports.derived.recordRun({ ...run, phase: "planned" });
    const at = (instant: string) => ({ now: () => new Date(instant), storeClock: async () => new Date(instant) });

    expect(await unwell(serviceOf(first, at("2026-11-22T04:00:00Z")))).toEqual([
      "watch last run: run 1 is under way, and none has finished before it",
    ]);
    expect(await unwell(serviceOf(first, at("2026-11-22T11:00:00Z")))).toEqual(["broken last run: no night has finished yet"]);
  });

  it("finds a practice-month whose ledger does not balance", async () => {
    const here = await published();
    const key = { pk: summariesKey({ code: "A81001", month: "2026-03" }), sk: "EP#R0" };
    const tally = { ...emptyLedger, received: 4, used: 3 };
    await here.table.client.send(
      new PutCommand({ TableName: "derived", Item: { ...key, body: canonicalJson(person), headVer: 2, tally } }),
    );

    expect(await unwell(serviceOf(here))).toEqual(["broken ledger: 1 practice-months do not balance"]);
  });

  it("says what a service lacks in which nothing has happened yet, and what is old or mixed in one that has", async () => {
    const old = () => smallEngland();
    const mixed = () => freshEngland().map((each, at) => ({ ...each, sample: at % 2 === 0 }));

    expect(await unwell(serviceOf(twins(() => [])))).toEqual([
      "broken organisations: none was imported",
      "watch last run: no night has run yet",
      "watch live generation: nothing is published yet",
    ]);
    expect(await unwell(serviceOf(await published(old)))).toEqual([
      expect.stringMatching(/^watch organisations: .* 2020-01-01, \d+ days ago$/),
    ]);
    expect(await unwell(serviceOf(await published(mixed)))).toEqual([expect.stringMatching(/invented and real ones stand side by side$/)]);
    expect(await unwell(serviceOf(await published(), { parts: async () => ({ waiting: 4, failed: 0 }) }))).toEqual([
      "watch parts: 4 wait to be stored",
    ]);
  });

  it("says when the last night ran other code", async () => {
    const here = await published();

    expect(await unwell(serviceOf({ ports: { ...here.ports, codeVersion: "code-2" } }))).toEqual([
      "watch code: the last night ran other code than this checkout's",
    ]);
  });
});
