import { independentColumns } from "../statistics/cluster-products.ts";
import { covariateBalance, propensityBars } from "../statistics/covariate-balance.ts";
import type { DesignRows } from "../statistics/design-rows.ts";
import { doublyRobust, type OutcomeModel } from "../statistics/doubly-robust.ts";
import { logisticFit } from "../statistics/logistic.ts";
import { overlapWeighting, type WeightedDifference } from "../statistics/overlap-weighting.ts";
import { packedIndex, packedSize } from "../statistics/packed.ts";
import { type PropensityWeighting, propensityWeighting, type Treated } from "../statistics/propensity-weighting.ts";
import { entry } from "../statistics/vectors.ts";
import type { Branch } from "./describe-pairs.ts";
import { designOf, pairedDesign } from "./model-design.ts";
import type { ModelRows } from "./model-rows.ts";
import { reasons } from "./reasons.ts";

/**
 * What a propensity model gives, under its keys: stabilised inverse-probability weighting (conformance, section 10), and beyond it overlap
 * weights and the doubly robust estimate; or why the groups cannot be weighted. `regression` holds the ANCOVA's coefficients by column.
 */
export function propensityBranches(rows: ModelRows, total: Float64Array, regression: ReadonlyMap<string, number>): Branch {
  const columns = propensityColumns(rows, total);
  const patterns = covariatePatterns(rows, columns);
  const fit = logisticFit(patterns.rows, patterns.nurses);
  if (fit === null) return { ipw: { reason: reasons.separation } };
  const data = treatedRows(rows, columns);
  const propensity = { ...fit, fitted: Float64Array.from(patterns.ofRow, (pattern) => fit.fitted[pattern] ?? 0) };
  return {
    ipw: {
      ps_columns: data.rows.columns,
      ps_beta: [...fit.beta],
      ...weightingKeys(propensityWeighting(data, propensity)),
      ...alikeKeys(data, propensity),
    },
    overlap_weights: differenceKeys(overlapWeighting(data, propensity)),
    doubly_robust: differenceKeys(doublyRobust(data, propensity, outcomeModel(data.rows.columns, regression))),
  };
}

/** How alike the groups are, column by column, and where their chances of referral overlap. */
function alikeKeys(data: Treated, propensity: Parameters<typeof covariateBalance>[1]): Branch {
  const bars = propensityBars(data, propensity);
  return {
    balance: covariateBalance(data, propensity).map(({ column, unweighted, weighted }) => ({
      column,
      smd_unweighted: unweighted,
      smd_weighted: weighted,
    })),
    propensities: { from: bars.treated.map((_, bar) => bar / 10), nurse: bars.treated, other: bars.others },
  };
}

function treatedRows(rows: ModelRows, columns: readonly number[]): Treated {
  const { baseline, followUp, nurse } = rows.paired;
  const change = new Float64Array(nurse.length);
  for (let row = 0; row < nurse.length; row++) change[row] = (followUp[row] ?? 0) - (baseline[row] ?? 0);
  return { rows: pairedDesign(rows, columns), treated: nurse, change, baseline: Float64Array.from(baseline) };
}

// the ANCOVA predicts the follow-up, the change is that less the baseline
function outcomeModel(columns: readonly string[], regression: ReadonlyMap<string, number>): OutcomeModel {
  const beta = Float64Array.from(columns, (column) => (regression.get(column) ?? 0) - (column === "baseline" ? 1 : 0));
  return { beta, effect: regression.get("nurse") ?? 0 };
}

function differenceKeys({ estimate, clustered }: WeightedDifference): Branch {
  return { estimate, ...(clustered === null ? {} : { se_clustered: clustered.error, ci95: clustered.interval }) };
}

/** People with the same covariates, whatever their practice and outcome: all that the propensity model needs. */
type CovariatePatterns = { readonly rows: DesignRows; readonly nurses: Int32Array; readonly ofRow: Int32Array };

function covariatePatterns(rows: ModelRows, columns: readonly number[]): CovariatePatterns {
  const { profile, baseline, nurse, people } = rows.paired;
  const [low, high] = rangeOf(baseline);
  const width = high - low + 1;
  const places = new Int32Array(rows.profiles.length * width).fill(-1);
  for (let row = 0; row < people.length; row++) places[(profile[row] ?? 0) * width + (baseline[row] ?? 0) - low] = 0;
  let used = 0;
  for (let cell = 0; cell < places.length; cell++) if (places[cell] === 0) places[cell] = used++;
  const found = {
    profile: new Int32Array(used),
    baseline: new Int16Array(used),
    nurse: new Uint8Array(used),
    people: new Int32Array(used),
  };
  const [nurses, ofRow] = [new Int32Array(used), new Int32Array(people.length)];
  for (let row = 0; row < people.length; row++) {
    const pattern = places[(profile[row] ?? 0) * width + (baseline[row] ?? 0) - low] ?? 0;
    const n = people[row] ?? 0;
    ofRow[row] = pattern;
    found.profile[pattern] = profile[row] ?? 0;
    found.baseline[pattern] = baseline[row] ?? 0;
    found.people[pattern] = (found.people[pattern] ?? 0) + n;
    if (nurse[row] === 1) nurses[pattern] = (nurses[pattern] ?? 0) + n;
  }
  return { rows: designOf(rows, found, columns), nurses, ofRow };
}

function rangeOf(values: Int16Array): readonly [number, number] {
  let [low, high] = [values[0] ?? 0, values[0] ?? 0];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

// every column but the nurse's that is no combination of those before it
function propensityColumns(rows: ModelRows, total: Float64Array): readonly number[] {
  const others = rows.columns.map((_, column) => column).filter((column) => column !== 2);
  const p = others.length;
  const packed = new Float64Array(packedSize(p));
  others.forEach((i, a) => {
    others.slice(a).forEach((j, b) => {
      packed[packedIndex(p, a, a + b)] = entry(total, packedIndex(rows.columns.length + 1, i, j));
    });
  });
  return independentColumns(packed, p, p).map((column) => others[column] ?? 0);
}

function weightingKeys(weighting: PropensityWeighting): Branch {
  const { clustered } = weighting;
  return {
    n: weighting.n,
    ps_range: weighting.fittedRange,
    mean_weight_nurse: weighting.meanWeight.treated,
    mean_weight_other: weighting.meanWeight.others,
    max_weight: weighting.maxWeight,
    ess_nurse: weighting.effectiveSize.treated,
    ess_other: weighting.effectiveSize.others,
    mean_change_nurse: weighting.meanChange.treated,
    mean_change_other: weighting.meanChange.others,
    estimate: weighting.estimate,
    smd_baseline_unweighted: weighting.imbalance.unweighted,
    smd_baseline_weighted: weighting.imbalance.weighted,
    estimate_truncated_1_99: weighting.truncatedEstimate,
    ...(clustered === null
      ? {}
      : { se_fixed_weights_cr1: clustered.fixedWeights, se_stacked_cr1: clustered.stacked, ci95_stacked: clustered.interval }),
  };
}
