import { cholesky, solve } from "./cholesky.ts";
import { unpacked } from "./packed.ts";
import { addScaled, entry } from "./vectors.ts";

/** How an estimate moves with what the people without a follow-up are assumed to have scored. */
export type DeltaSlopes = {
  /** Per point of δ added for the treated without a follow-up. */
  readonly treated: number;
  /** Per point of δ added for the others without a follow-up. */
  readonly others: number;
};

/** Cross-products of those with and of those without a follow-up, packed, over the same columns and then the response. */
export type WithAndWithout = { readonly columns: number; readonly followed: Float64Array; readonly missing: Float64Array };

/**
 * Missing follow-ups imputed by their prediction + δ and the regression refitted on everybody: β(δ) = β + δ (X'X_all)⁻¹ X_mis'z
 * (Carpenter and Kenward's delta adjustment in closed form). The column `treatment` is the treatment, the first one the intercept.
 * `null` where the cross-products are singular.
 */
export function deltaSlopes({ columns, followed, missing }: WithAndWithout, treatment: number): DeltaSlopes | null {
  const all = unpacked(followed, columns + 1, columns);
  const without = unpacked(missing, columns + 1, columns);
  addScaled(all, 0, 1, without, 0, all.length);
  const factor = cholesky(all, columns);
  if (factor === null) return null;
  const everybody = without.slice(0, columns);
  const treated = without.slice(treatment * columns, (treatment + 1) * columns);
  const slope = (pull: Float64Array) => entry(solve(factor, pull), treatment);
  return {
    treated: slope(treated),
    others: slope(everybody.map((value, column) => value - entry(treated, column))),
  };
}
