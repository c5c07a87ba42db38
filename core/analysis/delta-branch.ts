import type { ClusterProducts } from "../statistics/cluster-products.ts";
import { deltaSlopes } from "../statistics/missing-outcome.ts";
import { packedIndex } from "../statistics/packed.ts";
import { studentQuantile } from "../statistics/student-t.ts";
import { entry } from "../statistics/vectors.ts";
import type { Branch } from "./describe-pairs.ts";
import { missingProducts } from "./model-design.ts";
import type { ModelRows } from "./model-rows.ts";

const grid = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6];

/** What the delta adjustment starts from: the complete-case fit, its nurse coefficient and that one's CR1 error. */
export type CompleteCases = {
  readonly kept: readonly number[];
  readonly products: ClusterProducts;
  readonly nurse: number;
  readonly estimate: number;
  readonly error: number;
};

/** How much worse than predicted the people without a follow-up would have to be (conformance, section 11). */
export function deltaBranch(rows: ModelRows, { kept, products, nurse, estimate, error }: CompleteCases): Branch {
  const columns = kept.length;
  const missing = missingProducts(rows, kept);
  const nurses = entry(missing, packedIndex(columns + 1, 0, nurse));
  const counts = { n_missing: entry(missing, 0), n_missing_nurse: nurses, n_excluded_new_level: rows.unseenLevels };
  if (nurses === 0) return { ...counts, reason: "no nurse referral is without a follow-up" };
  const slopes = deltaSlopes({ columns, followed: products.total, missing }, nurse);
  if (slopes === null) return { ...counts, reason: "not estimable" };
  const half = studentQuantile(0.975, rows.clusters.length - 1) * error;
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
