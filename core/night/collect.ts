import { englandCode } from "../organisations/organisation.ts";
import type { ObjectCollection, ObjectVersion, RunFileVersion } from "../ports/object-collection.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { type KeptGenerations, keptGenerations } from "./fresh-objects.ts";
import { inParallel } from "./in-parallel.ts";
import { filesOf, fragmentName, releasesOf } from "./manifest.ts";
import { openPacks } from "./public-packs.ts";
import { readGeneration, readManifest } from "./read-run-files.ts";

/** What a collection came to. */
export type Collected = {
  /** Generations whose every object and file stays, newest first. */
  readonly kept: readonly number[];
  /** Writings of objects and of runs' files that no such generation needs and that were written long enough ago. */
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
 * Removes what nobody can be reading any more: objects shown by no generation that is live or was so in the last 35 days, and the files of runs that are none of these,
 * all of it written more than 35 days before the pointer moved last.
 *
 * Time is the store's own, as of the last publication, so that no wrong clock can make anything old. What is removed is a writing, not a name: a run that needs an
 * object of that age has written it again (`freshSince`), and that writing stays. So neither a run beside this one, nor this one woken after a month, can take
 * what a reader may hold; done twice or broken off it does no more than once.
 */
export async function collect({ reports, objects, isDry = false }: CollectPorts): Promise<Collected> {
  const live = await reports.readPointer();
  if (live === null) return { kept: [], found: 0, bytes: 0, removed: 0 };
  const keeping = keptGenerations(live);
  // A pointer that does not say what was shown before it was moved by older code: the next one will.
  if (keeping === null) return { kept: [live.pointer.gen], found: 0, bytes: 0, removed: 0 };
  // what is open to everybody is cited, and stays; of a withdrawn pack what it counted stays, since later packs are held apart from it
  const packs = (live.pointer.packs ?? []).map(({ gen }) => gen);
  const needs = {
    ...keeping,
    live: live.pointer.gen,
    runs: new Set([...keeping.kept, ...packs]),
    ...(await neededBy(
      keeping.kept,
      openPacks(live.pointer.packs ?? []).map(({ gen }) => gen),
      reports,
    )),
  };
  const found = [...(await unneededObjects(objects, needs)), ...(await unneededRunFiles(objects, needs))];
  const summary = { kept: keeping.kept, found: found.length, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
  if (isDry || found.length === 0) return { ...summary, removed: 0 };
  if ((await reports.readPointer())?.etag !== live.etag) return { ...summary, removed: 0, outrun: true };
  const now = found.slice(0, mostRemoved);
  await inParallel(now, removedAtOnce, (version) => objects.remove(version));
  return { ...summary, removed: now.length };
}

/** What stays whatever its age: objects and released tables by hash, and entries of places that earlier runs drew, by run and name. */
type Needed = { readonly shown: Readonly<Record<ObjectVersion["kind"], Set<string>>>; readonly fragments: Set<string> };

/** Everything that the kept generations show and were drawn from, and the England of every pack. @throws where one cannot be read: then nothing may be called unneeded */
async function neededBy(kept: readonly number[], packs: readonly number[], reports: ReportStore): Promise<Needed> {
  const needed: Needed = { shown: { objects: new Set(), released: new Set() }, fragments: new Set() };
  for (const gen of kept) {
    const manifest = await readManifest(reports, gen);
    if (manifest === null) throw new Error(`collecting requires the manifest of generation ${gen}, which is still kept`);
    for (const { sha256 } of filesOf(manifest)) needed.shown.objects.add(sha256);
    for (const sha256 of releasesOf(manifest)) needed.shown.released.add(sha256);
    for (const [code, { run }] of Object.entries(manifest.places)) needed.fragments.add(`${run}/${fragmentName(code)}`);
  }
  for (const gen of packs.filter((pack) => !kept.includes(pack))) {
    const pack = await readGeneration(reports, gen);
    if (pack === null) throw new Error(`collecting requires the index or the manifest of generation ${gen}, which is a public pack`);
    const england = await pack.placeOf(englandCode);
    for (const { sha256 } of [...Object.values(pack.index.assets), ...Object.values(england?.files ?? {})])
      needed.shown.objects.add(sha256);
    if (england !== null) needed.fragments.add(`${england.run}/${fragmentName(englandCode)}`);
  }
  return needed;
}

type Needs = KeptGenerations & Needed & { readonly live: number; readonly runs: ReadonlySet<number> };

/** Old writings of what is shown by none of them, or has been written again since. */
async function unneededObjects(objects: ObjectCollection, { shown, oldest }: Needs): Promise<readonly ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  for await (const page of objects.versions())
    for (const version of page)
      if (version.writtenAt < oldest && !(version.isLatest && shown[version.kind].has(version.sha256))) found.push(version);
  return found;
}

/** Old files of runs that are not kept and can never be shown, since the number that readers see only rises. */
async function unneededRunFiles(objects: ObjectCollection, { runs, fragments, live, oldest }: Needs): Promise<readonly RunFileVersion[]> {
  const found: RunFileVersion[] = [];
  for await (const page of objects.runFiles())
    for (const version of page) {
      const { gen, name, writtenAt } = version;
      const isNeeded = gen >= live || runs.has(gen) || fragments.has(`${gen}/${name}`);
      if (writtenAt < oldest && !isNeeded) found.push(version);
    }
  return found;
}
