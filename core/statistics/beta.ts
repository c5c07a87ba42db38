import { binomialTerm, incompleteBeta, type UnitPoint } from "./incomplete-beta.ts";
import { solveTail } from "./solve-tail.ts";
import type { Tails } from "./tails.ts";

/** The two shapes of a beta distribution, both above 0. */
export type BetaShapes = { readonly a: number; readonly b: number };

/** Both tails of Beta(a, b) at x (R: `pbeta(x, a, b)`). */
export function betaTails(x: number, { a, b }: BetaShapes): Tails {
  return incompleteBeta(a, b, { x, complement: 1 - x });
}

/** The x with P(X ≤ x) = p (R: `qbeta(p, a, b)`). */
export function betaQuantile(p: number, shapes: BetaShapes): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  return betaPoint({ lower: p, upper: 1 - p }, shapes).x;
}

/** The point with the given tails, with its complement: solved on the logit, so that both ends keep their digits. */
export function betaPoint({ lower, upper }: Tails, { a, b }: BetaShapes): UnitPoint {
  const fromBelow = lower <= upper;
  const logit = solveTail(
    (u) => {
      const point = fromLogit(u);
      const tails = incompleteBeta(a, b, point);
      return { tail: fromBelow ? tails.lower : tails.upper, density: (binomialTerm(a, b, point) * a * b) / (a + b) };
    },
    fromBelow ? lower : upper,
    Math.log(a / b),
    fromBelow,
  );
  return fromLogit(logit);
}

function fromLogit(u: number): UnitPoint {
  const small = Math.exp(-Math.abs(u));
  const [near, far] = [1 / (1 + small), small / (1 + small)];
  return u < 0 ? { x: far, complement: near } : { x: near, complement: far };
}
