import { solve } from "./cholesky.ts";
import { addRow, emptyRow, linearPredictor } from "./design-rows.ts";
import type { Logistic } from "./logistic.ts";
import { normalQuantile } from "./normal.ts";
import type { Treated } from "./propensity-weighting.ts";
import { entry } from "./vectors.ts";
import type { Interval } from "./wilson.ts";

/** A weighted difference in mean change; the clustered error counts the propensity's own uncertainty, and is `null` in one cluster. */
export type WeightedDifference = {
  readonly estimate: number;
  readonly clustered: { readonly error: number; readonly interval: Interval } | null;
};

/**
 * Overlap weights: each person counts as much as they might as well have been in the other group, 1 − e for the treated and e for the others
 * (Li, Morgan and Zaslavsky 2018). Every covariate of the propensity model is balanced exactly, and no weight is above 1.
 * R: `weighted.mean` with `1 - fitted(glm)`, and the M-estimation sandwich × G/(G − 1).
 */
export function overlapWeighting(data: Treated, propensity: Logistic): WeightedDifference {
  const arms = [armOf(data, propensity, 0), armOf(data, propensity, 1)] as const;
  const estimate = arms[1].mean - arms[0].mean;
  const error = clusteredError(data, propensity, arms);
  if (error === null) return { estimate, clustered: null };
  const half = normalQuantile(0.975) * error;
  return { estimate, clustered: { error, interval: [estimate - half, estimate + half] } };
}

/** An arm's weighted mean, the sum of its weights, and how the mean moves with the propensity's coefficients. */
type Arm = { readonly mean: number; readonly weight: number; readonly direction: Float64Array };

function overlapWeight(fitted: number, arm: number): number {
  return arm === 1 ? 1 - fitted : fitted;
}

function armOf({ rows, treated, change }: Treated, propensity: Logistic, arm: 0 | 1): Arm {
  let [weight, sum] = [0, 0];
  for (let index = 0; index < rows.count; index++) {
    if (treated[index] !== arm) continue;
    const own = (rows.people[index] ?? 0) * overlapWeight(entry(propensity.fitted, index), arm);
    weight += own;
    sum += own * entry(change, index);
  }
  const mean = sum / weight;
  const pull = new Float64Array(rows.columns.length);
  const row = emptyRow(pull.length);
  for (let index = 0; index < rows.count; index++) {
    if (treated[index] !== arm) continue;
    rows.fill(index, row);
    const fitted = entry(propensity.fitted, index);
    const slope = (arm === 1 ? -1 : 1) * fitted * (1 - fitted);
    addRow(pull, (rows.people[index] ?? 0) * slope * (entry(change, index) - mean), row);
  }
  return { mean, weight, direction: solve(propensity.information, pull).map((value) => value / weight) };
}

function clusteredError({ rows, treated, change }: Treated, propensity: Logistic, arms: readonly [Arm, Arm]): number | null {
  const groups = rows.clusterStarts.length - 1;
  if (groups < 2) return null;
  const row = emptyRow(rows.columns.length);
  let squares = 0;
  for (let cluster = 0; cluster < groups; cluster++) {
    let sum = 0;
    const end = rows.clusterStarts[cluster + 1] ?? 0;
    for (let index = rows.clusterStarts[cluster] ?? 0; index < end; index++) {
      rows.fill(index, row);
      const arm = treated[index] === 1 ? 1 : 0;
      const fitted = entry(propensity.fitted, index);
      const own = (overlapWeight(fitted, arm) * (entry(change, index) - arms[arm].mean)) / arms[arm].weight;
      const through = linearPredictor(row, arms[1].direction) - linearPredictor(row, arms[0].direction);
      sum += (rows.people[index] ?? 0) * ((arm === 1 ? own : -own) + (arm - fitted) * through);
    }
    squares += sum ** 2;
  }
  return Math.sqrt((squares * groups) / (groups - 1));
}
