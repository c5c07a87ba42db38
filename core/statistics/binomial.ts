import { binomialTerm, incompleteBeta } from "./incomplete-beta.ts";
import type { Tails } from "./tails.ts";

/** So many trials with such a chance of success each. */
export type Trials = { readonly n: number; readonly p: number };

/** P(X = k) (R: `dbinom(k, n, p)`). */
export function binomialDensity(k: number, { n, p }: Trials): number {
  if (k < 0 || k > n || !Number.isInteger(k)) return 0;
  return binomialTerm(k, n - k, { x: p, complement: 1 - p });
}

/** P(X ≤ k) and P(X > k) (R: `pbinom(k, n, p)` and its upper tail). */
export function binomialTails(k: number, { n, p }: Trials): Tails {
  if (k < 0) return { lower: 0, upper: 1 };
  if (k >= n) return { lower: 1, upper: 0 };
  const whole = Math.floor(k);
  return incompleteBeta(n - whole, whole + 1, { x: 1 - p, complement: p });
}

/** The smallest k with P(X ≤ k) ≥ probability (R: `qbinom(probability, n, p)`). */
export function binomialQuantile(probability: number, trials: Trials): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  const target = probability * (1 - 64 * Number.EPSILON);
  let [low, high] = [-1, trials.n];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialTails(middle, trials).lower >= target) high = middle;
    else low = middle;
  }
  return high;
}
