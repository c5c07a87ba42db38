import { describe, expect, it, vi } from "vitest";
import { runNight, type WholeNightPorts } from "../../../bin/commands/night/run-night.ts";
import { collect } from "../../../core/night/collect.ts";
import { readManifest } from "../../../core/night/read-run-files.ts";
import { rollBack } from "../../../core/night/roll-back.ts";
import { verifyPublished } from "../../../core/night/verify-published.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { publishedFiles } from "../../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../../support/night-twin.ts";
import { readerFaults } from "../../support/reader-faults.ts";
import { type Around, type Operation, tableTwin } from "../../support/table-twin.ts";

const dayMs = 86_400_000;
const deletes = ({ name }: Operation) => name === "DeleteObject";

/** A service whose store has a clock that the test turns: each night somebody more is counted, so that England's pages change. */
function service() {
  let today = 0;
  let people = 0;
  const table = tableTwin();
  const bucket = bucketTwin({ now: () => today * dayMs });
  const withBucket = (around: Around): WholeNightPorts =>
    nightPorts({ dynamo: table.client, s3: bucket.clientWith(around), organisations: smallEngland });
  const ports = withBucket({});
  const someoneComes = () => keepEpisode(table.client, { refKey: `R${people++}`, contribution: personIn("A81001", "2026-03", [12, 8]) });
  const elsewhere = () => keepEpisode(table.client, { refKey: "E1", contribution: personIn("B82001", "2026-03", [12, 8]) });
  const nightOn = async (day: number, given = ports) => {
    today = day;
    await someoneComes();
    return runNight({ civilDate: "2026-06-10" }, given);
  };
  const resolves = async (gen: number) => {
    const manifest = JSON.parse((await ports.reports.readRunFile(gen, "manifest.json")) ?? "{}");
    const hashes: string[] = Object.values(manifest.places as Record<string, { files: Record<string, { sha256: string }> }>).flatMap(
      ({ files }) => Object.values(files).map(({ sha256 }) => sha256),
    );
    const bodies = await Promise.all(hashes.map((sha256) => ports.reports.readObject(sha256)));
    return bodies.every((body) => body !== null);
  };
  const turnTo = (day: number) => {
    today = day;
  };
  return { bucket, ports, withBucket, nightOn, someoneComes, elsewhere, resolves, turnTo };
}

describe("checking what is published", () => {
  it("names the places to which readers are led wrongly, whether the index or the entry is damaged", async () => {
    const { nightOn, ports, bucket } = service();
    await nightOn(0);
    const damage = (key: string, from: string, to: string) => {
      const found = bucket.objects.get(key);
      if (found !== undefined) bucket.objects.set(key, { ...found, body: found.body.replace(from, to) });
    };
    damage("runs/1/index.json", '"parent":"U10001"', '"parent":"QA1"');
    damage("runs/1/fragments/QA1.json", "index.html", "other.html");

    const { damaged } = await verifyPublished(await readManifest(ports.reports, 1), ports);

    expect(damaged).toEqual(["A81001, as the index leads to it", "QA1, as the index leads to it"]);
  });
});

