import { incompleteGamma } from "./incomplete-gamma.ts";
import { solveTail } from "./solve-tail.ts";
import type { Tails } from "./tails.ts";

const rootTwoPi = Math.sqrt(2 * Math.PI);

/** The standard normal density. */
export function normalDensity(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return (Math.exp((-coarse * coarse) / 2) * Math.exp((-(x - coarse) * (x + coarse)) / 2)) / rootTwoPi;
}

/** Both tails of the standard normal (R: `pnorm(x)`, `pnorm(x, lower.tail = FALSE)`). */
export function normalTails(x: number): Tails {
  if (Number.isNaN(x)) return { lower: Number.NaN, upper: Number.NaN };
  const size = Math.abs(x);
  if (size < 1.3) return centralTails(x);
  const far = size > 38.6 ? 0 : farTail(size);
  return x < 0 ? { lower: far, upper: 1 - far } : { lower: 1 - far, upper: far };
}

function centralTails(x: number): Tails {
  let term = x;
  let sum = x;
  for (let k = 1; k < 100; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
    if (Math.abs(term) < 1e-17 * Math.abs(sum)) break;
  }
  const half = sum * normalDensity(x);
  return { lower: 0.5 + half, upper: 0.5 - half };
}

function farTail(x: number): number {
  if (x < 5) return incompleteGamma(0.5, (x * x) / 2).upper / 2;
  return normalDensity(x) * mills(x);
}

// Laplace's continued fraction for Mills's ratio: 1/(x + 1/(x + 2/(x + 3/(x + …))))
function mills(x: number): number {
  let below = x;
  for (let k = 120; k >= 1; k--) below = x + k / below;
  return 1 / below;
}

/** P(Z ≤ x) (R: `pnorm(x)`). */
export function normalCdf(x: number): number {
  return normalTails(x).lower;
}

/** The z with P(Z ≤ z) = p (R: `qnorm(p)`); infinite at 0 and 1. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return upperQuantile(1 - p);
  return -upperQuantile(p);
}

function upperQuantile(tail: number): number {
  if (tail === 0) return Number.POSITIVE_INFINITY;
  if (tail > 0.4) return nearMedian(0.5 - tail);
  const s = Math.sqrt(-2 * Math.log(tail));
  const start = s - (2.515517 + 0.802853 * s + 0.010328 * s * s) / (1 + 1.432788 * s + 0.189269 * s * s + 0.001308 * s ** 3);
  return solveTail((z) => ({ tail: normalTails(z).upper, density: normalDensity(z) }), tail, start, false);
}

function nearMedian(excess: number): number {
  let z = excess * rootTwoPi;
  for (let turn = 0; turn < 20; turn++) {
    const step = (centralTails(z).lower - 0.5 - excess) / normalDensity(z);
    z -= step;
    if (Math.abs(step) < 1e-16 * z) break;
  }
  return z;
}
