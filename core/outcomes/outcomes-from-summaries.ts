/** A mean with its standard deviation. */
export type Summary = { readonly mean: number; readonly sd: number };

/** What a published mean change and its 95% interval imply. */
export type ImpliedChange = { readonly standardError: number; readonly sdChange: number; readonly dZ: number };

/**
 * The standard error, SD of change and d_z behind a published mean change with a normal 95% interval: for setting a service's own results
 * beside a study that printed no SD. As exact as the rounding of what was printed.
 *
 * @example impliedChange({ mean: -1.84, lower: -1.91, upper: -1.77 }, 2250).dZ is -1.086 (Foster 2021)
 */
export function impliedChange(published: { mean: number; lower: number; upper: number }, n: number): ImpliedChange {
  const standardError = (published.upper - published.lower) / (2 * 1.96);
  const sdChange = standardError * Math.sqrt(n);
  return { standardError, sdChange, dZ: published.mean / sdChange };
}

/** d_z from a paired t and its degrees of freedom: t over the root of n. A larger t is no larger effect: it may only be a larger n. */
export function dZFromT(t: number, df: number): number {
  return t / Math.sqrt(df + 1);
}

/** Effect sizes from two summaries alone, without the correlation: change, over the baseline SD (Glass), and over the mean SD (d_av). */
export function effectFromSummaries(baseline: Summary, followUp: Summary): { change: number; glass: number; dAv: number } {
  const change = followUp.mean - baseline.mean;
  return { change, glass: change / baseline.sd, dAv: change / ((baseline.sd + followUp.sd) / 2) };
}

/** The reliability that an SD and a standard error of measurement imply: the inverse of SEM = SD √(1 − r). */
export function impliedReliability(sd: number, sem: number): number {
  return 1 - (sem / sd) ** 2;
}
