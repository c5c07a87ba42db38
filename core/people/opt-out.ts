import type { Registry } from "../instruments/registry.ts";
import { writeOf } from "../keeping/episode-write.ts";
import { inParallel } from "../night/in-parallel.ts";
import type { Exclusion, Settling } from "../ports/exclusions.ts";
import { type EpisodeKey, StoreBusy } from "../ports/source.ts";
import type { ErasingDeps } from "./erase-episode.ts";
import { type ExcludingDeps, settle } from "./erase-person.ts";
import { type PersonStanding, withOptOut } from "./standing.ts";

/** What counting episodes anew needs of the world. */
export type CountingDeps = ErasingDeps & { readonly instruments?: Registry | undefined };

/** People to be left out of every figure from now on, and people to be counted again. */
export type OptOutLists = { readonly optedOut: readonly string[]; readonly optedIn: readonly string[] };

/** How many people stand differently than before, and how many episodes are counted differently for it. */
export type OptOutsDone = { readonly people: number; readonly episodes: number };

const peopleAtOnce = 8;
const attemptsAtMost = 8;

/**
 * Applies the answer of a national data opt-out check: whoever has opted out is left out of every figure, with what is still to come of them;
 * whoever has not is counted again. Individual care is not touched: lists and risk flags stay. Begun again it comes to the same.
 *
 * @throws {StoreBusy} when others kept writing; the same again is safe
 */
export async function applyOptOuts(
  { optedOut, optedIn }: OptOutLists,
  settling: Settling,
  deps: ExcludingDeps & CountingDeps,
): Promise<OptOutsDone> {
  const changes: Exclusion[] = [];
  if (optedOut.length > 0) changes.push({ ...settling, id: `${settling.id}-out`, kind: "opted-out", pids: optedOut });
  if (optedIn.length > 0) changes.push({ ...settling, id: `${settling.id}-in`, kind: "opted-in", pids: optedIn });
  for (const change of changes) await deps.register.add(change);
  const done: OptOutsDone[] = [];
  for (const change of changes) {
    if ("pids" in change) done.push(await optEach(change, deps));
    await deps.store.noteDone(change.id);
  }
  return sumOf(done);
}

/** What was last settled about each person who ever opted out, done again: safe at any time. */
export async function repeatOptOuts(lastWords: ReadonlyMap<string, "opted-out" | "opted-in">, deps: CountingDeps): Promise<OptOutsDone> {
  const done: OptOutsDone[] = [];
  for (const kind of ["opted-out", "opted-in"] as const) {
    const pids = [...lastWords].flatMap(([pid, word]) => (word === kind ? [pid] : []));
    done.push(await optEach({ kind, pids }, deps));
  }
  return sumOf(done);
}

async function optEach(
  { kind, pids }: { readonly kind: "opted-out" | "opted-in"; readonly pids: readonly string[] },
  deps: CountingDeps,
): Promise<OptOutsDone> {
  return sumOf(await inParallel([...new Set(pids)], peopleAtOnce, (pid) => optOne(pid, kind === "opted-out", deps)));
}

async function optOne(pid: string, optedOut: boolean, deps: CountingDeps): Promise<OptOutsDone> {
  let isNew = false;
  const standing = await settle(
    pid,
    (before) => {
      const now = withOptOut(before, optedOut);
      isNew = now !== before;
      return now;
    },
    deps,
  );
  // Whoever has never opted out has no episode that says so.
  if (standing.version === 0) return { people: 0, episodes: 0 };
  let episodes = 0;
  for (const key of await deps.store.episodesOf(pid)) if (await recount(key, { pid, standing }, deps)) episodes += 1;
  return { people: isNew ? 1 : 0, episodes };
}

/** Writes an episode as it counts now. `false` where it counts so already. */
async function recount(
  key: EpisodeKey,
  { pid, standing }: { pid: string; standing: PersonStanding },
  deps: CountingDeps,
): Promise<boolean> {
  const { store, nextId, instruments } = deps;
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    if (attempt > 0) await deps.pause(attempt);
    const state = await store.readEpisode(key);
    if (state.erased || state.optedOut.includes(pid) === standing.optedOut) return false;
    const writing = { nextId, ...(instruments && { instruments }) };
    const write = writeOf({ key, state, placements: [], standings: new Map([[pid, standing]]) }, writing);
    if ((await store.writeEpisode(write)).outcome === "written") return true;
  }
  throw new StoreBusy("recount could not write the episode: others kept writing it, or the store could not take it");
}

function sumOf(done: readonly OptOutsDone[]): OptOutsDone {
  return {
    people: done.reduce((sum, { people }) => sum + people, 0),
    episodes: done.reduce((sum, { episodes }) => sum + episodes, 0),
  };
}
