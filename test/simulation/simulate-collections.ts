import { objectCollection } from "../../adapters/object-collection.ts";
import { reportBucket } from "../../adapters/report-bucket.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { collect } from "../../core/night/collect.ts";
import { freshSince } from "../../core/night/fresh-objects.ts";
import { filesOf, type Manifest, runFiles } from "../../core/night/manifest.ts";
import { publish } from "../../core/night/publish.ts";
import { readLive, readManifest } from "../../core/night/read-run-files.ts";
import type { ObjectCollection } from "../../core/ports/object-collection.ts";
import type { ReportStore } from "../../core/ports/report-store.ts";
import { pointerKey, prefixes } from "../../names.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { seeded } from "../support/service-history.ts";
import type { Operation } from "../support/table-twin.ts";
import { turnTaking } from "./turn-taking.ts";

const dayMs = 86_400_000;

/** What a world is made with in place of the real thing: a rule broken, or nothing. */
export type BrokenRule = {
  readonly reports?: (reports: ReportStore) => ReportStore;
  readonly objects?: (objects: ObjectCollection) => ObjectCollection;
  /** Days by which the pointer's instant is told wrongly: as if a collector asked a clock of its own. */
  readonly clockAheadDays?: number;
};

type Shown = { readonly gen: number; readonly until: number };

/**
 * Plays one seed: for months, runs draw three pages out of a few that come back again and again, publish, and collect; some beside each other, some asleep for a while
 * between two of their calls. Gives what a reader would have missed: a page of the live generation, or of one that was live in the last 34 days.
 */
export async function simulateCollections(seed: number, broken: BrokenRule = {}): Promise<readonly string[]> {
  const draw = seeded(seed);
  const turns = turnTaking(draw);
  let today = 0;
  const twin = bucketTwin({ now: () => today * dayMs });
  const bucket = (before: (operation: Operation) => Promise<void>) => {
    const given = { client: twin.clientWith({ before }), bucket: "reports", objects: prefixes.objects, runs: prefixes.runs, pointerKey };
    const [reports, objects] = [reportBucket(given), objectCollection(given)];
    return { reports: broken.reports?.(reports) ?? reports, objects: broken.objects?.(objects) ?? objects };
  };
  const observer = bucket(async () => undefined);
  const shown: Shown[] = [];
  const wrong = new Set<string>();
  let newest = 0;

  async function night(): Promise<void> {
    const gen = ++newest;
    const { reports, objects } = bucket(turns.turn);
    const live = await readLive(reports);
    const files = Object.fromEntries(
      await Promise.all(
        ["a", "b", "c"].map(async (path) => {
          const shownNow = live.manifest?.assets[path];
          if (shownNow !== undefined && draw(2) === 0) return [path, shownNow] as const;
          return [path, await reports.keepObject({ contentType: "text/html", body: `page ${draw(5)}` }, freshSince(live.movedAt))] as const;
        }),
      ),
    );
    await reports.writeRunFile(gen, runFiles.manifest, canonicalJson(manifestOf(gen, live.gen, files)));
    const result = await publish({ gen, civilDate: "2026-06-01", etag: live.etag }, { reports, pause: async () => undefined });
    if (result.published) shown.push({ gen, until: Number.POSITIVE_INFINITY });
    await collect({ reports: skewed(reports, broken.clockAheadDays ?? 0), objects });
  }

  async function look(): Promise<void> {
    const live = (await observer.reports.readPointer())?.pointer.gen;
    for (const [at, { gen, until }] of shown.entries()) {
      if (gen !== live && until === Number.POSITIVE_INFINITY) shown[at] = { gen, until: today };
      if (today - (shown[at]?.until ?? 0) > 34) continue;
      for (const file of filesOf(await readManifest(observer.reports, gen)))
        if ((await observer.reports.readObject(file.sha256)) === null)
          wrong.add(gen === live ? "a page of the live generation is gone" : "a page that a reader may hold is gone");
    }
  }

  let asleep: Promise<unknown>[] = [];
  for (let moment = 0; moment < 14; moment++) {
    today += draw(5) === 0 ? 36 + draw(10) : draw(12);
    const awake = [night(), ...(draw(3) === 0 ? [night()] : [])].map((each) => each.catch((error: unknown) => error));
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

function manifestOf(gen: number, previous: number | null, assets: Manifest["assets"]): Manifest {
  const told = { civilDate: "2026-06-01", asOf: "2026-06-01", codeVersion: "code-1", methodVersion: 1, organisationSnapshot: "o" };
  return { gen, previous, ...told, places: {}, assets };
}
