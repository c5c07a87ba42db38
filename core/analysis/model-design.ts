import { addProducts, type ClusterProducts, type SparseRow } from "../statistics/cluster-products.ts";
import { type DesignRows, emptyRow } from "../statistics/design-rows.ts";
import { packedIndex, packedSize } from "../statistics/packed.ts";
import { addScaled } from "../statistics/vectors.ts";
import type { CountedRows, ModelRows } from "./model-rows.ts";

/** Beyond so many numbers, a practice's cross-products are made anew each time they are asked for instead of being kept. */
const mostKept = 1 << 26;

/** Cross-products of the paired by practice, over some of the columns, with the follow-up as the response. */
export function pairedProducts(rows: ModelRows, kept: readonly number[]): ClusterProducts {
  const size = packedSize(kept.length + 1);
  const groups = rows.clusters.length;
  const sum = productSums(rows, kept);
  const columns = kept.map((column) => rows.columns[column] ?? "");
  const { clusters } = rows;
  if (groups * size > mostKept) {
    const scratch = new Float64Array(size);
    const total = new Float64Array(size);
    for (let cluster = 0; cluster < groups; cluster++) sum(total, cluster);
    return { columns, clusters, total, at: (cluster) => sum(scratch.fill(0), cluster) };
  }
  const all = new Float64Array(groups * size);
  const at = (cluster: number) => all.subarray(cluster * size, (cluster + 1) * size);
  const total = new Float64Array(size);
  for (let cluster = 0; cluster < groups; cluster++) addScaled(total, 0, 1, sum(at(cluster), cluster), 0, size);
  return { columns, clusters, total, at };
}

/** The same over fewer of the columns: what was kept is read, not made again. */
export function narrowed(products: ClusterProducts, kept: readonly number[]): ClusterProducts {
  const p = products.columns.length;
  if (kept.length === p) return products;
  const places = [...kept, p].flatMap((i, a, all) => all.slice(a).map((j) => packedIndex(p + 1, i, j)));
  const narrow = (packed: Float64Array) => Float64Array.from(places, (place) => packed[place] ?? 0);
  const { clusters, total } = products;
  const columns = kept.map((column) => products.columns[column] ?? "");
  return { columns, clusters, total: narrow(total), at: (cluster) => narrow(products.at(cluster)) };
}

// adds one practice's cross-products to those given
function productSums(rows: ModelRows, kept: readonly number[]): (target: Float64Array, cluster: number) => Float64Array {
  const q = kept.length + 1;
  const places = placesOf(rows, kept);
  const row = emptyRow(q);
  return (target, cluster) => {
    const end = rows.clusterStarts[cluster + 1] ?? 0;
    for (let index = rows.clusterStarts[cluster] ?? 0; index < end; index++) {
      fillRow(row, rows, rows.paired, index, places);
      put(row, q - 1, rows.paired.followUp[index] ?? 0);
      addProducts(target, q, row, rows.paired.people[index] ?? 0);
    }
    return target;
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
  return { ...designOf(rows, rows.paired, kept), clusterStarts: rows.clusterStarts };
}

/** Counted rows over some of the columns, as one cluster. */
export function designOf(rows: ModelRows, counted: CountedRows, kept: readonly number[]): DesignRows {
  const places = placesOf(rows, kept);
  const count = counted.people.length;
  return {
    columns: kept.map((column) => rows.columns[column] ?? ""),
    count,
    people: counted.people,
    clusterStarts: Int32Array.of(0, count),
    fill: (index, row) => fillRow(row, rows, counted, index, places),
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
