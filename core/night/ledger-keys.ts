import { type Ledger, laterWords, ledgerClasses } from "../ledger.ts";
import { type Statistic, statisticKey } from "../statistic.ts";

/** How the events behind a statistic stand, and how many people are left out of it with how many events. */
export type EventsBehind = Omit<Required<Ledger>, "duplicate" | "rejected"> & { readonly leftOut: number; readonly leftOutEvents: number };

const counted = ["received", ...ledgerClasses, ...laterWords] as const;

/**
 * The keys `ledger|class` of a practice-month, weighted by events, and `ledger|left-out`, by people: so that every level knows what stands behind its
 * numbers. `null` is an episode that was written without a tally.
 */
export function ledgerStatistic(tallies: Iterable<Ledger | null>): Statistic {
  const counts = new Map<string, number>();
  const add = (name: string, n: number) => {
    if (n !== 0) counts.set(statisticKey("ledger", name), (counts.get(statisticKey("ledger", name)) ?? 0) + n);
  };
  for (const tally of tallies) {
    if (tally === null) continue;
    const isLeftOut = tally.received > 0 && tally.excluded === tally.received;
    for (const name of isLeftOut ? (["received"] as const) : counted) add(name, tally[name] ?? 0);
    if (!isLeftOut) continue;
    add("left-out", 1);
    add("left-out-events", tally.received);
  }
  return counts;
}

/** What those keys of a statistic come to; zeros where it has none. */
export function eventsBehind(statistic: Statistic): EventsBehind {
  const of = (name: string) => statistic.get(statisticKey("ledger", name)) ?? 0;
  const classes = { received: of("received"), used: of("used"), superseded: of("superseded"), parked: of("parked") };
  const words = { corrections: of("corrections"), withdrawals: of("withdrawals") };
  return { ...classes, ...words, excluded: of("excluded"), leftOut: of("left-out"), leftOutEvents: of("left-out-events") };
}
