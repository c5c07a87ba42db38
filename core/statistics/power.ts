import { noncentralTails } from "./noncentral-t.ts";
import { studentQuantile } from "./student-t.ts";

/** How precisely a difference is measured: its standard error and the degrees of freedom of its t. */
export type Precision = { readonly standardError: number; readonly df: number };

/**
 * The probability that the 95% interval will leave out 0 if the true difference is so large. Degrees of freedom are rounded down.
 * R: `pt(qt(.975, df), df, d / se, lower = FALSE) + pt(-qt(.975, df), df, d / se)`.
 */
export function powerOf(difference: number, { standardError, df }: Precision): number {
  const whole = Math.max(1, Math.floor(df));
  const bound = studentQuantile(0.975, whole);
  const at = { df: whole, ncp: difference / standardError };
  return noncentralTails(bound, at).upper + noncentralTails(-bound, at).lower;
}

/**
 * The least true difference that is found with so much power; from bisection, to a billionth of the standard error.
 * R: `uniroot(function(d) power(d) - .8, c(0, 100 * se))`.
 */
export function detectableDifference(power: number, precision: Precision): number {
  let [low, high] = [0, precision.standardError];
  while (powerOf(high, precision) < power) high *= 2;
  while (high - low > 1e-9 * precision.standardError) {
    const middle = (low + high) / 2;
    if (powerOf(middle, precision) < power) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
