import { betaPoint } from "./beta.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import type { Tails } from "./tails.ts";

/** The degrees of freedom of an F distribution: of the numerator and of the denominator. */
export type FDegrees = { readonly numerator: number; readonly denominator: number };

/** Both tails of F (R: `pf(x, df1, df2)` and its upper tail). */
export function fTails(x: number, { numerator, denominator }: FDegrees): Tails {
  if (!(x > 0)) return { lower: 0, upper: 1 };
  const total = numerator * x + denominator;
  return incompleteBeta(numerator / 2, denominator / 2, { x: (numerator * x) / total, complement: denominator / total });
}

/** The x with P(X ≤ x) = p (R: `qf(p, df1, df2)`). */
export function fQuantile(p: number, { numerator, denominator }: FDegrees): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const { x, complement } = betaPoint({ lower: p, upper: 1 - p }, { a: numerator / 2, b: denominator / 2 });
  return (denominator * x) / (numerator * complement);
}
