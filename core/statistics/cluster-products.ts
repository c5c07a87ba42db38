import { packedIndex, packedSize } from "./packed.ts";
import { entry } from "./vectors.ts";

/**
 * The cross-products X'X, X'y and y'y of a regression, cluster by cluster: packed, with the response as the last column and the
 * intercept as the first. From whole numbers they are exact, so any order and grouping of the people gives the same bits.
 */
export type ClusterProducts = {
  /** The columns of X; the first is the intercept. */
  readonly columns: readonly string[];
  readonly clusters: readonly string[];
  /** Over all clusters. */
  readonly total: Float64Array;
  /** Of one cluster; it may be the same array at every call, with new content. */
  readonly at: (cluster: number) => Float64Array;
};

/** One row of a sparse design: where it is not 0, and what it is there; the response is the last column. */
export type SparseRow = { readonly places: Int32Array; readonly values: Float64Array; used: number };

/** Adds n times a row's cross-products to packed ones of q columns. The places must rise. */
export function addProducts(packed: Float64Array, q: number, row: SparseRow, n: number): void {
  for (let a = 0; a < row.used; a++) {
    const i = row.places[a] ?? 0;
    const start = packedIndex(q, i, i) - i;
    const weighted = n * entry(row.values, a);
    for (let b = a; b < row.used; b++) {
      const place = start + (row.places[b] ?? 0);
      packed[place] = entry(packed, place) + weighted * entry(row.values, b);
    }
  }
}

/**
 * The first of `p` columns, in order, that are not linear combinations of those before them (R: the columns to which `lm` gives a
 * coefficient), from packed cross-products of q columns.
 */
export function independentColumns(packed: Float64Array, q: number, p: number): readonly number[] {
  const kept: number[] = [];
  const factors: Float64Array[] = [];
  for (let column = 0; column < p; column++) {
    const row = new Float64Array(kept.length + 1);
    let pivot = entry(packed, packedIndex(q, column, column));
    const size = pivot;
    kept.forEach((other, index) => {
      let value = entry(packed, packedIndex(q, other, column));
      const factor = factors[index] ?? row;
      for (let k = 0; k < index; k++) value -= entry(factor, k) * entry(row, k);
      row[index] = value / entry(factor, index);
      pivot -= entry(row, index) ** 2;
    });
    if (!(pivot > 1e-11 * size)) continue;
    row[kept.length] = Math.sqrt(pivot);
    kept.push(column);
    factors.push(row);
  }
  return kept;
}

/** Clusters whose products were kept whole, one after another: what a night stores. */
export function productsOf(columns: readonly string[], clusters: ReadonlyMap<string, Float64Array>): ClusterProducts {
  const kept = [...clusters.values()];
  const total = new Float64Array(packedSize(columns.length + 1));
  for (const products of kept)
    for (let place = 0; place < total.length; place++) total[place] = entry(total, place) + entry(products, place);
  return { columns, clusters: [...clusters.keys()], total, at: (cluster) => kept[cluster] ?? total };
}
