import { times } from "./matrix.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";
import { addScaled, entry } from "./vectors.ts";

/**
 * (I − K)^(−½), symmetric, for a symmetric n × n matrix K with eigenvalues from 0 to 1. Where an eigenvalue is 1 its direction counts as 0
 * (the pseudo-inverse). Small matrices K take Newton and Schulz's iteration, which needs products alone (Higham 2008, chapter 6);
 * others their eigenvectors.
 */
export function inverseRootOfComplement(matrix: Float64Array, n: number): Float64Array {
  return largestRowSum(matrix, n) < 0.4 ? iterated(matrix, n) : spectral(matrix, n);
}

function largestRowSum(matrix: Float64Array, n: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += Math.abs(entry(matrix, i * n + j));
    largest = Math.max(largest, sum);
  }
  return largest;
}

function iterated(matrix: Float64Array, n: number): Float64Array {
  let root = times(matrix, matrix, n);
  for (let place = 0; place < root.length; place++) root[place] = 0.375 * entry(root, place) + 0.5 * entry(matrix, place);
  addToDiagonal(root, n, 1);
  for (let turn = 0; turn < 30; turn++) {
    const square = times(root, root, n);
    const image = times(matrix, square, n);
    for (let place = 0; place < image.length; place++) image[place] = (entry(image, place) - entry(square, place)) / 2;
    addToDiagonal(image, n, 0.5);
    const step = times(root, image, n);
    addScaled(root, 0, 1, step, 0, root.length);
    if (largestRowSum(step, n) < 1e-9) break;
  }
  root = symmetrised(root, n);
  return root;
}

function addToDiagonal(matrix: Float64Array, n: number, value: number): void {
  for (let i = 0; i < n; i++) matrix[i * n + i] = entry(matrix, i * n + i) + value;
}

function symmetrised(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (entry(matrix, i * n + j) + entry(matrix, j * n + i)) / 2;
      matrix[i * n + j] = mean;
      matrix[j * n + i] = mean;
    }
  }
  return matrix;
}

function spectral(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const root = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const left = 1 - entry(values, k);
    if (!(left > 1e-10)) continue;
    for (let i = 0; i < n; i++) addScaled(root, i * n, entry(vectors, k * n + i) / Math.sqrt(left), vectors, k * n, n);
  }
  return root;
}
