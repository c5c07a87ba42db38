import { betaQuantile } from "./beta.ts";
import type { Interval } from "./wilson.ts";

/**
 * The exact interval for x of n from beta quantiles; 0 at x = 0 and 1 at x = n. `null` for n = 0.
 * Clopper and Pearson 1934; R: `binom.test(x, n)$conf.int`.
 */
export function clopperPearsonInterval(x: number, n: number, level: number = 0.95): Interval | null {
  if (n === 0) return null;
  const tail = (1 - level) / 2;
  const lower = x === 0 ? 0 : betaQuantile(tail, { a: x, b: n - x + 1 });
  const upper = x === n ? 1 : 1 - betaQuantile(tail, { a: n - x, b: x + 1 });
  return [lower, upper];
}
