import { independentColumns } from "../statistics/cluster-products.ts";
import { logisticFit } from "../statistics/logistic.ts";
import { packedIndex, packedSize } from "../statistics/packed.ts";
import { type PropensityWeighting, propensityWeighting } from "../statistics/propensity-weighting.ts";
import { entry } from "../statistics/vectors.ts";
import type { Branch } from "./describe-pairs.ts";
import { pairedDesign } from "./model-design.ts";
import type { ModelRows } from "./model-rows.ts";

/** Stabilised inverse-probability weighting under its keys (conformance, section 10), or why the groups cannot be weighted. */
export function propensityBranch(rows: ModelRows, total: Float64Array): Branch {
  const design = pairedDesign(rows, propensityColumns(rows, total));
  const propensity = logisticFit(design, rows.paired.nurse);
  if (propensity === null) return { reason: "separation: a fitted propensity is 0 or 1" };
  const { baseline, followUp, nurse } = rows.paired;
  const change = Float64Array.from(followUp, (score, index) => score - (baseline[index] ?? 0));
  const weighting = propensityWeighting({ rows: design, treated: nurse, change, baseline: Float64Array.from(baseline) }, propensity);
  return { ps_columns: design.columns, ps_beta: [...propensity.beta], ...weightingKeys(weighting) };
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
