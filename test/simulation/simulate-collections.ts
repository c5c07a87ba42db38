import { objectCollection } from "../../adapters/object-collection.ts";
import { reportBucket } from "../../adapters/report-bucket.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { collect } from "../../core/night/collect.ts";
import { freshSince } from "../../core/night/fresh-objects.ts";
import { indexOf } from "../../core/night/generation-index.ts";
import { fragmentName, type Manifest, type ManifestPlace, type PublishedFile, runFiles } from "../../core/night/manifest.ts";
import { publish } from "../../core/night/publish.ts";
import { readGeneration, readLive, readManifest } from "../../core/night/read-run-files.ts";
import { rollBack } from "../../core/night/roll-back.ts";
import { englandCode } from "../../core/organisations/organisation.ts";
import type { ObjectCollection } from "../../core/ports/object-collection.ts";
import type { ReportStore } from "../../core/ports/report-store.ts";
import { pointerKey, prefixes } from "../../names.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { readerFaults } from "../support/reader-faults.ts";
import { seeded } from "../support/service-history.ts";
import type { Operation } from "../support/table-twin.ts";
import { turnTaking } from "./turn-taking.ts";

const dayMs = 86_400_000;

/** What a world is made with in place of the real thing: a rule broken, or nothing. */
export type BrokenRule = {
  readonly reports?: (reports: ReportStore) => ReportStore;
  readonly objects?: (objects: ObjectCollection) => ObjectCollection;
  /** What only a collector, or only a rollback, is told otherwise than it is. */
  readonly collecting?: (reports: ReportStore) => ReportStore;
  readonly rollingBack?: (reports: ReportStore) => ReportStore;
  /** Days by which the pointer's instant is told wrongly: as if a collector asked a clock of its own. */
  readonly clockAheadDays?: number;
};

type Shown = { readonly gen: number; readonly until: number };

const codes = [englandCode, "A81001", "A81002"];

/**
 * Plays one seed: for months, runs draw the pages of three places out of a few that come back again and again or carry what an earlier run has drawn, publish, and
 * collect; some beside each other, some asleep for a while between two of their calls, some dead before they publish; and now and then somebody rolls back. Gives what a reader
 * would have missed: of the live generation, of one that was live in the last 34 days, or of a public pack.
 */
