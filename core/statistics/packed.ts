import { entry } from "./vectors.ts";

/**
 * Symmetric matrices as their upper triangle, row by row: (0,0) (0,1) … (0,q−1) (1,1) …. Cross-products are kept so, with the
 * response as the last column.
 */
export function packedSize(q: number): number {
  return (q * (q + 1)) / 2;
}

/** The place of (i, j) in the packed triangle of a q × q matrix. */
export function packedIndex(q: number, i: number, j: number): number {
  return i <= j ? i * q - (i * (i - 1)) / 2 + (j - i) : packedIndex(q, j, i);
}

/** The leading `p` rows and columns of a packed q × q matrix, in full. */
export function unpacked(packed: Float64Array, q: number, p: number = q): Float64Array {
  const full = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = i; j < p; j++) {
      const value = entry(packed, packedIndex(q, i, j));
      full[i * p + j] = value;
      full[j * p + i] = value;
    }
  }
  return full;
}

/** Adds `factor` · v vᵀ to a packed matrix. */
export function addOuter(packed: Float64Array, factor: number, v: Float64Array): void {
  let place = 0;
  for (let i = 0; i < v.length; i++) {
    const scaled = factor * entry(v, i);
    for (let j = i; j < v.length; j++) {
      packed[place] = entry(packed, place) + scaled * entry(v, j);
      place++;
    }
  }
}
