import type { Month } from "../civil-date.ts";
import { type Ledger, ledgerClasses } from "../ledger.ts";
import { keyParts, keysUnder, type Statistic, statisticKey } from "../statistic.ts";

/** How the events behind a statistic stand, and how many people are left out of it with how many events. */
export type EventsBehind = Omit<Required<Ledger>, "duplicate" | "rejected"> & { readonly leftOut: number; readonly leftOutEvents: number };

const words = ["corrections", "withdrawals"] as const;
const counted = ["received", ...ledgerClasses, ...words] as const;

/**
 * The keys `ledger|class` of a practice-month, weighted by events, and by people `ledger|left-out|month` and `ledger|gone|month`: so that every level knows what
 * stands behind its numbers, and who is counted no more. `null` is an episode that was written without a tally.
 */
export function ledgerStatistic(tallies: Iterable<Ledger | null>, month: Month): Statistic {
  const counts = new Map<string, number>();
  const add = (n: number, ...name: readonly [string, ...string[]]) => {
    if (n !== 0) counts.set(statisticKey("ledger", ...name), (counts.get(statisticKey("ledger", ...name)) ?? 0) + n);
  };
  for (const tally of tallies) {
    if (tally === null) continue;
    const isLeftOut = tally.received > 0 && tally.excluded === tally.received;
    for (const name of isLeftOut ? (["received", ...words] as const) : counted) add(tally[name] ?? 0, name);
    add(tally.gone ?? 0, "gone", month);
    if (!isLeftOut) continue;
    add(1, "left-out", month);
    add(tally.received, "left-out-events");
  }
  return counts;
}

/** What is told of a practice-month in which nobody is counted: who is counted no more, and what was said of it; nothing of other events. */
export function withoutPeople(ledger: Statistic): Statistic {
  const kept: ReadonlySet<string> = new Set(["gone", "left-out", ...words]);
  return new Map([...ledger].filter(([key]) => kept.has(keyParts(key)[1] ?? "")));
}

/** How many people are gone or left out, of the months up to one. */
export function departedUpTo(statistic: Statistic, last: Month): number {
  const departed = [...keysUnder(statistic, "ledger", "gone"), ...keysUnder(statistic, "ledger", "left-out")];
  return sumOf(departed.filter(([key]) => (keyParts(key)[2] ?? "") <= last));
}

/** What those keys of a statistic come to; zeros where it has none. */
export function eventsBehind(statistic: Statistic): EventsBehind {
  const of = (name: string) => statistic.get(statisticKey("ledger", name)) ?? 0;
  const people = (name: string) => sumOf(keysUnder(statistic, "ledger", name));
  const classes = { received: of("received"), used: of("used"), superseded: of("superseded"), parked: of("parked") };
  const said = { corrections: of("corrections"), withdrawals: of("withdrawals"), gone: people("gone") };
  return { ...classes, ...said, excluded: of("excluded"), leftOut: people("left-out"), leftOutEvents: of("left-out-events") };
}

function sumOf(keys: readonly (readonly [string, number])[]): number {
  return keys.reduce((sum, [, n]) => sum + n, 0);
}
