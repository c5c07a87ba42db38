/** A value and how often it occurs. */
export type Counted = { readonly value: number; readonly n: number };

/**
 * The quantile of a multiset at probability p by linear interpolation at (n − 1)p + 1 (Hyndman and Fan's type 7;
 * R: `quantile(x, p, type = 7)`). `null` for an empty multiset. The values must be sorted upwards.
 */
export function quantileOfCounts(sorted: readonly Counted[], p: number): number | null {
  const n = sorted.reduce((total, entry) => total + entry.n, 0);
  if (n === 0) return null;
  const position = (n - 1) * p;
  const whole = Math.floor(position + 4 * Number.EPSILON);
  const fraction = Math.max(0, position - whole);
  const below = ranked(sorted, whole);
  if (fraction === 0) return below;
  return below + fraction * (ranked(sorted, whole + 1) - below);
}

/** The same for plain values, sorted upwards. */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number | null {
  if (sorted.length === 0) return null;
  const position = (sorted.length - 1) * p;
  const whole = Math.min(Math.floor(position + 4 * Number.EPSILON), sorted.length - 1);
  const fraction = Math.max(0, position - whole);
  const below = sorted[whole] ?? Number.NaN;
  if (fraction === 0) return below;
  return below + fraction * ((sorted[whole + 1] ?? below) - below);
}

function ranked(sorted: readonly Counted[], rank: number): number {
  let seen = 0;
  for (const { value, n } of sorted) {
    seen += n;
    if (rank < seen) return value;
  }
  return sorted[sorted.length - 1]?.value ?? Number.NaN;
}
