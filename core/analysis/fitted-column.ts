import { bellMcCaffrey } from "../statistics/bell-mccaffrey.ts";
import { type ClusterProducts, independentColumns } from "../statistics/cluster-products.ts";
import { type LeastSquares, leastSquares } from "../statistics/least-squares.ts";
import { studentQuantile, studentTwoSided } from "../statistics/student-t.ts";
import type { Branch } from "./describe-pairs.ts";
import { narrowed } from "./model-design.ts";
import { reasons } from "./reasons.ts";

/** A regression on the columns that are no combination of those before them. */
export type Fitted = { readonly products: ClusterProducts; readonly fit: LeastSquares };

/** The least squares fit of what can be told apart, or `null` where nothing can. */
export function fittedOn(everything: ClusterProducts): Fitted | null {
  const p = everything.columns.length;
  const products = narrowed(everything, independentColumns(everything.total, p + 1, p));
  const fit = products.clusters.length < 2 ? null : leastSquares(products);
  return fit === null ? null : { products, fit };
}

/** One coefficient with its CR2 error, interval and probability, or why there is none. */
export function columnBranch({ products, fit }: Fitted, name: string): Branch {
  const column = products.columns.indexOf(name);
  if (column < 0) return { reason: reasons.notEstimable };
  const { standardErrors, degreesOfFreedom } = bellMcCaffrey(products, fit);
  const [estimate, error, df] = [fit.beta[column] ?? 0, standardErrors[column] ?? 0, degreesOfFreedom[column] ?? null];
  const half = df === null || error === 0 ? Number.NaN : studentQuantile(0.975, df) * error;
  if (df === null || !Number.isFinite(half)) return { estimate, reason: reasons.noError };
  return { estimate, se_cr2: error, df_cr2: df, ci95: [estimate - half, estimate + half], p: studentTwoSided(estimate / error, df) };
}
