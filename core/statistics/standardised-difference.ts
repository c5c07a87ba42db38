/** So many people with the same value. */
type Valued = { readonly value: number; readonly n: number };

/**
 * The difference of two means in pooled standard deviations, √((s₁² + s₀²) / 2) (Austin 2009): how far apart two groups lie, whatever their
 * size. R: `(mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2)`. `null` with fewer than two people in a group, or where nobody differs.
 */
export function standardisedDifference(treated: readonly Valued[], others: readonly Valued[]): number | null {
  const [a, b] = [momentsOf(treated), momentsOf(others)];
  if (a === null || b === null) return null;
  return inPooled(a.mean - b.mean, a.variance, b.variance);
}

/** The same of two shares, 0 to 1, each with the variance p(1 − p). R: `(p - q) / sqrt((p * (1 - p) + q * (1 - q)) / 2)`. */
export function standardisedShareDifference(treated: number, others: number): number | null {
  return treated === others ? 0 : inPooled(treated - others, treated * (1 - treated), others * (1 - others));
}

function inPooled(difference: number, one: number, other: number): number | null {
  const pooled = Math.sqrt((one + other) / 2);
  return pooled > 0 ? difference / pooled : null;
}

function momentsOf(values: readonly Valued[]): { readonly mean: number; readonly variance: number } | null {
  const n = values.reduce((sum, each) => sum + each.n, 0);
  if (n < 2) return null;
  const mean = values.reduce((sum, { value, n: people }) => sum + people * value, 0) / n;
  return { mean, variance: values.reduce((sum, { value, n: people }) => sum + people * (value - mean) ** 2, 0) / (n - 1) };
}
