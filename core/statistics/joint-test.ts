import { adjustedScore, backwardRows, type ClusterLeverage, clusterLeverage, forwardRows } from "./bell-mccaffrey.ts";
import { cholesky, solve } from "./cholesky.ts";
import type { ClusterProducts } from "./cluster-products.ts";
import { addOuterFull } from "./cluster-robust.ts";
import { fTails } from "./f.ts";
import { type LeastSquares, scoreOf } from "./least-squares.ts";
import { times, transposed } from "./matrix.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";
import { addScaled, dot, entry } from "./vectors.ts";

/** A test that several coefficients are all 0. */
export type JointTest = { readonly f: number; readonly numerator: number; readonly denominator: number; readonly p: number };

/**
 * Hotelling's T² approximation (HTZ) with CR2 errors: whether some coefficients are all 0, keeping its level with few clusters (Pustejovsky and
 * Tipton 2018, section 3.2). `null` where the clusters leave fewer than the degrees of freedom that so many coefficients need.
 * R: `clubSandwich::Wald_test(lm, constrain_zero(columns), vcovCR(lm, cluster, "CR2"), test = "HTZ")`.
 */
export function jointTest(products: ClusterProducts, fit: LeastSquares, columns: readonly number[]): JointTest | null {
  const q = columns.length;
  const standard = standardised(fit, columns);
  if (q === 0 || standard === null) return null;
  const sums = { variance: new Float64Array(q * q), own: 0, spread: emptySpread(q, fit.beta.length) };
  for (let cluster = 0; cluster < products.clusters.length; cluster++) {
    const packed = products.at(cluster);
    const leverage = clusterLeverage(packed, fit.bread, fit.beta.length);
    addOuterFull(sums.variance, projected(standard, adjustedScore(leverage, scoreOf(packed, fit.beta)), q));
    sums.own += addCluster(sums.spread, leverage, { standard, q });
  }
  const nu = (q * (q + 1)) / (sums.own + sharedVariance(sums.spread, fit.bread, q));
  const denominator = nu - q + 1;
  const factor = cholesky(sums.variance, q);
  if (factor === null || !(denominator > 0)) return null;
  const effect = unit(standard, fit, q);
  const f = ((denominator / nu) * dot(effect, 0, solve(factor, effect), 0, q)) / q;
  return { f, numerator: q, denominator, p: fTails(f, { numerator: q, denominator }).upper };
}

// the columns of M times the inverse root of their own block: contrasts that would be independent with variance 1 among independent people
function standardised({ bread, beta }: LeastSquares, columns: readonly number[]): Float64Array | null {
  const [p, q] = [beta.length, columns.length];
  const block = Float64Array.from({ length: q * q }, (_, place) =>
    entry(bread, (columns[Math.floor(place / q)] ?? 0) * p + (columns[place % q] ?? 0)),
  );
  const { values, vectors } = symmetricEigen(block, q);
  if (!values.every((value) => value > 0)) return null;
  const root = new Float64Array(q * q);
  for (let k = 0; k < q; k++)
    for (let i = 0; i < q; i++) addScaled(root, i * q, entry(vectors, k * q + i) / Math.sqrt(entry(values, k)), vectors, k * q, q);
  const result = new Float64Array(p * q);
  for (let row = 0; row < p; row++)
    for (const [k, column] of columns.entries()) addScaled(result, row * q, entry(bread, row * p + column), root, k * q, q);
  return result;
}

// standardᵀ v
function projected(standard: Float64Array, v: Float64Array, q: number): Float64Array {
  const image = new Float64Array(q);
  for (let row = 0; row < v.length; row++) addScaled(image, 0, entry(v, row), standard, row * q, q);
  return image;
}

// the coefficients themselves on the standardised scale: standardᵀ X'X β
function unit(standard: Float64Array, { bread, beta }: LeastSquares, q: number): Float64Array {
  const p = beta.length;
  const factor = cholesky(bread, p);
  if (factor === null) throw new Error("jointTest requires an invertible cross-product");
  return projected(standard, solve(factor, beta), q);
}

type Spread = readonly (readonly Float64Array[])[];

function emptySpread(q: number, p: number): Spread {
  return Array.from({ length: q }, () => Array.from({ length: q }, () => new Float64Array(p * p)));
}

// adds z_s z_tᵀ of one cluster, and gives its own part of Σ Var(d_st)
function addCluster(spread: Spread, { columns, factor, leverage, adjustment }: ClusterLeverage, by: { standard: Float64Array; q: number }) {
  const { standard, q } = by;
  const size = columns.length;
  const p = standard.length / q;
  const weighted = times(adjustment, forwardRows(factor, standard, columns, q), size, q);
  const turned = times(leverage, weighted, size, q);
  const own = crossed(weighted, turned, q);
  const shared = crossed(turned, turned, q);
  backwardRows(factor, turned, q);
  let variance = 0;
  for (let s = 0; s < q; s++) {
    for (let t = 0; t < q; t++) {
      const at = (matrix: Float64Array, i: number, j: number) => entry(matrix, i * q + j);
      variance += at(own, s, s) * at(own, t, t) - at(own, s, s) * at(shared, t, t) - at(own, t, t) * at(shared, s, s);
      variance += at(own, s, t) ** 2 - 2 * at(own, s, t) * at(shared, s, t);
      const sum = spread[s]?.[t];
      if (sum === undefined) continue;
      for (let a = 0; a < size; a++)
        for (let b = 0; b < size; b++) {
          const place = (columns[a] ?? 0) * p + (columns[b] ?? 0);
          sum[place] = entry(sum, place) + entry(turned, a * q + s) * entry(turned, b * q + t);
        }
    }
  }
  return variance;
}

// AᵀB of matrices with q columns
function crossed(a: Float64Array, b: Float64Array, q: number): Float64Array {
  const product = new Float64Array(q * q);
  for (let row = 0; row < a.length; row += q) for (let i = 0; i < q; i++) addScaled(product, i * q, entry(a, row + i), b, row, q);
  return product;
}

// what the estimated coefficients make clusters share
function sharedVariance(spread: Spread, bread: Float64Array, q: number): number {
  const p = Math.round(Math.sqrt(bread.length));
  let sum = 0;
  for (let s = 0; s < q; s++) {
    for (let t = 0; t < q; t++) {
      const image = times(bread, spread[s]?.[t] ?? bread, p);
      const mirrored = times(bread, spread[t]?.[s] ?? bread, p);
      sum += dot(image, 0, transposed(mirrored, p), 0, p * p) + dot(image, 0, transposed(image, p), 0, p * p);
    }
  }
  return sum;
}
