import { backward, cholesky, type Factor } from "./cholesky.ts";
import type { ClusterProducts } from "./cluster-products.ts";
import { addOuterFull, sandwichErrors } from "./cluster-robust.ts";
import { inverseRootOfComplement } from "./inverse-root.ts";
import { type LeastSquares, scoreOf } from "./least-squares.ts";
import { times, timesVector, traceOfProduct, transposed } from "./matrix.ts";
import { packedIndex } from "./packed.ts";
import { addScaled, entry } from "./vectors.ts";

/** CR2 standard errors and the degrees of freedom of each coefficient's t; `null` where a variance has no expectation to match. */
export type BellMcCaffrey = { readonly standardErrors: readonly number[]; readonly degreesOfFreedom: readonly (number | null)[] };

/**
 * Bias-reduced linearisation with an identity working model, and Satterthwaite degrees of freedom (Bell and McCaffrey 2002; Pustejovsky
 * and Tipton 2018). R: `clubSandwich::coef_test(lm, vcovCR(lm, cluster, "CR2"), test = "Satterthwaite")`.
 *
 * No person's row is needed. With M = (X'X)⁻¹ over the columns a cluster has, M = L L' and K = L'X_g'X_g L, the adjusted residuals' score is
 * X_g'A_g e_g = L⁻ᵀ F L' X_g'e_g with F = (I − K)^(−½). A direction that the cluster alone identifies (an eigenvalue 1) counts as 0.
 */
export function bellMcCaffrey(products: ClusterProducts, fit: LeastSquares): BellMcCaffrey {
  const p = fit.beta.length;
  const meat = new Float64Array(p * p);
  const moments = Array.from({ length: p }, () => ({ trace: 0, squares: 0, scores: new Float64Array(p * p) }));
  for (let cluster = 0; cluster < products.clusters.length; cluster++) {
    const packed = products.at(cluster);
    const leverage = clusterLeverage(packed, fit.bread, p);
    addOuterFull(meat, adjustedScore(leverage, scoreOf(packed, fit.beta)));
    addMoments(moments, leverage, fit.bread);
  }
  return {
    standardErrors: sandwichErrors(fit, meat),
    degreesOfFreedom: moments.map(({ trace, squares, scores }, column) => {
      // the trace would be the coefficient's own entry of M if no direction were lost: next to nothing of it is rounding
      if (!(trace > 1e-9 * entry(fit.bread, column * p + column))) return null;
      const spread = times(fit.bread, scores, p);
      const whole = squares + traceOfProduct(spread, transposed(spread, p));
      return whole > 0 ? trace ** 2 / whole : null;
    }),
  };
}

/** One cluster's leverage K and its adjustment F, on the columns it has anything in. */
export type ClusterLeverage = {
  readonly columns: readonly number[];
  /** L of M over the columns. */
  readonly factor: Factor;
  readonly leverage: Float64Array;
  readonly adjustment: Float64Array;
};

/** The leverage and the adjustment of one cluster, from its packed cross-products and M = (X'X)⁻¹ of `p` columns. */
export function clusterLeverage(packed: Float64Array, bread: Float64Array, p: number): ClusterLeverage {
  const columns: number[] = [];
  for (let column = 0; column < p; column++) if (entry(packed, packedIndex(p + 1, column, column)) > 0) columns.push(column);
  const size = columns.length;
  const [inverse, own] = [new Float64Array(size * size), new Float64Array(size * size)];
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const [i, j] = [columns[a] ?? 0, columns[b] ?? 0];
      const product = entry(packed, packedIndex(p + 1, j, i));
      inverse[a * size + b] = entry(bread, i * p + j);
      inverse[b * size + a] = entry(bread, i * p + j);
      own[a * size + b] = product;
      own[b * size + a] = product;
    }
  }
  const factor = cholesky(inverse, size);
  if (factor === null) throw new Error("clusterLeverage requires an invertible cross-product");
  const leverage = times(transposed(factor.rows, size), times(own, factor.rows, size), size);
  return { columns, factor, leverage, adjustment: inverseRootOfComplement(leverage, size) };
}

/** X_g'A_g e_g from X_g'e_g, over all columns. */
export function adjustedScore({ columns, factor, adjustment }: ClusterLeverage, score: Float64Array): Float64Array {
  const own = new Float64Array(columns.length);
  for (const [i, column] of columns.entries()) addScaled(own, 0, entry(score, column), factor.rows, i * columns.length, i + 1);
  const back = backward(factor, timesVector(adjustment, own));
  const whole = new Float64Array(score.length);
  for (const [index, column] of columns.entries()) whole[column] = entry(back, index);
  return whole;
}

type Moments = { trace: number; squares: number; readonly scores: Float64Array };

// the cluster's part of Σ P_gg and Σ P_gh², for the variance of each coefficient as a quadratic form in the errors
function addMoments(moments: readonly Moments[], { columns, factor, leverage, adjustment }: ClusterLeverage, bread: Float64Array): void {
  const [size, p] = [columns.length, moments.length];
  const contrasts = forwardRows(factor, bread, columns, p);
  const weighted = times(adjustment, contrasts, size, p);
  const turned = times(leverage, weighted, size, p);
  for (let column = 0; column < p; column++) {
    const moment = moments[column];
    if (moment === undefined) continue;
    let [own, shared] = [0, 0];
    for (let place = column; place < size * p; place += p) {
      const value = entry(turned, place);
      own += entry(weighted, place) * value;
      shared += value * value;
    }
    moment.trace += own - shared;
    moment.squares += own * own - 2 * own * shared;
  }
  backwardRows(factor, turned, p);
  for (let column = 0; column < p; column++) addSpread(moments[column]?.scores ?? turned, columns, { values: turned, column, p });
}

/** L⁻¹ times the rows that the cluster has of a matrix of `p` columns. */
export function forwardRows({ n, rows }: Factor, matrix: Float64Array, columns: readonly number[], p: number): Float64Array {
  const solved = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    addScaled(solved, i * p, 1, matrix, (columns[i] ?? 0) * p, p);
    for (let k = 0; k < i; k++) addScaled(solved, i * p, -entry(rows, i * n + k), solved, k * p, p);
    const pivot = entry(rows, i * n + i);
    for (let j = 0; j < p; j++) solved[i * p + j] = entry(solved, i * p + j) / pivot;
  }
  return solved;
}

/** L⁻ᵀ times rows, in their place. */
export function backwardRows({ n, rows }: Factor, values: Float64Array, p: number): void {
  for (let i = n - 1; i >= 0; i--) {
    const pivot = entry(rows, i * n + i);
    for (let j = 0; j < p; j++) values[i * p + j] = entry(values, i * p + j) / pivot;
    for (let k = 0; k < i; k++) addScaled(values, k * p, -entry(rows, i * n + k), values, i * p, p);
  }
}

// one column's score times itself
function addSpread(
  scores: Float64Array,
  columns: readonly number[],
  { values, column, p }: { values: Float64Array; column: number; p: number },
): void {
  for (let a = 0; a < columns.length; a++) {
    const row = (columns[a] ?? 0) * p;
    const factor = entry(values, a * p + column);
    for (let b = 0; b < columns.length; b++) {
      const place = row + (columns[b] ?? 0);
      scores[place] = entry(scores, place) + factor * entry(values, b * p + column);
    }
  }
}