describe("collecting", () => {
  it("keeps the live generation and every one that was live in the last 35 days, and removes what only older ones show", async () => {
    const { nightOn, resolves, bucket } = service();
    for (const day of [0, 10, 20, 46]) await nightOn(day);

    expect(await Promise.all([1, 2, 3, 4].map(resolves))).toEqual([false, true, true, true]);
    expect(bucket.operations.filter(deletes).length).toBeGreaterThan(0);
  });

  it("counts the 35 days from when a generation was replaced, not from when it was made", async () => {
    const { nightOn, resolves } = service();
    for (const day of [0, 100, 130]) await nightOn(day);

    expect(await Promise.all([1, 2, 3].map(resolves))).toEqual([true, true, true]);
  });

  it("removes manifests, plans and lists of runs that nobody may hold, and keeps what a later generation carries from them, and public packs", async () => {
    const { nightOn, ports, bucket } = service();
    for (const day of [0, 10, 20, 60, 100]) await nightOn(day);
    const runFiles = [...bucket.objects.keys()].filter((key) => key.startsWith("runs/"));
    const ofRun = (gen: number) => runFiles.filter((key) => key.startsWith(`runs/${gen}/`)).sort();
    const carried = Object.entries((await readManifest(ports.reports, 5))?.places ?? {}).map(([code, { run }]) => [run, code] as const);

    // the first is June's public pack; of the second and third, nothing is carried and nobody may hold them
    expect((await ports.reports.readPointer())?.pointer.packs).toEqual([{ month: "2026-06", gen: 1 }]);
    expect(ofRun(1)).toEqual(expect.arrayContaining(["runs/1/index.json", "runs/1/manifest.json", "runs/1/fragments/ENG.json"]));
    expect([2, 3].flatMap(ofRun)).toEqual([]);
    expect(ofRun(4)).toEqual(expect.arrayContaining(["runs/4/manifest.json", "runs/4/organisations.json", "runs/4/plan.json"]));
    for (const [run, code] of carried) expect(runFiles).toContain(`runs/${run}/fragments/${code}.json`);
    expect(readerFaults(bucket)).toEqual([]);
  });

  it("keeps the entry of a place for as long as any kept generation carries it, though its run is long collected", async () => {
    const { nightOn, ports, bucket, elsewhere } = service();
    await elsewhere();
    for (const day of [0, 50, 100, 150]) await nightOn(day);
    const elsewhereDrawn = (await readManifest(ports.reports, 4))?.places.B82001?.run;

    expect(elsewhereDrawn).toBe(1);
    expect(bucket.objects.has("runs/1/fragments/B82001.json")).toBe(true);
    expect(bucket.objects.has("runs/2/manifest.json")).toBe(false);
    expect(readerFaults(bucket)).toEqual([]);
    expect(await verifyPublished(await readManifest(ports.reports, 4), ports)).toMatchObject({ damaged: [] });
  });

  it("asks no clock but the store's: a machine that is 40 days ahead, or a store that nobody published to for a year, makes nothing old (test 32)", async () => {
    const { nightOn, ports, resolves, turnTo } = service();
    for (const day of [0, 10]) await nightOn(day);
    turnTo(400);
    vi.useFakeTimers({ now: 440 * dayMs });
    const collected = await collect(ports).finally(() => vi.useRealTimers());

    expect(collected).toEqual({ kept: [2, 1], found: 0, bytes: 0, removed: 0 });
    expect(await Promise.all([1, 2].map(resolves))).toEqual([true, true]);
  });

  it("leaves the newer generation whole when an older run wakes up before its flip, flips too late and collects (test 1)", async () => {
    const { nightOn, withBucket, ports, resolves } = service();
    for (const day of [0, 50]) await nightOn(day);
    let wake = () => {};
    const woken = new Promise<void>((go) => {
      wake = go;
    });
    const asleep = withBucket({ before: async ({ writes, keys }) => (writes && keys.includes("current.json") ? woken : undefined) });
    const older = nightOn(90, asleep);
    await vi.waitFor(async () => expect(await ports.reports.readRunFile(3, "manifest.json")).not.toBeNull());
    expect(await nightOn(91)).toEqual({ gen: 4, published: true });
    wake();

    expect(await older).toEqual({ gen: 3, published: false, reason: "newer" });
    expect((await ports.reports.readPointer())?.pointer.gen).toBe(4);
    expect(await resolves(4)).toBe(true);
  });

  it("removes nothing when another run publishes while it looks", async () => {
    const { nightOn, withBucket, bucket, ports } = service();
    for (const day of [0, 1, 2]) await nightOn(day);
    let hasCome = false;
    const beside = withBucket({
      before: async ({ name }) => {
        if (name !== "ListObjectVersions" || hasCome) return;
        hasCome = true;
        const before = bucket.operations.length;
        await nightOn(40, { ...ports, objects: { ...ports.objects, versions: async function* () {}, runFiles: async function* () {} } });
        expect(bucket.operations.slice(before).filter(deletes)).toEqual([]);
      },
    });
    const removed = bucket.operations.filter(deletes).length;

    expect(await collect({ ...beside, isDry: false })).toMatchObject({ removed: 0 });
    expect(bucket.operations.filter(deletes).length).toBe(removed);
  });

  it("killed at any deletion and done again removes what an undisturbed one removes, and nothing twice", async () => {
    const undisturbed = service();
    for (const day of [0, 10, 20, 60]) await undisturbed.nightOn(day);
    const expected = [...undisturbed.bucket.objects.keys()].sort();
    const total = undisturbed.bucket.operations.filter(deletes).length;

    for (let dies = 1; dies <= total; dies++) {
      const here = service();
      for (const day of [0, 10, 20]) await here.nightOn(day);
      let left = dies;
      const dying = here.withBucket({
        before: async ({ name }) => {
          if (name === "DeleteObject" && --left <= 0) throw new Error("killed");
        },
      });
      await expect(here.nightOn(60, dying)).rejects.toThrow("killed");
      await collect(here.ports);
      expect([...here.bucket.objects.keys()].sort()).toEqual(expected);
      expect(await collect(here.ports)).toMatchObject({ found: 0, removed: 0 });
    }
    expect(total).toBeGreaterThan(1);
  });

  it("says what would go and removes nothing, where only that was asked", async () => {
    const { nightOn, bucket, ports } = service();
    for (const day of [0, 10]) await nightOn(day);
    await nightOn(60, { ...ports, objects: { ...ports.objects, versions: async function* () {}, runFiles: async function* () {} } });

    const dry = await collect({ ...ports, isDry: true });

    expect(dry).toMatchObject({ kept: [3, 2], removed: 0 });
    expect(dry.found).toBeGreaterThan(0);
    expect(dry.bytes).toBeGreaterThan(0);
    expect(bucket.operations.filter(deletes)).toEqual([]);
    expect(await collect(ports)).toMatchObject({ found: dry.found, removed: dry.found });
  });

  it("stops before anything is removed when a generation that is kept cannot be read", async () => {
    const { nightOn, bucket, ports } = service();
    for (const day of [0, 10]) await nightOn(day);
    bucket.objects.delete("runs/1/manifest.json");

    await expect(collect(ports)).rejects.toThrow("requires the manifest of generation 1");
    expect(bucket.operations.filter(deletes)).toEqual([]);
  });
});

