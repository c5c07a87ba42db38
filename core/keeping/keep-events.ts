import { isModifier, targetOf } from "../events/kept-event.ts";
import { inParallel } from "../night/in-parallel.ts";
import { type Arrival, type Delivery, type Grouped, groupArrivals, type Incoming } from "./arrivals.ts";
import { type Answering, type KeptAnswered, keepAnswered, keepEpisode } from "./keep-episode.ts";
import { keepTogether, keepTogetherAnswered } from "./keep-together.ts";
import { keepWithdrawal } from "./keep-withdrawal.ts";
import type { KeepingDeps, Kept } from "./kept.ts";

const episodesAtOnce = 16;

/**
 * Keeps events, each once and for good, and says of every one what became of it. An episode is written whole or not at all, and
 * beside others where it can be. Safe to repeat and to run at the same time as itself: equal events are kept once.
 *
 * @throws {StoreBusy} when the store could not take them now; whatever was kept by then is found again by a repetition
 */
export async function keepEvents(arrivals: readonly Arrival[], delivery: Delivery, deps: KeepingDeps): Promise<readonly Kept[]> {
  return keepGrouped(groupArrivals(arrivals, delivery, deps.sha256), deps);
}

/** The same, with the answer in the transaction that keeps the last of them, where it fits. */
export async function keepEventsAnswered(
  arrivals: readonly Arrival[],
  { answering, ...delivery }: Delivery & { readonly answering: Answering },
  deps: KeepingDeps,
): Promise<KeptAnswered> {
  const grouped = groupArrivals(arrivals, delivery, deps.sha256);
  const [only, ...others] = grouped.episodes;
  if (only === undefined || grouped.withdrawals.length > 0)
    return { kept: await keepGrouped(grouped, deps), isAnswered: false, isAtOnce: false };
  const answeringAll: Answering = (inEpisodes) => answering(withTheRest(inEpisodes, grouped));
  const { kept, ...how } = await (others.length === 0
    ? keepAnswered(only, deps, answeringAll)
    : keepTogetherAnswered(grouped.episodes, deps, answeringAll));
  return { kept: withTheRest(kept, grouped), ...how };
}

async function keepGrouped(grouped: Grouped, deps: KeepingDeps): Promise<readonly Kept[]> {
  const inEpisodes = await keepTogether(grouped.episodes, deps);
  const withdrawals: Kept[] = [];
  // One after the other, and after everything else: each may withdraw what came with it, another withdrawal included.
  for (const withdrawal of grouped.withdrawals) withdrawals.push(await keepWithdrawal(withdrawal, deps));
  return withTheRest([...inEpisodes, ...withdrawals, ...(await asTheyStand(grouped, deps))], grouped);
}

/**
 * What became of events that were withdrawn by what came with them, said again once everything is kept: so the answer is the one that a repetition would give, which finds all of
 * it there.
 */
async function asTheyStand({ episodes, withdrawals }: Grouped, deps: KeepingDeps): Promise<readonly Kept[]> {
  const targets = new Set(withdrawals.map(({ stored: { event } }) => (isModifier(event) ? nameOf(event.practice, targetOf(event)) : "")));
  const isTarget = ({ stored: { event } }: Incoming) => targets.has(nameOf(event.practice, event.eventId));
  const touched = episodes.filter(({ incoming }) => incoming.some(isTarget));
  const inEpisodes = await inParallel(touched, episodesAtOnce, (group) => keepEpisode(group, deps));
  // One alone stands as it was kept; of several, one may have waited for another, or been withdrawn by it.
  const several = withdrawals.length > 1 ? withdrawals : [];
  const ofWithdrawals = await inParallel(several, episodesAtOnce, (one) => keepWithdrawal(one, deps));
  return [...inEpisodes.flat(), ...ofWithdrawals];
}

function nameOf(practice: string, eventId: string): string {
  return `${practice} ${eventId}`;
}

/** With what was rejected before it came to keeping, and with what came twice, in the order in which it came. */
function withTheRest(placed: readonly Kept[], { rejected, repeated }: Pick<Grouped, "rejected" | "repeated">): readonly Kept[] {
  const refused = rejected.map((one): Kept => ({ ...one, outcome: "rejected" }));
  const kept = new Map([...placed, ...refused].map((one) => [one.index, one]));
  for (const { index, of } of repeated) {
    const first = kept.get(of);
    if (first !== undefined)
      kept.set(index, first.outcome === "rejected" ? { ...first, index } : { ...first, index, outcome: "duplicate" });
  }
  return [...kept.values()].sort((a, b) => a.index - b.index);
}
