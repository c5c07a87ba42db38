import { type BellMcCaffrey, bellMcCaffrey } from "../statistics/bell-mccaffrey.ts";
import { type ClusterProducts, independentColumns } from "../statistics/cluster-products.ts";
import { type ClusterRobust, clusterRobust } from "../statistics/cluster-robust.ts";
import { eValue } from "../statistics/e-value.ts";
import { type LeastSquares, leastSquares } from "../statistics/least-squares.ts";
import { packedIndex } from "../statistics/packed.ts";
import { studentQuantile, studentTwoSided } from "../statistics/student-t.ts";
import { entry } from "../statistics/vectors.ts";
import { listAt } from "./branch-reader.ts";
import { deltaBranch, type MissingPeople } from "./delta-branch.ts";
import type { Branch } from "./describe-pairs.ts";
import { columnBranch, fittedOn } from "./fitted-column.ts";
import { mixedModelBranch } from "./mixed-model-branch.ts";
import { missingProducts, narrowed, pairedProducts } from "./model-design.ts";
import type { ModelRows } from "./model-rows.ts";
import { propensityBranches } from "./propensity-branch.ts";
import { reasons } from "./reasons.ts";

const nurseColumn = 2;

/** What is fitted: cross-products by practice, as rows give them or as a night stores them. */
export type FitSource = {
  /** Over `(Intercept)`, `baseline`, `nurse` and the covariates' columns, by practice. */
  readonly everything: ClusterProducts;
  readonly missing: MissingPeople;
};

/**
 * Nurse referrals against all others: the ANCOVA with its clustered errors, the mixed model, inverse-probability weighting and the
 * missing-data analysis (conformance, sections 8 to 11); or the reason why no comparison can be made.
 */
export function fitModels(rows: ModelRows): Branch {
  const everything = pairedProducts(
    rows,
    rows.columns.map((_, column) => column),
  );
  const missing = { unseenLevels: rows.unseenLevels, productsOver: (kept: readonly number[]) => missingProducts(rows, kept) };
  const fitted = fitProducts({ everything, missing });
  const coefficients = listAt(fitted, "beta").map(Number);
  if (coefficients.length === 0) return fitted;
  const columns = listAt(fitted, "columns").map(String);
  const regression = new Map(columns.map((column, place) => [column, coefficients[place] ?? 0]));
  return { ...fitted, ...propensityBranches(rows, everything.total, regression) };
}

/** The part of {@link fitModels} that cross-products are enough for: everything but what rests on a propensity. */
export function fitProducts({ everything, missing }: FitSource): Branch {
  const width = everything.columns.length;
  const count = (column: number) => entry(everything.total, packedIndex(width + 1, 0, column));
  if (count(nurseColumn) === 0 || count(nurseColumn) === count(0)) return { reason: reasons.oneGroup };
  const kept = independentColumns(everything.total, width + 1, width);
  const products = narrowed(everything, kept);
  const fit = kept.includes(nurseColumn) ? leastSquares(products) : null;
  if (fit === null) return { reason: reasons.notEstimable };
  const nurse = kept.indexOf(nurseColumn);
  return {
    n: fit.n,
    n_nurse: count(nurseColumn),
    clusters: everything.clusters.length,
    columns: products.columns,
    aliased: everything.columns.filter((_, column) => !kept.includes(column)),
    beta: [...fit.beta],
    se_ols: fit.standardErrors,
    sigma2: fit.sigma2,
    df_residual: fit.residualDf,
    unadjusted_difference_in_change: unadjustedDifference(everything.total, width + 1),
    ...baselineOnly(everything),
    ...clusteredBranches(missing, { kept, products, fit, nurse }),
  };
}

// what the covariates change: the same comparison with the baseline alone
function baselineOnly(everything: ClusterProducts): Branch {
  const fitted = fittedOn(narrowed(everything, [0, 1, nurseColumn]));
  return fitted === null ? {} : { baseline_only: columnBranch(fitted, "nurse") };
}

