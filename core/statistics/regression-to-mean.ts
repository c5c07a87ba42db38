import type { PairCount } from "./paired-change.ts";

/** What a group chosen by its baseline would be expected to change by if nothing had happened to anybody. */
export type RegressionToMean = {
  readonly n: number;
  readonly observedChange: number;
  /** (reliability − 1) times the distance of the group's baseline from everybody's. */
  readonly expectedChange: number;
};

/**
 * Regression to the mean expected of the people whom `chosen` picks by their baseline, for a given reliability (the correlation of two
 * measurements of people who do not change); `null` where it picks nobody. Davis 1976; R: `(rho - 1) * (mean(b[chosen]) - mean(b))`.
 */
export function regressionToMean(
  pairs: readonly PairCount[],
  chosen: (baseline: number) => boolean,
  reliability: number,
): RegressionToMean | null {
  const sums = { all: 0, allBaseline: 0, n: 0, baseline: 0, followUp: 0 };
  for (const { baseline, followUp, n } of pairs) {
    sums.all += n;
    sums.allBaseline += n * baseline;
    if (!chosen(baseline)) continue;
    sums.n += n;
    sums.baseline += n * baseline;
    sums.followUp += n * followUp;
  }
  if (sums.n === 0) return null;
  const distance = sums.baseline / sums.n - sums.allBaseline / sums.all;
  const expectedChange = distance === 0 ? 0 : (reliability - 1) * distance;
  return { n: sums.n, observedChange: (sums.followUp - sums.baseline) / sums.n, expectedChange };
}
