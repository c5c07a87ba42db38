import { addScaled, dot, entry } from "./vectors.ts";

/** A lower triangular factor L of a symmetric matrix A = L Lᵀ, row-major. */
export type Factor = { readonly n: number; readonly rows: Float64Array };

/** The Cholesky factor of a symmetric n × n matrix, or `null` where it is not safely positive definite. */
export function cholesky(matrix: Float64Array, n: number): Factor | null {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) rows[i * n + j] = (entry(matrix, i * n + j) - dot(rows, i * n, rows, j * n, j)) / entry(rows, j * n + j);
    const pivot = entry(matrix, i * n + i) - dot(rows, i * n, rows, i * n, i);
    if (!(pivot > 1e-14 * Math.abs(entry(matrix, i * n + i)))) return null;
    rows[i * n + i] = Math.sqrt(pivot);
  }
  return { n, rows };
}

/** 2 Σ ln L_ii: the logarithm of the determinant of A. */
export function logDeterminant({ n, rows }: Factor): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += 2 * Math.log(entry(rows, i * n + i));
  return sum;
}

/** L⁻¹ b. */
export function forward({ n, rows }: Factor, b: Float64Array): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) x[i] = (entry(b, i) - dot(rows, i * n, x, 0, i)) / entry(rows, i * n + i);
  return x;
}

/** L⁻ᵀ b. */
export function backward({ n, rows }: Factor, b: Float64Array): Float64Array {
  const x = Float64Array.from(b.subarray(0, n));
  for (let i = n - 1; i >= 0; i--) {
    x[i] = entry(x, i) / entry(rows, i * n + i);
    addScaled(x, 0, -entry(x, i), rows, i * n, i);
  }
  return x;
}

/** A⁻¹ b. */
export function solve(factor: Factor, b: Float64Array): Float64Array {
  return backward(factor, forward(factor, b));
}

/** A⁻¹, row-major. */
export function inverse(factor: Factor): Float64Array {
  const { n } = factor;
  const result = new Float64Array(n * n);
  const lower = lowerInverse(factor);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) addScaled(result, i * n, entry(lower, k * n + i), lower, k * n, k + 1);
  }
  return result;
}

function lowerInverse({ n, rows }: Factor): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) addScaled(lower, i * n, -entry(rows, i * n + k), lower, k * n, k + 1);
    lower[i * n + i] = 1;
    const pivot = entry(rows, i * n + i);
    for (let j = 0; j <= i; j++) lower[i * n + j] = entry(lower, i * n + j) / pivot;
  }
  return lower;
}
