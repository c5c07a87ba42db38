import { backward, cholesky, type Factor, inverse } from "./cholesky.ts";
import type { ClusterProducts } from "./cluster-products.ts";
import { rootDiagonal, timesVector } from "./matrix.ts";
import { packedIndex, unpacked } from "./packed.ts";
import { addScaled, entry } from "./vectors.ts";

/** An ordinary least squares fit. */
export type LeastSquares = {
  readonly n: number;
  readonly beta: Float64Array;
  /** (X'X)⁻¹, row-major. */
  readonly bread: Float64Array;
  readonly residualSumOfSquares: number;
  readonly residualDf: number;
  readonly sigma2: number;
  /** Standard errors as if every person were independent. */
  readonly standardErrors: readonly number[];
};

/** The least squares fit of cross-products, or `null` where it is not unique or leaves no residual degree of freedom (R: `lm`). */
export function leastSquares({ columns, total }: ClusterProducts): LeastSquares | null {
  const p = columns.length;
  const q = p + 1;
  const n = entry(total, 0);
  const reduced = solveAugmented(unpacked(total, q), p);
  if (reduced === null || n - p < 1) return null;
  const bread = inverse(reduced.factor);
  const beta = refined(reduced.beta, bread, total);
  const sigma2 = reduced.residual / (n - p);
  return {
    n,
    beta,
    bread,
    residualSumOfSquares: reduced.residual,
    residualDf: n - p,
    sigma2,
    standardErrors: rootDiagonal(bread, p).map((root) => root * Math.sqrt(sigma2)),
  };
}

/** A regression solved from its augmented cross-products. */
export type Reduced = { readonly factor: Factor; readonly beta: Float64Array; readonly residual: number };

/** Coefficients, the factor of X'X and y'y − β'X'y from a full augmented matrix of p + 1 columns; `null` where X'X is singular. */
export function solveAugmented(matrix: Float64Array, p: number): Reduced | null {
  const q = p + 1;
  const leading = new Float64Array(p * p);
  for (let i = 0; i < p; i++) leading.set(matrix.subarray(i * q, i * q + p), i * p);
  const factor = cholesky(leading, p);
  if (factor === null) return null;
  const rhs = matrix.slice(p * q, p * q + p);
  const reduced = forwardInPlace(factor, rhs);
  let residual = entry(matrix, q * q - 1);
  for (const value of reduced) residual -= value * value;
  return { factor, beta: backward(factor, reduced), residual: Math.max(0, residual) };
}

function forwardInPlace({ n, rows }: Factor, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = entry(b, i);
    for (let k = 0; k < i; k++) sum -= entry(rows, i * n + k) * entry(b, k);
    b[i] = sum / entry(rows, i * n + i);
  }
  return b;
}

// one step of iterative refinement: the products are exact, so what is left over is too
function refined(beta: Float64Array, bread: Float64Array, total: Float64Array): Float64Array {
  const left = scoreOf(total, beta);
  const better = Float64Array.from(beta);
  addScaled(better, 0, 1, timesVector(bread, left), 0, beta.length);
  return better;
}

/** X'(y − Xβ) from packed cross-products. */
export function scoreOf(packed: Float64Array, beta: Float64Array): Float64Array {
  const p = beta.length;
  const q = p + 1;
  const score = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    const row = packedIndex(q, i, i) - i;
    let own = entry(packed, row + p) - entry(packed, row + i) * entry(beta, i);
    for (let j = i + 1; j < p; j++) {
      own -= entry(packed, row + j) * entry(beta, j);
      score[j] = entry(score, j) - entry(packed, row + j) * entry(beta, i);
    }
    score[i] = entry(score, i) + own;
  }
  return score;
}
