import { addScaled, dot, entry } from "./vectors.ts";

/** A · v for a row-major n × n matrix. */
export function timesVector(matrix: Float64Array, v: Float64Array): Float64Array {
  const n = v.length;
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) product[i] = dot(matrix, i * n, v, 0, n);
  return product;
}

/** A · B for row-major matrices: n × n, and n × `columns`. */
export function times(a: Float64Array, b: Float64Array, n: number, columns: number = n): Float64Array {
  const product = new Float64Array(n * columns);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) addScaled(product, i * columns, entry(a, i * n + k), b, k * columns, columns);
  }
  return product;
}

/** Aᵀ of a row-major n × n matrix. */
export function transposed(matrix: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) result[j * n + i] = entry(matrix, i * n + j);
  return result;
}

/** tr(A B) for symmetric matrices of one size: the sum of the products of their entries. */
export function traceOfProduct(a: Float64Array, b: Float64Array): number {
  return dot(a, 0, b, 0, a.length);
}

/** vᵀ A v. */
export function quadraticForm(matrix: Float64Array, v: Float64Array): number {
  return dot(timesVector(matrix, v), 0, v, 0, v.length);
}

/** The square roots of the diagonal: standard errors from a variance matrix. */
export function rootDiagonal(matrix: Float64Array, n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => Math.sqrt(entry(matrix, i * n + i)));
}
