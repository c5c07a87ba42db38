import type { GroupCount } from "./homogeneity.ts";
import { wilsonInterval } from "./wilson.ts";

/** The share of `a` minus that of `b` with its 95% interval; shares from 0 to 1. */
export type ShareDifference = { readonly value: number; readonly lower: number; readonly upper: number };

/**
 * The difference of two independent shares with the interval made of Wilson's two (Newcombe 1998, method 10); `null` where either group is
 * empty. R: `DescTools::BinomDiffCI(x1, n1, x2, n2, method = "score")`.
 */
export function shareDifference(a: GroupCount, b: GroupCount): ShareDifference | null {
  const [first, second] = [wilsonInterval(a.x, a.n), wilsonInterval(b.x, b.n)];
  if (first === null || second === null) return null;
  const [p, q] = [a.x / a.n, b.x / b.n];
  const value = p - q;
  return {
    value,
    lower: value - Math.hypot(p - first[0], second[1] - q),
    upper: value + Math.hypot(first[1] - p, q - second[0]),
  };
}
