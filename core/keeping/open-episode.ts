import { isRecorded } from "../events/kept-event.ts";
import { refusedWithTheRest } from "../fhir/transaction.ts";
import { peopleIn } from "../people/people-in.ts";
import type { PersonStanding } from "../people/standing.ts";
import type { EpisodeClosing, EpisodeKey, EpisodeState, EpisodeStore, Placement } from "../ports/source.ts";
import type { Refusal } from "../refusal.ts";
import { submissionRefusal } from "../submission/submission-rules.ts";
import { type EpisodeGroup, eventIdReused, type Incoming } from "./arrivals.ts";
import { answerTo, askedEarly } from "./early-answers.ts";
import { belongsToErased, eventsOfErased, standingsOf } from "./erased-people.ts";
import type { KeepingDeps, Kept } from "./kept.ts";
import { leftOutForGood } from "./verdicts.ts";

const eventsToAReferral = 1000;

/** An episode as it was read, and what of its arrivals is to be put into it. */
export type Opened = {
  readonly state: EpisodeState;
  /** What is settled about the people that the arrivals name. */
  readonly standings: ReadonlyMap<string, PersonStanding>;
  /** The ids of arrivals of which nothing is kept: their people were erased. */
  readonly ofErased: ReadonlySet<string>;
  /** The arrivals that are not in the store yet, and why some of them cannot be. */
  readonly candidates: readonly Incoming[];
  readonly refusals: ReadonlyMap<number, Refusal>;
  /** The candidates that can be. */
  readonly waiting: readonly Placement[];
};

/** Reads an episode and judges what arrived of it. `kept` when nothing is to be written; `null` when it must be read again. */
export async function openEpisode(
  { key, incoming, whole = false }: EpisodeGroup,
  deps: KeepingDeps,
): Promise<Opened | { readonly kept: readonly Kept[] } | null> {
  const events = incoming.map(({ stored }) => stored.event);
  const isNew = events.some(isRecorded);
  // Asked for in one turn with the episode, and so read by one call with it.
  const early = isNew ? askedEarly(peopleIn(events), deps.episodes.standingOf) : new Map<string, Promise<PersonStanding>>();
  const state = await (isNew ? deps.episodes.readEpisode(key, "new") : deps.episodes.readEpisode(key));
  if (state.erased) {
    // Whoever closed it may have been stopped before its events told nothing.
    if (state.events.length > 0) await deps.episodes.blankEvents(key, state.events);
    return { kept: incoming.map(leftOutForGood) };
  }
  const standingOf = (pid: string) => answerTo(early, pid) ?? deps.episodes.standingOf(pid);
  const standings = await standingsOf(events, state, { standingOf });
  const ofErased = eventsOfErased(events, standings);
  if (belongsToErased(state, ofErased)) {
    const people = state.events.length === 0 ? [] : [...standings.keys()];
    return (await closed({ key, state, people }, deps)) ? { kept: incoming.map(leftOutForGood) } : null;
  }
  const known = new Set(state.events.map(({ event }) => event.eventId));
  const candidates = incoming.filter(({ stored: { event } }) => !known.has(event.eventId) && !ofErased.has(event.eventId));
  const refusals = await refusalsOf(candidates, { key, state, known }, deps.episodes);
  const contradicted = contradictionsOf(incoming, state);
  if (whole && (refusals.size > 0 || contradicted.size > 0))
    return { kept: refusedTogether(incoming, new Map([...refusals, ...contradicted])) };
  const waiting = candidates.filter(({ index }) => !refusals.has(index)).map(({ stored }): Placement => ({ stored, seen: null }));
  return { state, standings, ofErased, candidates, refusals, waiting };
}

/** Leaves a tombstone where an erased person's episode would be. Events that came before anybody knew whose they are tell nothing from then on. */
async function closed(closing: Pick<EpisodeClosing, "key" | "state" | "people">, { episodes, nextId }: KeepingDeps): Promise<boolean> {
  const { key, state } = closing;
  const marks = state.units.map((unit) => ({ ...unit, id: nextId() }));
  if ((await episodes.closeEpisode({ ...closing, marks, token: nextId() })) !== "written") return false;
  if (state.events.length > 0) await episodes.blankEvents(key, state.events);
  return true;
}

/** Everything that can be seen to be wrong before it is written. */
async function refusalsOf(
  candidates: readonly Incoming[],
  { key, state, known }: { key: EpisodeKey; state: EpisodeState; known: ReadonlySet<string> },
  episodes: Pick<EpisodeStore, "locate">,
): Promise<ReadonlyMap<number, Refusal>> {
  const refusals = new Map<number, Refusal>();
  const together = new Set(candidates.map(({ stored }) => stored.event.eventId));
  for (const { index } of candidates.slice(Math.max(0, eventsToAReferral - state.events.length))) {
    refusals.set(index, submissionRefusal("too-many-for-referral", "referralId", "start a new referral: this one has 1,000 events"));
  }
  for (const { index, stored } of candidates) {
    const { event } = stored;
    if (event.type !== "event.corrected" || known.has(event.corrects) || together.has(event.corrects)) continue;
    const { refKey } = await episodes.locate(key.practice, event.corrects);
    if (refKey !== null && refKey !== key.refKey) refusals.set(index, otherReferral());
  }
  return refusals;
}

/** Events that are in the store with other content under their id. */
function contradictionsOf(incoming: readonly Incoming[], state: EpisodeState): ReadonlyMap<number, Refusal> {
  const hashes = new Map(state.events.map(({ event, hash }) => [event.eventId, hash]));
  const contradicted = incoming.filter(({ stored }) => (hashes.get(stored.event.eventId) ?? stored.hash) !== stored.hash);
  return new Map(contradicted.map(({ index }) => [index, eventIdReused()]));
}

/** Nothing of it is kept: each for its own reason, or because of the others. */
export function refusedTogether(incoming: readonly Incoming[], refusals: ReadonlyMap<number, Refusal>): readonly Kept[] {
  return incoming.map(({ index }) => ({ index, outcome: "rejected", refusal: refusals.get(index) ?? refusedWithTheRest() }));
}

function otherReferral(): Refusal {
  return submissionRefusal(
    "correction-other-referral",
    "event.referralId",
    "keep the referral of the event that is corrected; to move an event to another referral, withdraw it and send it anew",
  );
}