describe("a rollback beside collections", () => {
  it("writes again what only the old generation shows, so that no collection takes it", async () => {
    const { nightOn, ports, resolves, turnTo } = service();
    for (const day of [0, 40, 50]) await nightOn(day);
    const old = await ports.reports.readRunFile(1, "manifest.json");
    turnTo(74);

    expect(await rollBack(1, ports)).toEqual({ ok: true, value: { gen: 4, published: true } });

    expect(await collect(ports)).toMatchObject({ kept: [4, 3, 2, 1] });
    expect(await resolves(4)).toBe(true);
    expect(Object.keys(await publishedFiles(ports))).toEqual(expect.arrayContaining(["ENG/index.html"]));
    expect(old).not.toBeNull();
  });

  it("is refused for what collections let go, though its pages are the same as today's, and for what was never shown", async () => {
    const { nightOn, ports, bucket } = service();
    for (const day of [0, 10]) await nightOn(day);
    await nightOn(60, { ...ports, objects: { ...ports.objects, versions: async function* () {}, runFiles: async function* () {} } });
    const before = bucket.objects.get("current.json")?.version;

    expect(await rollBack(1, ports)).toMatchObject({ ok: false, refusals: [{ rule: "collected-generation" }] });
    expect(await rollBack(9, ports)).toMatchObject({ ok: false, refusals: [{ rule: "unknown-generation" }] });
    expect(bucket.objects.get("current.json")?.version).toBe(before);
  });

  it("is refused where the pages are gone already", async () => {
    const { nightOn, ports } = service();
    for (const day of [0, 10, 60]) await nightOn(day);

    const refusal = await rollBack(1, ports);

    expect(refusal).toMatchObject({ ok: false, refusals: [{ rule: "collected-generation" }] });
    expect((await ports.reports.readPointer())?.pointer.gen).toBe(3);
  });
});
