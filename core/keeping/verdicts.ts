import type { Episode, Standing } from "../episodes/episode.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import type { Registry } from "../instruments/registry.ts";
import { isLeftOut } from "../people/people-in.ts";
import type { EpisodeState, StoredEvent } from "../ports/source.ts";
import type { Refusal } from "../refusal.ts";
import { recordScore } from "../scoring/record-score.ts";
import { eventIdReused, type Incoming } from "./arrivals.ts";
import type { Kept } from "./kept.ts";

/** How an episode stands once everything that could be kept of it is, and what could not. */
export type Outcome = {
  readonly state: EpisodeState;
  /** What the state folds to, where somebody has folded it already. */
  readonly episode?: Episode;
  readonly refusals: ReadonlyMap<number, Refusal>;
  readonly ofErased: ReadonlySet<string>;
};

/** What became of each arrival: told from what is in the store then, so that a repetition is told the same. */
export function verdicts(
  incoming: readonly Incoming[],
  { state, episode: folded, refusals, ofErased }: Outcome,
  registry: Registry | undefined,
): readonly Kept[] {
  const events = state.events.map(({ event }) => event);
  const episode = folded ?? foldEpisode(events, registry);
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

/** The answer about an event of which nothing is kept, because it is of somebody who was erased. */
export function leftOutForGood({ index }: Incoming): Kept {
  return { index, outcome: "excluded", standing: "erased", score: null };
}
