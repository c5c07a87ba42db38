import { describe, expect, it, vi } from "vitest";
import { runNight, type WholeNightPorts } from "../../../bin/commands/night/run-night.ts";
import { collect } from "../../../core/night/collect.ts";
import { rollBack } from "../../../core/night/roll-back.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { publishedFiles } from "../../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../../support/night-twin.ts";
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
  return { bucket, ports, withBucket, nightOn, someoneComes, resolves, turnTo };
}

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
        await nightOn(40, { ...ports, objects: { ...ports.objects, versions: async function* () {} } });
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
    await nightOn(60, { ...ports, objects: { ...ports.objects, versions: async function* () {} } });

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

  it("is refused where the pages are gone already", async () => {
    const { nightOn, ports } = service();
    for (const day of [0, 10, 60]) await nightOn(day);

    const refusal = await rollBack(1, ports);

    expect(refusal).toMatchObject({ ok: false, refusals: [{ rule: "collected-generation" }] });
    expect((await ports.reports.readPointer())?.pointer.gen).toBe(3);
  });
});
