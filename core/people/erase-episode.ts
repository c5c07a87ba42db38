import type { ExclusionStore } from "../ports/exclusions.ts";
import type { Pause } from "../ports/pause.ts";
import { type EpisodeKey, type EpisodeState, StoreBusy } from "../ports/source.ts";
import { namedBy, standingReferral } from "./people-in.ts";
import { type Erased, isErased, nothingSettled } from "./standing.ts";

/** What erasing needs of the world. */
export type ErasingDeps = { readonly store: ExclusionStore; readonly nextId: () => string; readonly pause: Pause };

/** Whom an erasure is about. Without a person it is about the episode itself, whoever that is about. */
export type ErasedPerson = { readonly pid: string; readonly erased: Erased };

const attemptsAtMost = 8;

/**
 * Erases one episode, step by step: a tombstone takes its place in every figure and list, its receipts forget it, its events are deleted, and
 * last of all it is no longer found by the person. Begun again after any step it goes on from there. An episode that is somebody else's by now
 * only loses the name; one that was referred after the erasure is left alone. Answers whether there was anything to do.
 *
 * @throws {StoreBusy} when others kept writing the episode; the same again is safe
 */
export async function eraseEpisode(key: EpisodeKey, person: ErasedPerson | null, deps: ErasingDeps): Promise<boolean> {
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    if (attempt > 0) await deps.pause(attempt);
    const state = await deps.store.readEpisode(key);
    const part = person === null || state.erased ? "all" : partOf(state, key.practice, person);
    if (part === "nothing") return false;
    if (part === "name" && person !== null) {
      if (!(await deps.store.unname(key, state, person.pid))) continue;
      await deps.store.forget(person.pid, key);
      return true;
    }
    if (!state.erased && !(await close(key, state, deps))) continue;
    await clear(key, { ...state, people: [...state.people, ...(person === null ? [] : [person.pid])] }, deps);
    return true;
  }
  throw new StoreBusy("eraseEpisode could not write the episode: others kept writing it, or the store could not take it");
}

/** How much of an episode is the erased person's. While no referral stands, it is whoever's is named, as of their own referral. */
function partOf(state: EpisodeState, practice: string, { pid, erased }: ErasedPerson): "all" | "name" | "nothing" {
  const events = state.events.map(({ event }) => event);
  const standing = standingReferral(events);
  const told = events.map(namedBy).find((named) => named?.pid === pid);
  const settled = { ...nothingSettled, erasures: [erased] };
  if (standing !== null && standing.patient.pid !== pid) return told === undefined || told === null ? "nothing" : "name";
  const referral = standing ?? told;
  if (referral === undefined || referral === null) return "all";
  return isErased(settled, { practice: referral.practice, referredOn: referral.referredOn }) ||
    isErased(settled, { practice, referredOn: referral.referredOn })
    ? "all"
    : "nothing";
}

async function close(key: EpisodeKey, state: EpisodeState, { store, nextId }: ErasingDeps): Promise<boolean> {
  const marks = state.units.map((unit) => ({ ...unit, id: nextId() }));
  return (await store.closeEpisode({ key, state, people: state.people, marks, token: nextId() })) === "written";
}

/** After the tombstone nothing can be added to the episode, so what was read with it is all there is. */
async function clear(key: EpisodeKey, { events, people }: EpisodeState, { store }: ErasingDeps): Promise<void> {
  await store.redactAnswers(key, events);
  await store.deleteAcknowledgements(key, events);
  await store.deleteEvents(key, events);
  for (const pid of new Set(people)) await store.forget(pid, key);
}
