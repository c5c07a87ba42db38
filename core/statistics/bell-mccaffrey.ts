import { backward, cholesky, type Factor, forward } from "./cholesky.ts";
import type { ClusterProducts } from "./cluster-products.ts";
import { addOuterFull, sandwich } from "./cluster-robust.ts";
import { type LeastSquares, scoreOf } from "./least-squares.ts";
import { rootDiagonal, times, timesVector, traceOfProduct } from "./matrix.ts";
import { packedIndex } from "./packed.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";
import { dot, entry } from "./vectors.ts";

/** CR2 standard errors and the degrees of freedom of each coefficient's t; `null` where a variance has no expectation to match. */
export type BellMcCaffrey = { readonly standardErrors: readonly number[]; readonly degreesOfFreedom: readonly (number | null)[] };

/**
 * Bias-reduced linearisation with an identity working model, and Satterthwaite degrees of freedom (Bell and McCaffrey 2002; Pustejovsky
 * and Tipton 2018). R: `clubSandwich::coef_test(lm, vcovCR(lm, cluster, "CR2"), test = "Satterthwaite")`.
 *
 * No person's row is needed. With M = (X'X)⁻¹ over the columns a cluster has, M = L L' and L'X_g'X_g L = U Λ U', the adjusted residuals'
 * score is X_g'A_g e_g = L⁻ᵀ U (1 − Λ)^(−½) U' L' X_g'e_g. A direction that the cluster alone identifies (Λ = 1) counts as 0.
 */
export function bellMcCaffrey(products: ClusterProducts, fit: LeastSquares): BellMcCaffrey {
  const p = fit.beta.length;
  const meat = new Float64Array(p * p);
  const moments = Array.from({ length: p }, () => ({ trace: 0, squares: 0, scores: new Float64Array(p * p) }));
  for (let cluster = 0; cluster < products.clusters.length; cluster++) {
    const packed = products.at(cluster);
    const local = localSpectrum(packed, fit.bread, p);
    addOuterFull(meat, adjustedScore(local, scoreOf(packed, fit.beta)));
    for (const [column, moment] of moments.entries()) addMoments(moment, local, { bread: fit.bread, column, p });
  }
  return {
    standardErrors: rootDiagonal(sandwich(fit.bread, meat, p), p),
    degreesOfFreedom: moments.map(({ trace, squares, scores }) => {
      const spread = times(fit.bread, scores, p);
      const whole = squares + traceOfProduct(spread, transposed(spread, p));
      return whole > 0 && trace > 0 ? trace ** 2 / whole : null;
    }),
  };
}

/** One cluster in the directions in which its leverage is diagonal; `columns` are those it has anything in. */
type LocalSpectrum = {
  readonly columns: readonly number[];
  readonly factor: Factor;
  readonly leverages: Float64Array;
  readonly directions: Float64Array;
  readonly weights: Float64Array;
};

function localSpectrum(packed: Float64Array, bread: Float64Array, p: number): LocalSpectrum {
  const columns = Array.from({ length: p }, (_, column) => column).filter(
    (column) => entry(packed, packedIndex(p + 1, column, column)) > 0,
  );
  const size = columns.length;
  const factor = cholesky(
    submatrix(columns, (i, j) => entry(bread, i * p + j)),
    size,
  );
  if (factor === null) throw new Error("localSpectrum requires an invertible cross-product");
  const own = submatrix(columns, (i, j) => entry(packed, packedIndex(p + 1, i, j)));
  const { values, vectors } = symmetricEigen(congruent(factor, own), size);
  const weights = values.map((leverage) => (1 - leverage > 1e-10 ? 1 / Math.sqrt(1 - leverage) : 0));
  return { columns, factor, leverages: values, directions: vectors, weights };
}

function submatrix(columns: readonly number[], value: (i: number, j: number) => number): Float64Array {
  const matrix = new Float64Array(columns.length ** 2);
  columns.forEach((i, a) => {
    columns.forEach((j, b) => {
      matrix[a * columns.length + b] = value(i, j);
    });
  });
  return matrix;
}

// L' S L
function congruent({ n, rows }: Factor, matrix: Float64Array): Float64Array {
  const right = times(matrix, rows, n);
  return times(transposed(rows, n), right, n);
}

function transposed(matrix: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) result[j * n + i] = entry(matrix, i * n + j);
  return result;
}

function adjustedScore({ columns, factor, directions, weights }: LocalSpectrum, score: Float64Array): Float64Array {
  const own = timesLower(
    factor,
    Float64Array.from(columns, (column) => entry(score, column)),
  );
  const turned = timesVector(directions, own).map((value, k) => value * entry(weights, k));
  const back = backward(factor, combined(directions, turned));
  const whole = new Float64Array(score.length);
  columns.forEach((column, index) => {
    whole[column] = entry(back, index);
  });
  return whole;
}

// L' v
function timesLower({ n, rows }: Factor, v: Float64Array): Float64Array {
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) result[j] = entry(result, j) + entry(rows, i * n + j) * entry(v, i);
  return result;
}

// U w, with the eigenvectors as rows
function combined(directions: Float64Array, weights: Float64Array): Float64Array {
  const n = weights.length;
  const result = new Float64Array(n);
  for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) result[i] = entry(result, i) + entry(weights, k) * entry(directions, k * n + i);
  return result;
}

type Moments = { trace: number; squares: number; readonly scores: Float64Array };

// the cluster's part of Σ P_gg and Σ P_gh², for the variance of one coefficient as a quadratic form in the errors
function addMoments(
  moments: Moments,
  { columns, factor, leverages, directions, weights }: LocalSpectrum,
  { bread, column, p }: { bread: Float64Array; column: number; p: number },
): void {
  const contrast = forward(
    factor,
    Float64Array.from(columns, (other) => entry(bread, other * p + column)),
  );
  const turned = timesVector(directions, contrast);
  let own = 0;
  const scaled = turned.map((value, k) => {
    const weighted = value * entry(weights, k);
    own += entry(leverages, k) * weighted * weighted;
    return entry(leverages, k) * weighted;
  });
  const shared = dot(scaled, 0, scaled, 0, scaled.length);
  moments.trace += own - shared;
  moments.squares += own * own - 2 * own * shared;
  const score = backward(factor, combined(directions, scaled));
  columns.forEach((i, a) => {
    columns.forEach((j, b) => {
      moments.scores[i * p + j] = entry(moments.scores, i * p + j) + entry(score, a) * entry(score, b);
    });
  });
}
