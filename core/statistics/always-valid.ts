import type { Interval } from "./wilson.ts";

/** A normal estimate with its standard error. */
export type Estimate = { readonly estimate: number; readonly standardError: number };

/**
 * An interval that holds the truth at every look at once, however often and whenever one looks, with the given confidence (Robbins 1970;
 * Johari et al. 2022; asymptotic where the error is estimated). `spread` is the standard deviation of the differences that are thought possible,
 * and must be chosen before the first look: it decides where the interval is tightest, not whether it is right. `null` without an error.
 *
 * R: `se * sqrt((1 + se^2 / spread^2) * (log(1 + spread^2 / se^2) + 2 * log(1 / alpha)))` on either side.
 */
export function alwaysValidInterval({ estimate, standardError }: Estimate, spread: number, level: number = 0.95): Interval | null {
  if (!(standardError > 0 && spread > 0)) return null;
  const ratio = (spread / standardError) ** 2;
  const half = standardError * Math.sqrt((1 + 1 / ratio) * (Math.log1p(ratio) - 2 * Math.log(1 - level)));
  return [estimate - half, estimate + half];
}
