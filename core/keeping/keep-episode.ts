import type { Episode, Standing } from "../episodes/episode.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import { refusedWithTheRest, tooLarge } from "../fhir/transaction.ts";
import type { Registry } from "../instruments/registry.ts";
import { isLeftOut, namedBy } from "../people/people-in.ts";
import {
  type EpisodeClosing,
  type EpisodeKey,
  type EpisodeState,
  type Placement,
  StoreBusy,
  type StoredEvent,
  type WrittenAnswer,
} from "../ports/source.ts";
import type { Refusal } from "../refusal.ts";
import { recordScore } from "../scoring/record-score.ts";
import { submissionRefusal } from "../submission/submission-rules.ts";
import { type EpisodeGroup, eventIdReused, type Incoming } from "./arrivals.ts";
import { hasWaited, writeOf, writtenState } from "./episode-write.ts";
import { belongsToErased, eventsOfErased, standingsOf } from "./erased-people.ts";
import type { KeepingDeps, Kept } from "./kept.ts";
import { placementsOf } from "./waiting-events.ts";

const attemptsAtMost = 8;

/**
 * Events to one transaction of at most 100 actions: each is two (itself and where it is known), beside the head, summaries, marks and lists, and
 * two for each person who is new to the episode.
 */
const eventsToAWrite = 40;
const newPeopleToAWrite = 5;
const eventsToAReferral = 1000;

/** With everything that waited for one of them: two actions each, the head, two summaries, two marks, four places on lists and a person are within 100. */
const placementsToAWrite = 44;

/** An answer has eleven rows at most; so many events, all of which withdrawals were waiting for, leave room for it among 100 actions. */
const placementsWithAnswer = 20;

/** What is to be written beside the events once it is known what becomes of them; `null` when it does not fit. */
export type Answering = (kept: readonly Kept[]) => WrittenAnswer | null;

/** What became of the arrivals, and whether the answer was written in the same transaction. */
export type KeptAnswered = { readonly kept: readonly Kept[]; readonly isAnswered: boolean };

/**
 * Keeps what arrived of one episode: reads it, folds it with what is new, and writes it under the condition that nobody else did meanwhile.
 *
 * @throws {StoreBusy} when that did not succeed in several attempts
 */
export async function keepEpisode(group: EpisodeGroup, deps: KeepingDeps): Promise<readonly Kept[]> {
  return (await keepAnswered(group, deps)).kept;
}

/**
 * The same, with the answer to it in the transaction that writes the last of the events, where there is one and the answer fits. Where it was
 * not written so (`isAnswered`), it is still to be written.
 */
export async function keepAnswered(group: EpisodeGroup, deps: KeepingDeps, answering?: Answering): Promise<KeptAnswered> {
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    if (attempt > 0) await deps.pause(attempt);
    const done = await tryToKeep(group, deps, answering);
    if (done === "answered") return keepAnswered(group, deps);
    if (done !== null) return "isAnswered" in done ? done : { kept: done, isAnswered: false };
  }
  throw new StoreBusy("keepEpisode could not write the episode: others kept writing it, or the store could not take it");
}

type Tried = readonly Kept[] | KeptAnswered | "answered" | null;

/** `null` when the episode must be read again; `answered` when it must be kept without an answer, because there is one already. */
async function tryToKeep({ key, incoming, whole = false }: EpisodeGroup, deps: KeepingDeps, answering?: Answering): Promise<Tried> {
  let state = await deps.episodes.readEpisode(key);
  if (state.erased) {
    // Whoever closed it may have been stopped before its events told nothing.
    if (state.events.length > 0) await deps.episodes.blankEvents(key, state.events);
    return incoming.map(leftOutForGood);
  }
  const standings = await standingsOf(
    incoming.map(({ stored }) => stored.event),
    state,
    deps.episodes,
  );
  const ofErased = eventsOfErased(
    incoming.map(({ stored }) => stored.event),
    standings,
  );
  if (belongsToErased(state, ofErased)) {
    const people = state.events.length === 0 ? [] : [...standings.keys()];
    return (await closed({ key, state, people }, deps)) ? incoming.map(leftOutForGood) : null;
  }
  const known = new Set(state.events.map(({ event }) => event.eventId));
  const candidates = incoming.filter(({ stored: { event } }) => !known.has(event.eventId) && !ofErased.has(event.eventId));
  const refusals = await refusalsOf(candidates, { key, state, known }, deps);
  const contradicted = contradictionsOf(incoming, state);
  if (whole && (refusals.size > 0 || contradicted.size > 0)) return refusedTogether(incoming, new Map([...refusals, ...contradicted]));
  let waiting: readonly Placement[] = candidates.filter(({ index }) => !refusals.has(index)).map(({ stored }) => ({ stored, seen: null }));
  let size = eventsToAWrite;
  if (whole && howManyFit(waiting, waiting.length) < waiting.length) return incoming.map(tooLargeTogether);
  while (waiting.length > 0) {
    const write = writeOf({ key, state, placements: waiting.slice(0, howManyFit(waiting, size)), standings }, deps);
    const after = { state: writtenState(state, write), refusals, ofErased };
    const isLast = write.placements.length === waiting.length && waiting.length <= placementsWithAnswer;
    const kept = isLast && answering !== undefined ? verdicts(incoming, after, deps.instruments) : null;
    const answer = kept === null ? null : (answering?.(kept) ?? null);
    const written = await deps.episodes.writeEpisode(answer === null ? write : { ...write, answer });
    if (written.outcome === "moved" || written.outcome === "busy") return null;
    if (written.outcome === "answered") return "answered";
    if (written.outcome === "written") {
      if (kept !== null && answer !== null) return { kept, isAnswered: true };
      state = after.state;
      waiting = waiting.slice(write.placements.length);
      size = eventsToAWrite;
      continue;
    }
    const next = await placementsOf({ key, waiting, known: written.eventIds }, deps.episodes);
    if (next === null) return null;
    for (const { eventId, refusal } of next.refusals) refuse(refusals, candidates, { eventId, refusal });
    // Nothing is written yet: what is kept whole fits one write.
    if (whole && refusals.size > 0) return refusedTogether(incoming, refusals);
    if (whole && next.placements.length + next.placements.filter(hasWaited).length / 2 > placementsToAWrite)
      return incoming.map(tooLargeTogether);
    waiting = next.placements;
    size = whole ? placementsToAWrite : (next.together ?? eventsToAWrite);
  }
  return verdicts(incoming, { state, refusals, ofErased }, deps.instruments);
}

