import { deviance, stirlingError } from "./stirling-error.ts";
import { mirrored, type Tails } from "./tails.ts";

/** A point of the unit interval with its complement, so that neither end loses digits. */
export type UnitPoint = { readonly x: number; readonly complement: number };

/** Γ(a+b+1) / (Γ(a+1) Γ(b+1)) · x^a (1−x)^b for real a, b ≥ 0: a binomial probability for real counts. */
export function binomialTerm(a: number, b: number, { x, complement }: UnitPoint): number {
  if (a === 0) return Math.exp(b * (x < 0.1 ? Math.log1p(-x) : Math.log(complement)));
  if (b === 0) return Math.exp(a * (complement < 0.1 ? Math.log1p(-complement) : Math.log(x)));
  const n = a + b;
  const shortfall = x < 0.5 ? n * x - a : b - n * complement;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x, -shortfall) - deviance(b, n * complement, shortfall);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
}

/**
 * The regularised incomplete beta function I_x(a, b) and its complement, each to full relative accuracy
 * (R: `pbeta(x, a, b)` and its upper tail), by Lentz's continued fraction (DLMF 8.17.22) on the side where it converges.
 */
export function incompleteBeta(a: number, b: number, point: UnitPoint): Tails {
  if (!(point.x > 0)) return { lower: 0, upper: 1 };
  if (!(point.complement > 0)) return { lower: 1, upper: 0 };
  if (point.x > (a + 1) / (a + b + 2)) return mirrored(incompleteBeta(b, a, { x: point.complement, complement: point.x }));
  const lower = ((binomialTerm(a, b, point) * b) / (a + b)) * fraction(a, b, point.x);
  return { lower, upper: 1 - lower };
}

function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 2.3e-16) break;
  }
  return h;
}

function nonZero(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x;
}
