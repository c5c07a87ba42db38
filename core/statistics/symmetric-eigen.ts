import { addScaled, dot, entry } from "./vectors.ts";

/** Eigenvalues of a symmetric matrix, and its eigenvectors as the rows of a row-major matrix, in the same order. */
export type Eigen = { readonly values: Float64Array; readonly vectors: Float64Array };

/**
 * The eigenvalues and eigenvectors of a symmetric n × n matrix: Householder's reduction to tridiagonal form, then implicit QL steps
 * with Wilkinson's shift (Golub and Van Loan, 8.3). R: `eigen(A, symmetric = TRUE)`.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const work = Float64Array.from(matrix);
  const vectors = identity(n);
  const values = new Float64Array(n);
  const beside = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) reflect(work, vectors, { k, n });
  for (let i = 0; i < n; i++) {
    values[i] = entry(work, i * n + i);
    if (i + 1 < n) beside[i] = entry(work, i * n + i + 1);
  }
  for (let low = 0; low < n; low++) isolate(values, beside, vectors, low);
  return { values, vectors };
}

function identity(n: number): Float64Array {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  return rows;
}

// makes column k zero below the subdiagonal: A ← H A H, and the rows of Qᵀ ← H Qᵀ, with H = I − τ v vᵀ
function reflect(work: Float64Array, vectors: Float64Array, { k, n }: { k: number; n: number }): void {
  const v = new Float64Array(n);
  for (let i = k + 1; i < n; i++) v[i] = entry(work, i * n + k);
  const tail = dot(v, k + 2, v, k + 2, n - k - 2);
  if (tail === 0) return;
  const head = entry(v, k + 1);
  const length = Math.sqrt(head * head + tail);
  v[k + 1] = head + (head > 0 ? length : -length);
  const tau = 2 / dot(v, k + 1, v, k + 1, n - k - 1);
  const image = new Float64Array(n);
  for (let i = 0; i < n; i++) image[i] = tau * dot(work, i * n + k + 1, v, k + 1, n - k - 1);
  addScaled(image, 0, (-tau * dot(image, 0, v, 0, n)) / 2, v, 0, n);
  for (let i = 0; i < n; i++) {
    addScaled(work, i * n, -entry(v, i), image, 0, n);
    addScaled(work, i * n, -entry(image, i), v, 0, n);
  }
  const mixed = new Float64Array(n);
  for (let i = k + 1; i < n; i++) addScaled(mixed, 0, tau * entry(v, i), vectors, i * n, n);
  for (let i = k + 1; i < n; i++) addScaled(vectors, i * n, -entry(v, i), mixed, 0, n);
}

function isolate(values: Float64Array, beside: Float64Array, vectors: Float64Array, low: number): void {
  for (let turn = 0; turn < 60; turn++) {
    let high = low;
    while (high < values.length - 1 && !negligible(values, beside, high)) high++;
    if (high === low) return;
    qlStep(values, beside, vectors, { low, high });
  }
}

function negligible(values: Float64Array, beside: Float64Array, at: number): boolean {
  const scale = Math.abs(entry(values, at)) + Math.abs(entry(values, at + 1));
  return Math.abs(entry(beside, at)) <= Number.EPSILON * scale || Math.abs(entry(beside, at)) < 1e-300;
}

function qlStep(values: Float64Array, beside: Float64Array, vectors: Float64Array, { low, high }: { low: number; high: number }): void {
  const n = values.length;
  const shape = (entry(values, low + 1) - entry(values, low)) / (2 * entry(beside, low));
  const shift = shape + (shape < 0 ? -1 : 1) * Math.hypot(shape, 1);
  let g = entry(values, high) - entry(values, low) + entry(beside, low) / shift;
  let [sine, cosine, carried] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const f = sine * entry(beside, i);
    const b = cosine * entry(beside, i);
    const length = Math.sqrt(f * f + g * g);
    beside[i + 1] = length;
    if (length === 0) {
      values[i + 1] = entry(values, i + 1) - carried;
      beside[high] = 0;
      return;
    }
    [sine, cosine] = [f / length, g / length];
    g = entry(values, i + 1) - carried;
    const spread = (entry(values, i) - g) * sine + 2 * cosine * b;
    carried = sine * spread;
    values[i + 1] = g + carried;
    g = cosine * spread - b;
    rotate(vectors, { upper: i * n, lower: (i + 1) * n, n }, { sine, cosine });
  }
  values[low] = entry(values, low) - carried;
  beside[low] = g;
  beside[high] = 0;
}

function rotate(
  vectors: Float64Array,
  { upper, lower, n }: { upper: number; lower: number; n: number },
  { sine, cosine }: { sine: number; cosine: number },
): void {
  for (let j = 0; j < n; j++) {
    const [below, above] = [entry(vectors, lower + j), entry(vectors, upper + j)];
    vectors[lower + j] = sine * above + cosine * below;
    vectors[upper + j] = cosine * above - sine * below;
  }
}
