import { betaPoint } from "./beta.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import type { Tails } from "./tails.ts";

/** Both tails of Student's t (R: `pt(t, df)` and its upper tail). */
export function studentTails(t: number, df: number): Tails {
  if (Number.isNaN(t) || !(df > 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (!Number.isFinite(t)) return t < 0 ? { lower: 0, upper: 1 } : { lower: 1, upper: 0 };
  const ratio = (t / df) * t;
  const both = incompleteBeta(df / 2, 0.5, { x: 1 / (1 + ratio), complement: ratio / (1 + ratio) });
  const far = both.lower < 0.5 ? both.lower / 2 : 0.5 - both.upper / 2;
  const near = both.lower < 0.5 ? 1 - far : 0.5 + both.upper / 2;
  return t < 0 ? { lower: far, upper: near } : { lower: near, upper: far };
}

/** P(T ≤ t) (R: `pt(t, df)`). */
export function studentCdf(t: number, df: number): number {
  return studentTails(t, df).lower;
}

/** The probability of a t at least as far from 0, on either side (R: `2 * pt(-abs(t), df)`). */
export function studentTwoSided(t: number, df: number): number {
  return 2 * studentTails(-Math.abs(t), df).lower;
}

/** The t with P(T ≤ t) = p (R: `qt(p, df)`). */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  if (tail === 0) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const { x, complement } = betaPoint({ lower: 2 * tail, upper: 2 * Math.abs(p - 0.5) }, { a: df / 2, b: 0.5 });
  const size = Math.sqrt(df * (complement / x));
  return p < 0.5 ? -size : size;
}
