import type { SparseRow } from "./cluster-products.ts";
import { entry } from "./vectors.ts";

/**
 * People with the same values everywhere as one row each, in an order that their values alone decide: what the methods read that need
 * more than cross-products. Clusters lie one after another.
 */
export type DesignRows = {
  readonly columns: readonly string[];
  readonly count: number;
  /** Writes the predictors of one row; places rise. */
  readonly fill: (index: number, row: SparseRow) => void;
  /** How many people each row stands for. */
  readonly people: Int32Array;
  /** Where each cluster's rows start; one more entry for the end. */
  readonly clusterStarts: Int32Array;
};

/** Room for one row of so many columns. */
export function emptyRow(columns: number): SparseRow {
  return { places: new Int32Array(columns), values: new Float64Array(columns), used: 0 };
}

/** xᵀ b. */
export function linearPredictor(row: SparseRow, beta: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < row.used; k++) sum += entry(row.values, k) * entry(beta, row.places[k] ?? 0);
  return sum;
}

/** Adds a multiple of a row to a vector. */
export function addRow(target: Float64Array, factor: number, row: SparseRow): void {
  for (let k = 0; k < row.used; k++) {
    const place = row.places[k] ?? 0;
    target[place] = entry(target, place) + factor * entry(row.values, k);
  }
}
