import { solve } from "./cholesky.ts";
import { addRow, type DesignRows, emptyRow, linearPredictor } from "./design-rows.ts";
import type { Logistic } from "./logistic.ts";
import { normalQuantile } from "./normal.ts";
import { quantileOfSorted } from "./quantile.ts";
import { entry } from "./vectors.ts";
import type { Interval } from "./wilson.ts";

/** Who was treated, what changed and where people started: one entry a row of the design. */
export type Treated = {
  readonly rows: DesignRows;
  /** 1 for the treated. */
  readonly treated: Uint8Array;
  readonly change: Float64Array;
  readonly baseline: Float64Array;
};

/** Both groups of something. */
export type Arms<T> = { readonly treated: T; readonly others: T };

/** Stabilised inverse-probability weighting and how well it balances. */
export type PropensityWeighting = {
  readonly n: number;
  readonly fittedRange: Interval;
  readonly meanWeight: Arms<number>;
  readonly maxWeight: number;
  /** Kish's (Σw)² / Σw². */
  readonly effectiveSize: Arms<number>;
  /** Hájek's weighted means. */
  readonly meanChange: Arms<number>;
  readonly estimate: number;
  /** With the weights clipped to their 1% and 99% quantiles. */
  readonly truncatedEstimate: number;
  /** Difference at baseline in pooled unweighted SDs, before and after weighting; `null` where nobody's baseline differs. */
  readonly imbalance: { readonly unweighted: number | null; readonly weighted: number | null };
  /** Clustered, × √(G/(G − 1)); `null` with a single cluster. */
  readonly clustered: {
    /** Weights taken as known. */
    readonly fixedWeights: number;
    /** With the propensity's estimating equations stacked (Lunceford and Davidian 2004), and its normal interval. */
    readonly stacked: number;
    readonly interval: Interval;
  } | null;
};

/**
 * The weighted difference in mean change between the treated and the others. R: `glm(binomial)`, `weighted.mean`,
 * `sandwich::vcovCL(lm(weights))`, and the M-estimation sandwich of the propensity score with both means.
 */
export function propensityWeighting(data: Treated, propensity: Logistic): PropensityWeighting {
  const share = shareTreated(data);
  const weights = data.change.map((_, index) => {
    const fitted = entry(propensity.fitted, index);
    return data.treated[index] === 1 ? share / fitted : (1 - share) / (1 - fitted);
  });
  const meanChange = weightedMeans(data, weights, data.change);
  const treated = armSums(data, weights, 1);
  const others = armSums(data, weights, 0);
  return {
    n: treated.n + others.n,
    fittedRange: rangeOf(propensity.fitted),
    meanWeight: { treated: treated.weight / treated.n, others: others.weight / others.n },
    maxWeight: rangeOf(weights)[1],
    effectiveSize: { treated: treated.weight ** 2 / treated.squares, others: others.weight ** 2 / others.squares },
    meanChange,
    estimate: meanChange.treated - meanChange.others,
    truncatedEstimate: truncatedEstimate(data, weights),
    imbalance: imbalance(data, weights),
    clustered: clusteredErrors(data, { propensity, weights, meanChange }),
  };
}

function peopleAt({ rows }: Treated, index: number): number {
  return rows.people[index] ?? 0;
}

function shareTreated(data: Treated): number {
  let [treated, all] = [0, 0];
  for (let index = 0; index < data.rows.count; index++) {
    all += peopleAt(data, index);
    if (data.treated[index] === 1) treated += peopleAt(data, index);
  }
  return treated / all;
}

function armSums(
  data: Treated,
  weights: Float64Array,
  arm: number,
): { readonly n: number; readonly weight: number; readonly squares: number } {
  const sums = { n: 0, weight: 0, squares: 0 };
  for (let index = 0; index < data.rows.count; index++) {
    if (data.treated[index] !== arm) continue;
    sums.n += peopleAt(data, index);
    sums.weight += peopleAt(data, index) * entry(weights, index);
    sums.squares += peopleAt(data, index) * entry(weights, index) ** 2;
  }
  return sums;
}

function weightedMeans(data: Treated, weights: Float64Array | null, values: Float64Array): Arms<number> {
  const sums = { total: [0, 0], weight: [0, 0] };
  for (let index = 0; index < data.rows.count; index++) {
    const arm = data.treated[index] ?? 0;
    const weight = peopleAt(data, index) * (weights === null ? 1 : entry(weights, index));
    sums.total[arm] = (sums.total[arm] ?? 0) + weight * entry(values, index);
    sums.weight[arm] = (sums.weight[arm] ?? 0) + weight;
  }
  const mean = (arm: number) => (sums.total[arm] ?? 0) / (sums.weight[arm] ?? 0);
  return { treated: mean(1), others: mean(0) };
}

