import type { ClusterProducts } from "./cluster-products.ts";
import { type LeastSquares, scoreOf } from "./least-squares.ts";
import { times } from "./matrix.ts";
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
  const cr0 = sandwichErrors(fit, meat);
  const cr1 = cr0.map((error) => error * Math.sqrt(groups / (groups - 1)));
  return { cr0, cr1, cr1s: cr1.map((error) => error * Math.sqrt((fit.n - 1) / (fit.n - p))) };
}

/**
 * The roots of the diagonal of M B M. A variance of next to nothing beside the one for independent people is what rounding left of none:
 * the clusters' scores cancelled, and the error is 0.
 */
export function sandwichErrors({ bread, sigma2, beta }: LeastSquares, meat: Float64Array): readonly number[] {
  const p = beta.length;
  const variance = times(times(bread, meat, p), bread, p);
  return Array.from({ length: p }, (_, i) => {
    const own = entry(variance, i * p + i);
    return own > 1e-11 * sigma2 * entry(bread, i * p + i) ? Math.sqrt(own) : 0;
  });
}

/** Adds v vᵀ to a full matrix. */
export function addOuterFull(matrix: Float64Array, v: Float64Array): void {
  const p = v.length;
  for (let i = 0; i < p; i++) addScaled(matrix, i * p, entry(v, i), v, 0, p);
}
