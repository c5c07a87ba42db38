import type { Month } from "../civil-date.ts";
import { type Statistic, statisticKey } from "../statistic.ts";

/** A statistic whose every key begins with its month, so that all months of a place are one multiset. */
export type Monthly = Statistic;

/** The statistics of some months as one. */
export function joinMonths(months: Iterable<{ readonly month: Month; readonly statistic: Statistic }>): Monthly {
  const joined = new Map<string, number>();
  for (const { month, statistic } of months) for (const [key, n] of statistic) if (n !== 0) joined.set(statisticKey(month, key), n);
  return joined;
}

/** The inverse of {@link joinMonths}: months in order, those without anybody left out. */
export function splitMonths(monthly: Monthly): readonly { readonly month: Month; readonly statistic: Statistic }[] {
  const months = new Map<Month, Map<string, number>>();
  for (const [key, n] of monthly) {
    const { month, rest } = atMonth(key);
    const statistic = months.get(month) ?? new Map<string, number>();
    months.set(month, statistic.set(rest, n));
  }
  return inOrder(months);
}

/** Months by name, in their order. */
export function inOrder(months: ReadonlyMap<Month, Statistic>): readonly { readonly month: Month; readonly statistic: Statistic }[] {
  return [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, statistic]) => ({ month, statistic }));
}

/** A key's month, and the key as it stands within that month. */
export function atMonth(key: string): { readonly month: Month; readonly rest: string } {
  const end = key.indexOf("|");
  return { month: key.slice(0, end), rest: key.slice(end + 1) };
}

/** What must be added to `from` to make `to`; keys that count the same in both are left out. */
export function difference(to: Monthly, from: Monthly): Monthly {
  const moved = new Map<string, number>();
  for (const [key, n] of to) if (n !== (from.get(key) ?? 0)) moved.set(key, n - (from.get(key) ?? 0));
  for (const [key, n] of from) if (!to.has(key) && n !== 0) moved.set(key, -n);
  return moved;
}