export async function simulateCollections(seed: number, broken: BrokenRule = {}): Promise<readonly string[]> {
  const draw = seeded(seed);
  const turns = turnTaking(draw);
  let today = 0;
  const twin = bucketTwin({ now: () => today * dayMs });
  const bucket = (before: (operation: Operation) => Promise<void>) => {
    const given = {
      client: twin.clientWith({ before }),
      bucket: "reports",
      objects: prefixes.objects,
      released: prefixes.released,
      runs: prefixes.runs,
      pointerKey,
    };
    const [reports, objects] = [reportBucket(given), objectCollection(given)];
    return { reports: broken.reports?.(reports) ?? reports, objects: broken.objects?.(objects) ?? objects };
  };
  const observer = bucket(async () => undefined);
  const shown: Shown[] = [];
  const wrong = new Set<string>();
  let newest = 0;
  const derived = { takeGeneration: async () => ++newest, recordRun: async () => undefined, runOf: async () => null };

  async function night(): Promise<void> {
    const gen = ++newest;
    const { reports, objects } = bucket(turns.turn);
    const live = await readLive(reports);
    const places = await Promise.all(
      codes.map(async (code) => {
        const shownNow = live.manifest?.places[code];
        if (shownNow !== undefined && draw(2) === 0) return [code, shownNow] as const;
        const page = await reports.keepObject({ contentType: "text/html", body: `page ${draw(5)}` }, freshSince(live.movedAt));
        const entry = placeOf(code, gen, page);
        await reports.writeRunFile(gen, fragmentName(code), canonicalJson(entry));
        return [code, entry] as const;
      }),
    );
    if (draw(6) === 0) return;
    const built = manifestOf(gen, live.gen, Object.fromEntries(places));
    await reports.writeRunFile(gen, runFiles.index, canonicalJson(indexOf(built)));
    await reports.writeRunFile(gen, runFiles.manifest, canonicalJson(built));
    const civilDate = new Date(today * dayMs).toISOString().slice(0, 10);
    const ports = { reports, pause: async () => undefined };
    const result = await publish({ gen, civilDate, etag: live.etag, mayBecomePack: draw(2) === 0 }, ports);
    if (result.published) shown.push({ gen, until: Number.POSITIVE_INFINITY });
    await collect({ reports: skewed(broken.collecting?.(reports) ?? reports, broken.clockAheadDays ?? 0), objects });
  }

  async function rollback(): Promise<void> {
    const { reports } = bucket(turns.turn);
    const ports = { reports: broken.rollingBack?.(reports) ?? reports, derived, pause: async () => undefined, now: () => "" };
    // What a rollback asks of the derived table is numbers, and nothing that stands in it.
    const result = await rollBack(1 + draw(newest), ports as unknown as Parameters<typeof rollBack>[1]);
    if (result.ok && result.value.published) shown.push({ gen: result.value.gen, until: Number.POSITIVE_INFINITY });
  }

  async function missedIn(gen: number, places: readonly string[]): Promise<boolean> {
    const read = await readGeneration(observer.reports, gen);
    if (read === null) return true;
    for (const code of places) {
      const place = await read.placeOf(code).catch(() => null);
      for (const { sha256 } of [...Object.values(place?.files ?? { gone: { sha256: "" } })])
        if ((await observer.reports.readObject(sha256)) === null) return true;
    }
    return false;
  }

  async function look(): Promise<void> {
    const pointer = (await observer.reports.readPointer())?.pointer;
    const live = pointer?.gen;
    for (const fault of readerFaults(twin)) wrong.add(fault);
    for (const [at, { gen, until }] of shown.entries()) {
      if (gen !== live && until === Number.POSITIVE_INFINITY) shown[at] = { gen, until: today };
      if (today - (shown[at]?.until ?? 0) > 34) continue;
      if ((await readManifest(observer.reports, gen)) === null || (await missedIn(gen, codes)))
        wrong.add(gen === live ? "something of the live generation is gone" : "something that a reader may hold is gone");
    }
    for (const { gen } of pointer?.packs ?? []) if (await missedIn(gen, [englandCode])) wrong.add("something of a public pack is gone");
  }

  let asleep: Promise<unknown>[] = [];
  for (let moment = 0; moment < 14; moment++) {
    today += draw(5) === 0 ? 36 + draw(10) : draw(12);
    const awake = [night(), ...(draw(3) === 0 ? [night()] : []), ...(draw(4) === 0 && newest > 0 ? [rollback()] : [])].map((each) =>
      each.catch((error: unknown) => error),
    );
    asleep = [...asleep, ...awake];
    // Some calls are made today, and whoever is not done goes on another day.
    for (let calls = draw(60); calls > 0; calls--) await turns.play([Promise.resolve()]);
    await look();
  }
  await turns.play(asleep);
  await look();
  return [...wrong];
}

function skewed(reports: ReportStore, days: number): ReportStore {
  const ahead = (instant: string) => new Date(Date.parse(instant) + days * dayMs).toISOString();
  return {
    ...reports,
    readPointer: async () => {
      const found = await reports.readPointer();
      return found === null ? null : { ...found, movedAt: ahead(found.movedAt) };
    },
  };
}

function placeOf(code: string, run: number, page: PublishedFile): ManifestPlace {
  const level = code === englandCode ? ("england" as const) : ("practice" as const);
  const stand = { level, name: code, parent: code === englandCode ? null : englandCode };
  return { ...stand, inputHash: page.sha256, run, drawnOn: "2026-06-01", files: { "index.html": page } };
}

function manifestOf(gen: number, previous: number | null, places: Manifest["places"]): Manifest {
  const told = { civilDate: "2026-06-01", asOf: "2026-06-01", codeVersion: "code-1", methodVersion: 1, organisationSnapshot: "o" };
  return { gen, previous, ...told, places, assets: {} };
}