// from counts and sums alone: exact
function unadjustedDifference(total: Float64Array, q: number): number {
  const at = (i: number, j: number) => entry(total, packedIndex(q, i, j));
  const [n, nurses] = [at(0, 0), at(0, nurseColumn)];
  const [change, nurseChange] = [at(0, q - 1) - at(0, 1), at(nurseColumn, q - 1) - at(1, nurseColumn)];
  return nurseChange / nurses - (change - nurseChange) / (n - nurses);
}

type Fitted = { readonly kept: readonly number[]; readonly products: ClusterProducts; readonly fit: LeastSquares; readonly nurse: number };

function clusteredBranches(missing: MissingPeople, { kept, products, fit, nurse }: Fitted): Branch {
  const estimate = entry(fit.beta, nurse);
  if (products.clusters.length < 2) return { nurse: { estimate } };
  const robust = clusterRobust(products, fit);
  const reduced = bellMcCaffrey(products, fit);
  const error = robust.cr1[nurse] ?? 0;
  return {
    se_cr0: robust.cr0,
    se_cr1: robust.cr1,
    se_cr1s: robust.cr1s,
    se_cr2: reduced.standardErrors,
    df_cr2_satterthwaite: reduced.degreesOfFreedom,
    nurse: nurseBranch({ estimate, nurse, groups: products.clusters.length }, robust, reduced),
    ...eValueBranch(products.total, nurseInterval(estimate, reduced, nurse)),
    ...mixedModelBranch(products, nurse),
    delta: deltaBranch(missing, { kept, products, nurse, estimate, error }),
  };
}

type Estimated = { readonly estimate: number; readonly interval: readonly [number, number] };

function nurseInterval(estimate: number, { standardErrors, degreesOfFreedom }: BellMcCaffrey, nurse: number): Estimated | null {
  const df = degreesOfFreedom[nurse] ?? null;
  const error = standardErrors[nurse] ?? 0;
  if (df === null || error === 0) return null;
  const half = studentQuantile(0.975, df) * error;
  return { estimate, interval: [estimate - half, estimate + half] };
}

// on the scale of the follow-up's SD over all pairs
function eValueBranch(total: Float64Array, estimated: Estimated | null): Branch {
  const last = total.length - 1;
  const q = (Math.sqrt(8 * total.length + 1) - 1) / 2;
  const [n, sum, squares] = [entry(total, 0), entry(total, packedIndex(q, 0, q - 1)), entry(total, last)];
  const sd = Math.sqrt((n * squares - sum * sum) / (n * (n - 1)));
  if (estimated === null || !(sd > 0)) return {};
  const { estimate, interval } = estimated;
  const { estimate: whole, limit } = eValue(estimate / sd, [interval[0] / sd, interval[1] / sd]);
  return Number.isFinite(whole) ? { e_value: { estimate: whole, limit, sd_followup: sd } } : {};
}

function nurseBranch(
  { estimate, nurse, groups }: { estimate: number; nurse: number; groups: number },
  { cr1 }: ClusterRobust,
  { standardErrors, degreesOfFreedom }: BellMcCaffrey,
): Branch {
  const [plain, reduced, df] = [cr1[nurse] ?? 0, standardErrors[nurse] ?? 0, degreesOfFreedom[nurse] ?? null];
  const interval = (error: number, degrees: number | null) => {
    if (error === 0 || degrees === null) return [null, null];
    const half = studentQuantile(0.975, degrees) * error;
    return [estimate - half, estimate + half];
  };
  return {
    estimate,
    se_cr1: plain,
    se_cr2: reduced,
    df_cr2: df,
    ci95_cr1_t_Gminus1: interval(plain, groups - 1),
    ci95_cr2_satterthwaite: interval(reduced, df),
    p_cr2: df === null || reduced === 0 ? null : studentTwoSided(estimate / reduced, df),
    ...(df === null || plain === 0 || reduced === 0 ? { reason: reasons.noError } : {}),
  };
}
