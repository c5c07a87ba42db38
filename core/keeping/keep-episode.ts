import { tooLarge } from "../fhir/transaction.ts";
import { StoreBusy, type WrittenAnswer } from "../ports/source.ts";
import type { Refusal } from "../refusal.ts";
import type { EpisodeGroup, Incoming } from "./arrivals.ts";
import { eventsToAWrite, hasWaited, howManyFit, placementsWithAnswer, writeOf, writtenState } from "./episode-write.ts";
import type { KeepingDeps, Kept } from "./kept.ts";
import { openEpisode, refusedTogether } from "./open-episode.ts";
import { verdicts } from "./verdicts.ts";
import { placementsOf } from "./waiting-events.ts";

const attemptsAtMost = 8;

/** With everything that waited for one of them: two actions each, the head, two summaries, two marks, four places on lists and a person are within 100. */
const placementsToAWrite = 44;

/** What is to be written beside the events once it is known what becomes of them; `null` when it does not fit. */
export type Answering = (kept: readonly Kept[]) => WrittenAnswer | null;

/** What became of the arrivals, whether the answer was written in the transaction that wrote the last of them, and whether everything it tells of was sure to hold then. */
export type KeptAnswered = { readonly kept: readonly Kept[]; readonly isAnswered: boolean; readonly isAtOnce: boolean };

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
    if (done !== null) return "isAnswered" in done ? done : { kept: done, isAnswered: false, isAtOnce: false };
  }
  throw new StoreBusy("keepEpisode could not write the episode: others kept writing it, or the store could not take it");
}

type Tried = readonly Kept[] | KeptAnswered | "answered" | null;

/** `null` when the episode must be read again; `answered` when it must be kept without an answer, because there is one already. */
async function tryToKeep(group: EpisodeGroup, deps: KeepingDeps, answering?: Answering): Promise<Tried> {
  const { key, incoming, whole = false } = group;
  const opened = await openEpisode(group, deps);
  if (opened === null) return null;
  if ("kept" in opened) return opened.kept;
  const { standings, ofErased, candidates } = opened;
  const refusals = new Map(opened.refusals);
  let { state, waiting } = opened;
  let size = eventsToAWrite;
  if (whole && howManyFit(waiting, waiting.length) < waiting.length) return incoming.map(tooLargeTogether);
  while (waiting.length > 0) {
    const write = writeOf({ key, state, placements: waiting.slice(0, howManyFit(waiting, size)), standings }, deps);
    const after = { state: writtenState(state, write), episode: write.episode, refusals, ofErased };
    const isLast = write.placements.length === waiting.length && waiting.length <= placementsWithAnswer;
    const kept = isLast && answering !== undefined ? verdicts(incoming, after, deps.instruments) : null;
    const answer = kept === null ? null : (answering?.(kept) ?? null);
    const written = await deps.episodes.writeEpisode(answer === null ? write : { ...write, answer });
    if (written.outcome === "moved" || written.outcome === "busy") return null;
    if (written.outcome === "answered") return "answered";
    if (written.outcome === "written") {
      if (kept !== null && answer !== null) return { kept, isAnswered: true, isAtOnce: true };
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

/** Withdrawals that waited for its events would not fit the same write. */
function tooLargeTogether({ index }: Incoming): Kept {
  return { index, outcome: "rejected", refusal: tooLarge("send these in a batch: withdrawals of them are waiting") };
}

function refuse(
  refusals: Map<number, Refusal>,
  candidates: readonly Incoming[],
  { eventId, refusal }: { eventId: string; refusal: Refusal },
): void {
  const candidate = candidates.find(({ stored }) => stored.event.eventId === eventId);
  if (candidate !== undefined) refusals.set(candidate.index, refusal);
}
