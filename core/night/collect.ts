import type { ObjectCollection, ObjectVersion } from "../ports/object-collection.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { daysBefore, keptForDays, shownAfter } from "./fresh-objects.ts";
import { inParallel } from "./in-parallel.ts";
import { filesOf } from "./manifest.ts";
import { filesOfPack } from "./public-packs.ts";
import { readManifest } from "./read-run-files.ts";

/** What a collection came to. */
export type Collected = {
  /** Generations whose every object stays, newest first. */
  readonly kept: readonly number[];
  /** Writings of objects that no such generation shows and that were written long enough ago. */
  readonly found: number;
  readonly bytes: number;
  readonly removed: number;
  /** Set when another run published meanwhile: nothing was removed, and the next collection does it. */
  readonly outrun?: true;
};

export type CollectPorts = {
  readonly reports: ReportStore;
  readonly objects: ObjectCollection;
  /** Only says what would be removed. */
  readonly isDry?: boolean;
};

const removedAtOnce = 32;
/** A collection ends in time; the rest is the next one's. */
const mostRemoved = 50_000;

/**
 * Removes objects that nobody can be reading any more: shown by no generation that is live or was so in the last 35 days, and written more than 35 days
 * before the pointer moved last.
 *
 * Time is the store's own, as of the last publication, so that no wrong clock can make anything old. What is removed is a writing, not a name: a run that needs an
 * object of that age has written it again (`freshSince`), and that writing stays. So neither a run beside this one, nor this one woken after a month, can take
 * what a reader may hold; done twice or broken off it does no more than once.
 */
export async function collect({ reports, objects, isDry = false }: CollectPorts): Promise<Collected> {
  const live = await reports.readPointer();
  if (live === null) return { kept: [], found: 0, bytes: 0, removed: 0 };
  const oldest = daysBefore(live.movedAt, keptForDays);
  const { pointer } = live;
  // A pointer that does not say what was shown before it was moved by older code: the next one will.
  if (pointer.earlier === undefined) return { kept: [pointer.gen], found: 0, bytes: 0, removed: 0 };
  const kept = [pointer.gen, ...shownAfter(oldest, pointer.earlier, live).map(({ gen }) => gen)];
  // what is open to everybody is cited, and stays
  const packs = (pointer.packs ?? []).map(({ gen }) => gen);
  const shown = new Set([...(await shownBy(kept, reports, filesOf)), ...(await shownBy(packs, reports, filesOfPack))]);
  const found = await unneeded(objects, { shown, oldest });
  const summary = { kept, found: found.length, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
  if (isDry || found.length === 0) return { ...summary, removed: 0 };
  if ((await reports.readPointer())?.etag !== live.etag) return { ...summary, removed: 0, outrun: true };
  const now = found.slice(0, mostRemoved);
  await inParallel(now, removedAtOnce, (version) => objects.remove(version));
  return { ...summary, removed: now.length };
}

/** Everything these generations show. @throws where one has no manifest: then nothing may be called unneeded */
async function shownBy(generations: readonly number[], reports: ReportStore, files: typeof filesOf): Promise<ReadonlySet<string>> {
  const shown = new Set<string>();
  for (const gen of generations) {
    const manifest = await readManifest(reports, gen);
    if (manifest === null) throw new Error(`collecting requires the manifest of generation ${gen}, which is still kept`);
    for (const { sha256 } of files(manifest)) shown.add(sha256);
  }
  return shown;
}

type Need = { readonly shown: ReadonlySet<string>; readonly oldest: string };

/** Old writings of what is shown by none of them, or has been written again since. */
async function unneeded(objects: ObjectCollection, { shown, oldest }: Need): Promise<readonly ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  for await (const page of objects.versions())
    for (const version of page) if (version.writtenAt < oldest && !(version.isLatest && shown.has(version.sha256))) found.push(version);
  return found;
}
