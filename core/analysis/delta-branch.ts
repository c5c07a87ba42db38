import type { ClusterProducts } from "../statistics/cluster-products.ts";
import { deltaSlopes } from "../statistics/missing-outcome.ts";
import { packedIndex } from "../statistics/packed.ts";
import { studentQuantile } from "../statistics/student-t.ts";
import { entry } from "../statistics/vectors.ts";
import type { Branch } from "./describe-pairs.ts";
import { reasons } from "./reasons.ts";

const grid = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6];

/** Those with a baseline and no follow-up; `null` where what is stored of them is not enough, because some have a level that nobody was followed up with. */
export type MissingPeople = {
  /** How many could not be imputed: they have a level that is unseen among the paired. */
  readonly unseenLevels: number;
  /** Their cross-products over some of the columns; the response is 0. */
  readonly productsOver: (kept: readonly number[]) => Float64Array | null;
};

/** What the delta adjustment starts from: the complete-case fit, its nurse coefficient and that one's CR1 error. */
export type CompleteCases = {
  readonly kept: readonly number[];
  readonly products: ClusterProducts;
  readonly nurse: number;
  readonly estimate: number;
  readonly error: number;
};

/** How much worse than predicted the people without a follow-up would have to be (conformance, section 11). */
export function deltaBranch(people: MissingPeople, { kept, products, nurse, estimate, error }: CompleteCases): Branch {
  const columns = kept.length;
  const missing = people.productsOver(kept);
  if (missing === null) return { reason: reasons.unseenLevels };
  const nurses = entry(missing, packedIndex(columns + 1, 0, nurse));
  const counts = { n_missing: entry(missing, 0), n_missing_nurse: nurses, n_excluded_new_level: people.unseenLevels };
  if (nurses === 0) return { ...counts, reason: reasons.nobodyMissing };
  const slopes = deltaSlopes({ columns, followed: products.total, missing }, nurse);
  if (slopes === null) return { ...counts, reason: reasons.notEstimable };
  const half = studentQuantile(0.975, products.clusters.length - 1) * error;
  const tipping = (value: number) => (slopes.treated === 0 ? null : -value / slopes.treated);
  return {
    ...counts,
    slope_delta_nurse: slopes.treated,
    slope_delta_others: slopes.others,
    grid_delta: grid,
    estimate_delta_nurse_only: grid.map((delta) => estimate + delta * slopes.treated),
    estimate_delta_both_arms: grid.map((delta) => estimate + delta * (slopes.treated + slopes.others)),
    se_used: error,
    tipping_delta_estimate_zero: tipping(estimate),
    tipping_delta_upper_ci_zero: error === 0 ? null : tipping(estimate + half),
    tipping_delta_lower_ci_zero: error === 0 ? null : tipping(estimate - half),
  };
}
