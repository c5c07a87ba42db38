import { deviance, stirlingError } from "./stirling-error.ts";
import type { Tails } from "./tails.ts";

/** x^a e^−x / Γ(a + 1) for a ≥ 0, x > 0: a Poisson probability for a real count. */
export function poissonTerm(a: number, x: number): number {
  if (a === 0) return Math.exp(-x);
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/**
 * The regularised incomplete gamma function P(a, x) and its complement, each to full relative accuracy
 * (R: `pgamma(x, a)`, `pgamma(x, a, lower.tail = FALSE)`). Series below the mean, Lentz's continued fraction above.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(x > 0)) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const term = poissonTerm(a, x);
  if (x < a + 1) {
    const lower = term * seriesFactor(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = term * a * fractionFactor(a, x);
  return { lower: 1 - upper, upper };
}

function seriesFactor(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 1_000_000; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

function fractionFactor(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 1_000_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / nonZero(b + numerator * d);
    c = nonZero(b + numerator / c);
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 2.3e-16) break;
  }
  return h;
}

function nonZero(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x;
}
