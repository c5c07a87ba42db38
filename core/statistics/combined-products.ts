import type { ClusterProducts } from "./cluster-products.ts";
import { packedIndex, packedSize } from "./packed.ts";
import { addScaled, entry } from "./vectors.ts";

/** A column made of others: each with the number it counts for. */
export type CombinedColumn = { readonly name: string; readonly parts: readonly (readonly [column: number, weight: number])[] };

/**
 * The cross-products of X T from those of X, for columns that are sums of columns: a dose from the indicators of its levels, say. The first
 * must be the intercept alone. R: `crossprod(cbind(X %*% T, y))`.
 */
export function combinedProducts(products: ClusterProducts, combined: readonly CombinedColumn[]): ClusterProducts {
  const p = products.columns.length;
  const q = combined.length + 1;
  const parts = [...combined.map((column) => column.parts), [[p, 1] as const]];
  const scratch = new Float64Array(packedSize(q));
  const at = (cluster: number) => {
    const packed = products.at(cluster);
    for (const [i, left] of parts.entries())
      for (let j = i; j < q; j++) {
        let sum = 0;
        for (const [a, weightA] of left)
          for (const [b, weightB] of parts[j] ?? []) sum += weightA * weightB * entry(packed, packedIndex(p + 1, a, b));
        scratch[packedIndex(q, i, j)] = sum;
      }
    return scratch;
  };
  const total = new Float64Array(packedSize(q));
  for (let cluster = 0; cluster < products.clusters.length; cluster++) addScaled(total, 0, 1, at(cluster), 0, total.length);
  return { columns: combined.map(({ name }) => name), clusters: products.clusters, total, at };
}