/** Leaves a tombstone where an erased person's episode would be. Events that came before anybody knew whose they are tell nothing from then on. */
async function closed(closing: Pick<EpisodeClosing, "key" | "state" | "people">, { episodes, nextId }: KeepingDeps): Promise<boolean> {
  const { key, state } = closing;
  const marks = state.units.map((unit) => ({ ...unit, id: nextId() }));
  if ((await episodes.closeEpisode({ ...closing, marks, token: nextId() })) !== "written") return false;
  if (state.events.length > 0) await episodes.blankEvents(key, state.events);
  return true;
}

function leftOutForGood({ index }: Incoming): Kept {
  return { index, outcome: "excluded", standing: "erased", score: null };
}

/** So many of the first placements that no more people are new among them than one transaction holds. */
function howManyFit(placements: readonly Placement[], size: number): number {
  const people = new Set<string>();
  const place = placements.findIndex(({ stored }) => {
    const pid = namedBy(stored.event)?.pid;
    if (pid !== undefined) people.add(pid);
    return people.size > newPeopleToAWrite;
  });
  return place === -1 ? size : Math.min(size, place);
}

/** Everything that can be seen to be wrong before it is written. */
async function refusalsOf(
  candidates: readonly Incoming[],
  { key, state, known }: { key: EpisodeKey; state: EpisodeState; known: ReadonlySet<string> },
  deps: KeepingDeps,
): Promise<Map<number, Refusal>> {
  const refusals = new Map<number, Refusal>();
  const together = new Set(candidates.map(({ stored }) => stored.event.eventId));
  for (const { index } of candidates.slice(Math.max(0, eventsToAReferral - state.events.length))) {
    refusals.set(index, submissionRefusal("too-many-for-referral", "referralId", "start a new referral: this one has 1,000 events"));
  }
  for (const { index, stored } of candidates) {
    const { event } = stored;
    if (event.type !== "event.corrected" || known.has(event.corrects) || together.has(event.corrects)) continue;
    const { refKey } = await deps.episodes.locate(key.practice, event.corrects);
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
function refusedTogether(incoming: readonly Incoming[], refusals: ReadonlyMap<number, Refusal>): readonly Kept[] {
  return incoming.map(({ index }) => ({ index, outcome: "rejected", refusal: refusals.get(index) ?? refusedWithTheRest() }));
}

/** Withdrawals that waited for its events would not fit the same write. */
function tooLargeTogether({ index }: Incoming): Kept {
  return { index, outcome: "rejected", refusal: tooLarge("send these in a batch: withdrawals of them are waiting") };
}

function otherReferral(): Refusal {
  return submissionRefusal(
    "correction-other-referral",
    "event.referralId",
    "keep the referral of the event that is corrected; to move an event to another referral, withdraw it and send it anew",
  );
}

function refuse(
  refusals: Map<number, Refusal>,
  candidates: readonly Incoming[],
  { eventId, refusal }: { eventId: string; refusal: Refusal },
): void {
  const candidate = candidates.find(({ stored }) => stored.event.eventId === eventId);
  if (candidate !== undefined) refusals.set(candidate.index, refusal);
}

type Outcome = {
  readonly state: EpisodeState;
  readonly refusals: ReadonlyMap<number, Refusal>;
  readonly ofErased: ReadonlySet<string>;
};

function verdicts(incoming: readonly Incoming[], { state, refusals, ofErased }: Outcome, registry: Registry | undefined): readonly Kept[] {
  const events = state.events.map(({ event }) => event);
  const episode = foldEpisode(events, registry);
  const leftOut = isLeftOut(events, state.optedOut);
  const stored = new Map(state.events.map((one) => [one.event.eventId, one]));
  return incoming.map((one): Kept => {
    const { index } = one;
    const refusal = refusals.get(index);
    if (refusal !== undefined) return { index, outcome: "rejected", refusal };
    if (ofErased.has(one.stored.event.eventId)) return leftOutForGood(one);
    return verdict(one, stored.get(one.stored.event.eventId), { episode, leftOut, registry });
  });
}

type Told = { readonly episode: Episode; readonly leftOut: boolean; readonly registry: Registry | undefined };

function verdict({ index, stored }: Incoming, inStore: StoredEvent | undefined, { episode, leftOut, registry }: Told): Kept {
  if (inStore === undefined || inStore.hash !== stored.hash) return { index, outcome: "rejected", refusal: eventIdReused() };
  const standing = leftOut ? "opted-out" : (episode.standings[stored.event.eventId] ?? "parked");
  const outcome = inStore.origin === stored.origin ? outcomeOf(standing) : "duplicate";
  return { index, outcome, standing, score: recordScore(stored.event, episode, registry) };
}

function outcomeOf(standing: Standing): "accepted" | "superseded" | "parked" {
  return standing === "superseded" || standing === "parked" ? standing : "accepted";
}
