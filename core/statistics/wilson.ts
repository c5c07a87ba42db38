import { normalQuantile } from "./normal.ts";

/** A lower and an upper limit. */
export type Interval = readonly [lower: number, upper: number];

const z95 = normalQuantile(0.975);

/**
 * Wilson's score interval for x of n without continuity correction; exactly 0 at x = 0 and 1 at x = n.
 * `null` for n = 0. Wilson 1927; R: `prop.test(x, n, correct = FALSE)$conf.int`.
 */
export function wilsonInterval(x: number, n: number, z: number = z95): Interval | null {
  if (n === 0) return null;
  const square = z * z;
  const centre = (2 * x + square) / (2 * (n + square));
  const half = (z * Math.sqrt(square + 4 * x * (1 - x / n))) / (2 * (n + square));
  return [x === 0 ? 0 : centre - half, x === n ? 1 : centre + half];
}
