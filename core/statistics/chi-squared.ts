import { incompleteGamma, poissonTerm } from "./incomplete-gamma.ts";
import { normalQuantile } from "./normal.ts";
import { solveTail } from "./solve-tail.ts";
import { logGamma } from "./stirling-error.ts";
import type { Tails } from "./tails.ts";

/** Both tails of chi-squared (R: `pchisq(x, df)` and its upper tail). */
export function chiSquaredTails(x: number, df: number): Tails {
  return incompleteGamma(df / 2, x / 2);
}

/** The x with P(X ≤ x) = p (R: `qchisq(p, df)`), solved on the logarithm. */
export function chiSquaredQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const a = df / 2;
  const fromBelow = p <= 0.5;
  const logHalf = solveTail(
    (u) => {
      const half = Math.exp(u);
      const tails = incompleteGamma(a, half);
      return { tail: fromBelow ? tails.lower : tails.upper, density: poissonTerm(a, half) * a };
    },
    fromBelow ? p : 1 - p,
    startingPoint(p, a),
    fromBelow,
  );
  return 2 * Math.exp(logHalf);
}

// Wilson and Hilferty's cube where it is trustworthy, the first term of the series below
function startingPoint(p: number, a: number): number {
  const cube = a * (1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a))) ** 3;
  if (cube > 1e-3 * a && a >= 0.6) return Math.log(cube);
  return Math.min(Math.log(a), (Math.log(p) + logGamma(a + 1)) / a);
}