function rangeOf(values: Float64Array): Interval {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

function truncatedEstimate(data: Treated, weights: Float64Array): number {
  const everybody = new Float64Array(data.rows.people.reduce((sum, n) => sum + n, 0));
  let used = 0;
  for (let index = 0; index < data.rows.count; index++) {
    everybody.fill(entry(weights, index), used, used + peopleAt(data, index));
    used += peopleAt(data, index);
  }
  everybody.sort();
  const [low, high] = [quantileOfSorted(everybody, 0.01) ?? 0, quantileOfSorted(everybody, 0.99) ?? 0];
  const means = weightedMeans(
    data,
    weights.map((weight) => Math.min(Math.max(weight, low), high)),
    data.change,
  );
  return means.treated - means.others;
}

function imbalance(data: Treated, weights: Float64Array): PropensityWeighting["imbalance"] {
  const means = weightedMeans(data, null, data.baseline);
  const spread = (arm: number, mean: number) => {
    let [squares, n] = [0, 0];
    for (let index = 0; index < data.rows.count; index++) {
      if (data.treated[index] !== arm) continue;
      squares += peopleAt(data, index) * (entry(data.baseline, index) - mean) ** 2;
      n += peopleAt(data, index);
    }
    return n < 2 ? Number.NaN : squares / (n - 1);
  };
  const pooled = Math.sqrt((spread(1, means.treated) + spread(0, means.others)) / 2);
  if (!(pooled > 0)) return { unweighted: null, weighted: null };
  const weighted = weightedMeans(data, weights, data.baseline);
  return { unweighted: (means.treated - means.others) / pooled, weighted: (weighted.treated - weighted.others) / pooled };
}

type Fitted = { readonly propensity: Logistic; readonly weights: Float64Array; readonly meanChange: Arms<number> };

/** What each arm's weighted mean gives way by when the propensity's coefficients move, and the sum of its unstabilised weights. */
type ArmSlopes = { readonly weight: number; readonly direction: Float64Array };

function clusteredErrors(data: Treated, fitted: Fitted): PropensityWeighting["clustered"] {
  const groups = data.rows.clusterStarts.length - 1;
  if (groups < 2) return null;
  const slopes = [armSlopes(data, fitted, 0), armSlopes(data, fitted, 1)] as const;
  const row = emptyRow(data.rows.columns.length);
  let [fixed, stacked] = [0, 0];
  for (let cluster = 0; cluster < groups; cluster++) {
    const sums = { fixed: 0, stacked: 0 };
    const end = data.rows.clusterStarts[cluster + 1] ?? 0;
    for (let index = data.rows.clusterStarts[cluster] ?? 0; index < end; index++) {
      data.rows.fill(index, row);
      const treated = data.treated[index] === 1;
      const probability = entry(fitted.propensity.fitted, index);
      const n = peopleAt(data, index);
      const off = n * (entry(data.change, index) - (treated ? fitted.meanChange.treated : fitted.meanChange.others));
      const own = treated ? off / probability / slopes[1].weight : -off / (1 - probability) / slopes[0].weight;
      const through = linearPredictor(row, slopes[1].direction) - linearPredictor(row, slopes[0].direction);
      sums.fixed += own;
      sums.stacked += own + n * ((treated ? 1 : 0) - probability) * through;
    }
    fixed += sums.fixed ** 2;
    stacked += sums.stacked ** 2;
  }
  const scale = groups / (groups - 1);
  const error = Math.sqrt(stacked * scale);
  const half = normalQuantile(0.975) * error;
  const estimate = fitted.meanChange.treated - fitted.meanChange.others;
  return { fixedWeights: Math.sqrt(fixed * scale), stacked: error, interval: [estimate - half, estimate + half] };
}

function armSlopes(data: Treated, { propensity, meanChange }: Fitted, arm: 0 | 1): ArmSlopes {
  const pull = new Float64Array(data.rows.columns.length);
  const row = emptyRow(pull.length);
  let weight = 0;
  for (let index = 0; index < data.rows.count; index++) {
    if (data.treated[index] !== arm) continue;
    data.rows.fill(index, row);
    const probability = entry(propensity.fitted, index);
    const n = peopleAt(data, index);
    const off = entry(data.change, index) - (arm === 1 ? meanChange.treated : meanChange.others);
    const odds = arm === 1 ? -(1 - probability) / probability : probability / (1 - probability);
    weight += n / (arm === 1 ? probability : 1 - probability);
    addRow(pull, n * odds * off, row);
  }
  const direction = solve(propensity.information, pull).map((value) => value / weight);
  return { weight, direction };
}
