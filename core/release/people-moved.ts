import { headOf, partitionOf } from "./family.ts";
import { atMonth, type Monthly } from "./monthly.ts";

/**
 * How many people at least are behind a difference of two tables of one family. Whoever moved left one key at most of each partition and came to one at most, so
 * what was left in one partition and what was come to are each no more than the people who moved.
 *
 * Law: never more than the referrals that were added, taken away or changed; no fewer than one of them where any was, unless only events behind them moved.
 */
export function peopleMoved(moved: Monthly): number {
  return most(moved, partitionOf);
}

/** The same where people are only counted, month by month: what tells somebody who came from a change of the rules by which everybody is counted. */
export function headsMoved(moved: Monthly): number {
  const heads = new Map<string, number>();
  for (const [key, n] of moved) {
    const { month, rest } = atMonth(key);
    const head = headOf(rest);
    if (head !== null) heads.set(`${month}|${head}`, (heads.get(`${month}|${head}`) ?? 0) + n);
  }
  const counts = [...heads.values()];
  const of = (sign: 1 | -1) => counts.reduce((sum, n) => sum + Math.max(0, sign * n), 0);
  return Math.max(of(1), of(-1));
}

function most(moved: Monthly, partition: typeof partitionOf): number {
  const came = new Map<string, number>();
  const left = new Map<string, number>();
  for (const [key, n] of moved) {
    const name = partition(atMonth(key).rest);
    if (name === null) continue;
    const side = n > 0 ? came : left;
    side.set(name, (side.get(name) ?? 0) + Math.abs(n));
  }
  return Math.max(0, ...came.values(), ...left.values());
}
