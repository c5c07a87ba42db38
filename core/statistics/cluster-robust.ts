import type { ClusterProducts } from "./cluster-products.ts";
import { type LeastSquares, scoreOf } from "./least-squares.ts";
import { rootDiagonal, times } from "./matrix.ts";
import { addScaled, entry } from "./vectors.ts";

/** Standard errors that allow for any dependence within clusters. */
export type ClusterRobust = {
  /** Without correction (Liang and Zeger 1986). */
  readonly cr0: readonly number[];
  /** Times √(G/(G − 1)). */
  readonly cr1: readonly number[];
  /** Times √((n − 1)/(n − p)) besides, as Stata does. */
  readonly cr1s: readonly number[];
};

/** R: `sandwich::vcovCL(lm, cluster, type = "HC0", cadjust = FALSE)`, and its multiples. Needs two clusters. */
export function clusterRobust(products: ClusterProducts, fit: LeastSquares): ClusterRobust {
  const p = fit.beta.length;
  const groups = products.clusters.length;
  const meat = new Float64Array(p * p);
  for (let cluster = 0; cluster < groups; cluster++) addOuterFull(meat, scoreOf(products.at(cluster), fit.beta));
  const cr0 = rootDiagonal(sandwich(fit.bread, meat, p), p);
  const cr1 = cr0.map((error) => error * Math.sqrt(groups / (groups - 1)));
  return { cr0, cr1, cr1s: cr1.map((error) => error * Math.sqrt((fit.n - 1) / (fit.n - p))) };
}

/** M B M for a symmetric p × p bread and meat. */
export function sandwich(bread: Float64Array, meat: Float64Array, p: number): Float64Array {
  return times(times(bread, meat, p), bread, p);
}

/** Adds v vᵀ to a full matrix. */
export function addOuterFull(matrix: Float64Array, v: Float64Array): void {
  const p = v.length;
  for (let i = 0; i < p; i++) addScaled(matrix, i * p, entry(v, i), v, 0, p);
}
