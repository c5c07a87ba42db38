import { addProducts, type ClusterProducts, type SparseRow } from "../statistics/cluster-products.ts";
import { type DesignRows, emptyRow } from "../statistics/design-rows.ts";
import { packedSize } from "../statistics/packed.ts";
import type { CountedRows, ModelRows } from "./model-rows.ts";

/** Cross-products of the paired by practice, over some of the columns, with the follow-up as the response. */
export function pairedProducts(rows: ModelRows, kept: readonly number[]): ClusterProducts {
  const q = kept.length + 1;
  const places = placesOf(rows, kept);
  const row = emptyRow(q);
  const scratch = new Float64Array(packedSize(q));
  const sum = (target: Float64Array, from: number, to: number) => {
    for (let index = from; index < to; index++) {
      fillRow(row, rows, rows.paired, index, places);
      put(row, q - 1, rows.paired.followUp[index] ?? 0);
      addProducts(target, q, row, rows.paired.people[index] ?? 0);
    }
    return target;
  };
  return {
    columns: kept.map((column) => rows.columns[column] ?? ""),
    clusters: rows.clusters,
    total: sum(new Float64Array(packedSize(q)), 0, rows.paired.people.length),
    at: (cluster) => sum(scratch.fill(0), rows.clusterStarts[cluster] ?? 0, rows.clusterStarts[cluster + 1] ?? 0),
  };
}

/** Cross-products of those without a follow-up; the response is 0. */
export function missingProducts(rows: ModelRows, kept: readonly number[]): Float64Array {
  const q = kept.length + 1;
  const places = placesOf(rows, kept);
  const row = emptyRow(q);
  const total = new Float64Array(packedSize(q));
  for (let index = 0; index < rows.missing.people.length; index++) {
    fillRow(row, rows, rows.missing, index, places);
    addProducts(total, q, row, rows.missing.people[index] ?? 0);
  }
  return total;
}

/** The paired as rows over some of the columns. */
export function pairedDesign(rows: ModelRows, kept: readonly number[]): DesignRows {
  const places = placesOf(rows, kept);
  return {
    columns: kept.map((column) => rows.columns[column] ?? ""),
    count: rows.paired.people.length,
    people: rows.paired.people,
    clusterStarts: rows.clusterStarts,
    fill: (index, row) => fillRow(row, rows, rows.paired, index, places),
  };
}

// from a column of the whole design to its place among those kept, or −1
function placesOf(rows: ModelRows, kept: readonly number[]): Int32Array {
  const places = new Int32Array(rows.columns.length).fill(-1);
  kept.forEach((column, place) => {
    places[column] = place;
  });
  return places;
}

function fillRow(row: SparseRow, { profiles }: ModelRows, counted: CountedRows, index: number, places: Int32Array): void {
  row.used = 0;
  put(row, places[0] ?? -1, 1);
  put(row, places[1] ?? -1, counted.baseline[index] ?? 0);
  if (counted.nurse[index] === 1) put(row, places[2] ?? -1, 1);
  for (const column of profiles[counted.profile[index] ?? 0] ?? []) put(row, places[column] ?? -1, 1);
}

function put(row: SparseRow, place: number, value: number): void {
  if (place < 0) return;
  row.places[row.used] = place;
  row.values[row.used] = value;
  row.used++;
}
