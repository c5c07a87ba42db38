import type { ClusterProducts } from "./cluster-products.ts";
import { packedIndex, packedSize } from "./packed.ts";
import { addScaled, entry } from "./vectors.ts";

/** Cross-products of everybody and, over the same columns and clusters, of the treated alone. */
export type WithTreated = { readonly everybody: ClusterProducts; readonly treated: ClusterProducts };

/**
 * The cross-products with a column more for each of `columns`, multiplied by the treatment: a treatment that is 0 or 1 makes their products the
 * treated people's own, so that no row is needed. R: the columns that `treatment:factor` adds to `model.matrix`.
 */
export function interactedProducts({ everybody, treated }: WithTreated, columns: readonly number[]): ClusterProducts {
  const p = everybody.columns.length;
  const names = columns.map((column) => `nurse:${everybody.columns[column] ?? ""}`);
  const wide = p + columns.length;
  const size = packedSize(wide + 1);
  const sources = Array.from({ length: wide + 1 }, (_, place) => sourceOf(place, { p, wide, columns }));
  const widened = (all: Float64Array, own: Float64Array, target: Float64Array) => {
    for (const [i, a] of sources.entries())
      for (let j = i; j <= wide; j++) {
        const b = sources[j] ?? a;
        target[packedIndex(wide + 1, i, j)] = entry(a.product || b.product ? own : all, packedIndex(p + 1, a.column, b.column));
      }
    return target;
  };
  const scratch = new Float64Array(size);
  const total = new Float64Array(size);
  const at = (cluster: number) => widened(everybody.at(cluster), treated.at(cluster), scratch);
  for (let cluster = 0; cluster < everybody.clusters.length; cluster++) addScaled(total, 0, 1, at(cluster), 0, size);
  return { columns: [...everybody.columns, ...names], clusters: everybody.clusters, total, at };
}

type Source = { readonly column: number; readonly product: boolean };

function sourceOf(place: number, { p, wide, columns }: { p: number; wide: number; columns: readonly number[] }): Source {
  if (place === wide) return { column: p, product: false };
  return place < p ? { column: place, product: false } : { column: columns[place - p] ?? 0, product: true };
}
