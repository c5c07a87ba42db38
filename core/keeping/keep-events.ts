import { inParallel } from "../night/in-parallel.ts";
import { type Arrival, type Delivery, groupArrivals } from "./arrivals.ts";
import { keepEpisode } from "./keep-episode.ts";
import { keepWithdrawal } from "./keep-withdrawal.ts";
import type { KeepingDeps, Kept } from "./kept.ts";

const episodesAtOnce = 16;

/**
 * Keeps events, each once and for good, and says of every one what became of it. An episode is written whole or not at all; episodes do
 * not wait for each other. Safe to repeat and to run at the same time as itself: equal events are kept once.
 *
 * @throws {StoreBusy} when the store could not take them now; whatever was kept by then is found again by a repetition
 */
export async function keepEvents(arrivals: readonly Arrival[], delivery: Delivery, deps: KeepingDeps): Promise<readonly Kept[]> {
  const grouped = groupArrivals(arrivals, delivery, deps.sha256);
  const inEpisodes = await inParallel(grouped.episodes, episodesAtOnce, (group) => keepEpisode(group, deps));
  const withdrawals: Kept[] = [];
  // One after the other, and after everything else: each may withdraw what came with it, another withdrawal included.
  for (const withdrawal of grouped.withdrawals) withdrawals.push(await keepWithdrawal(withdrawal, deps));
  const rejected = grouped.rejected.map((one): Kept => ({ ...one, outcome: "rejected" }));
  const kept = new Map([...inEpisodes.flat(), ...withdrawals, ...rejected].map((one) => [one.index, one]));
  for (const { index, of } of grouped.repeated) {
    const first = kept.get(of);
    if (first !== undefined)
      kept.set(index, first.outcome === "rejected" ? { ...first, index } : { ...first, index, outcome: "duplicate" });
  }
  return [...kept.values()].sort((a, b) => a.index - b.index);
}
