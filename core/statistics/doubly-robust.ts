import { emptyRow, linearPredictor } from "./design-rows.ts";
import type { Logistic } from "./logistic.ts";
import { normalQuantile } from "./normal.ts";
import type { WeightedDifference } from "./overlap-weighting.ts";
import type { Treated } from "./propensity-weighting.ts";
import { entry } from "./vectors.ts";

/** A linear prediction of the change without the treatment over the columns of the design, and what the treatment adds to it. */
export type OutcomeModel = { readonly beta: Float64Array; readonly effect: number };

/**
 * The augmented estimate: the regression's difference plus the weighted mean of what it leaves over in each group. It is right when either the
 * regression or the propensity is (Robins, Rotnitzky and Zhao 1994; Hájek weights). The clustered error takes both models as known, which
 * is right to first order when both are. R: `beta + weighted.mean(r[T], 1/e[T]) - weighted.mean(r[!T], 1/(1 - e[!T]))`.
 */
export function doublyRobust(data: Treated, propensity: Logistic, outcome: OutcomeModel): WeightedDifference {
  const { rows, treated } = data;
  const residuals = residualsOf(data, outcome);
  const weights = Float64Array.from(residuals, (_, index) => {
    const fitted = entry(propensity.fitted, index);
    return (rows.people[index] ?? 0) / (treated[index] === 1 ? fitted : 1 - fitted);
  });
  const sums = [0, 1].map((arm) => {
    let [weight, sum] = [0, 0];
    for (let index = 0; index < rows.count; index++) {
      if (treated[index] !== arm) continue;
      weight += entry(weights, index);
      sum += entry(weights, index) * entry(residuals, index);
    }
    return { weight, mean: sum / weight };
  });
  const [others = { weight: 1, mean: 0 }, nurses = others] = sums;
  const estimate = outcome.effect + nurses.mean - others.mean;
  const influence = (index: number) => {
    const arm = treated[index] === 1 ? nurses : others;
    const own = (entry(weights, index) * (entry(residuals, index) - arm.mean)) / arm.weight;
    return treated[index] === 1 ? own : -own;
  };
  const error = clusteredSum(rows.clusterStarts, influence);
  if (error === null) return { estimate, clustered: null };
  const half = normalQuantile(0.975) * error;
  return { estimate, clustered: { error, interval: [estimate - half, estimate + half] } };
}

function residualsOf({ rows, treated, change }: Treated, { beta, effect }: OutcomeModel): Float64Array {
  const row = emptyRow(rows.columns.length);
  const residuals = new Float64Array(rows.count);
  for (let index = 0; index < rows.count; index++) {
    rows.fill(index, row);
    residuals[index] = entry(change, index) - linearPredictor(row, beta) - (treated[index] === 1 ? effect : 0);
  }
  return residuals;
}

function clusteredSum(starts: Int32Array, influence: (index: number) => number): number | null {
  const groups = starts.length - 1;
  if (groups < 2) return null;
  let squares = 0;
  for (let cluster = 0; cluster < groups; cluster++) {
    let sum = 0;
    for (let index = starts[cluster] ?? 0; index < (starts[cluster + 1] ?? 0); index++) sum += influence(index);
    squares += sum ** 2;
  }
  return Math.sqrt((squares * groups) / (groups - 1));
}
