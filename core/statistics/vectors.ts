/** A stretch of numbers: where it starts in an array. Rows of a row-major matrix are such stretches. */
type Numbers = Float64Array;

/** Σ a[i]·b[i] over `length` numbers from two places. */
export function dot(a: Numbers, fromA: number, b: Numbers, fromB: number, length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index++) sum += (a[fromA + index] ?? 0) * (b[fromB + index] ?? 0);
  return sum;
}

/** Adds `factor` times a stretch of `source` to a stretch of `target`. */
export function addScaled(target: Numbers, to: number, factor: number, source: Numbers, from: number, length: number): void {
  for (let index = 0; index < length; index++) target[to + index] = (target[to + index] ?? 0) + factor * (source[from + index] ?? 0);
}

/** A number of an array that is known to be there. */
export function entry(values: Numbers, index: number): number {
  return values[index] ?? 0;
}
