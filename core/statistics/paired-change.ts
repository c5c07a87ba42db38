import { type Counted, quantileOfCounts } from "./quantile.ts";
import { studentQuantile, studentTwoSided } from "./student-t.ts";
import type { Interval } from "./wilson.ts";

/** How many people went from one score to another: one cell of a joint table. Scores have three decimals at most. */
export type PairCount = { readonly baseline: number; readonly followUp: number; readonly n: number };

/** Paired change; change is follow-up − baseline. What is undefined is `null`: everything for n = 0, spread for n = 1. */
export type PairedChange = {
  readonly n: number;
  readonly meanBaseline: number | null;
  readonly meanFollowUp: number | null;
  readonly meanChange: number | null;
  readonly medianBaseline: number | null;
  readonly medianFollowUp: number | null;
  readonly medianChange: number | null;
  readonly lowerQuartileChange: number | null;
  readonly upperQuartileChange: number | null;
  readonly sdBaseline: number | null;
  readonly sdFollowUp: number | null;
  readonly sdChange: number | null;
  readonly seChange: number | null;
  /** Mean change ± t(0.975, n − 1) · standard error. */
  readonly ci95Change: Interval | null;
  /** Mean change over its standard error; `null` when nobody's change differs. */
  readonly t: number | null;
  readonly pTwoSided: number | null;
  /** Cohen's d_z: mean change over the SD of the change; the standardised response mean. */
  readonly dZ: number | null;
  /** Pearson's correlation of baseline and follow-up. */
  readonly r: number | null;
};

/**
 * Paired change from a joint table of scores. Sums are integers (of thousandths where scores have decimals), so the result is the same
 * whatever the order or grouping of the cells. R: `t.test(followUp, baseline, paired = TRUE)`, `sd`, `quantile(type = 7)`, `cor`.
 */
export function pairedChange(pairs: readonly PairCount[]): PairedChange {
  const areWhole = pairs.every(({ baseline, followUp }) => Number.isInteger(baseline) && Number.isInteger(followUp));
  if (areWhole) return wholeChange(pairs);
  const { n, t, pTwoSided, dZ, r, ci95Change, ...inThousandths } = wholeChange(pairs.map(thousandths));
  const points = mapValues(inThousandths, (value) => (value === null ? null : value / 1000));
  return { n, ...points, ci95Change: ci95Change && [ci95Change[0] / 1000, ci95Change[1] / 1000], t, pTwoSided, dZ, r };
}

function thousandths({ baseline, followUp, n }: PairCount): PairCount {
  return { baseline: Math.round(baseline * 1000), followUp: Math.round(followUp * 1000), n };
}

function mapValues<Key extends string>(
  record: Readonly<Record<Key, number | null>>,
  change: (value: number | null) => number | null,
): Record<Key, number | null> {
  const entries = Object.entries<number | null>(record).map(([key, value]) => [key, change(value)] as const);
  return Object.fromEntries(entries) as Record<Key, number | null>;
}

function wholeChange(pairs: readonly PairCount[]): PairedChange {
  const sums = sumsOf(pairs);
  const { n } = sums;
  const change = distribution(pairs, (pair) => pair.followUp - pair.baseline);
  const meanChange = n === 0 ? null : (sums.followUp - sums.baseline) / n;
  const spread = spreadOf(sums);
  return {
    n,
    meanBaseline: n === 0 ? null : sums.baseline / n,
    meanFollowUp: n === 0 ? null : sums.followUp / n,
    meanChange,
    medianBaseline: quantileOfCounts(
      distribution(pairs, (pair) => pair.baseline),
      0.5,
    ),
    medianFollowUp: quantileOfCounts(
      distribution(pairs, (pair) => pair.followUp),
      0.5,
    ),
    medianChange: quantileOfCounts(change, 0.5),
    lowerQuartileChange: quantileOfCounts(change, 0.25),
    upperQuartileChange: quantileOfCounts(change, 0.75),
    ...spread,
    ...inference(meanChange, spread.sdChange, n),
  };
}

/** The pairs of several tables as one: commutative and associative. */
export function mergePairCounts(tables: Iterable<readonly PairCount[]>): readonly PairCount[] {
  const merged = new Map<string, PairCount>();
  for (const table of tables) {
    for (const pair of table) {
      const key = `${pair.baseline}|${pair.followUp}`;
      merged.set(key, { ...pair, n: pair.n + (merged.get(key)?.n ?? 0) });
    }
  }
  return [...merged.values()].sort((a, b) => a.baseline - b.baseline || a.followUp - b.followUp);
}

type Sums = {
  readonly n: number;
  readonly baseline: number;
  readonly followUp: number;
  readonly baselineSquares: number;
  readonly followUpSquares: number;
  readonly products: number;
};

function sumsOf(pairs: readonly PairCount[]): Sums {
  const sums = { n: 0, baseline: 0, followUp: 0, baselineSquares: 0, followUpSquares: 0, products: 0 };
  for (const { baseline, followUp, n } of pairs) {
    sums.n += n;
    sums.baseline += n * baseline;
    sums.followUp += n * followUp;
    sums.baselineSquares += n * baseline * baseline;
    sums.followUpSquares += n * followUp * followUp;
    sums.products += n * baseline * followUp;
  }
  return sums;
}

// n·Σxy − Σx·Σy in whole numbers: no cancellation, no dependence on order
function spreadOf(s: Sums): Pick<PairedChange, "sdBaseline" | "sdFollowUp" | "sdChange" | "seChange" | "r"> {
  if (s.n < 2) return { sdBaseline: null, sdFollowUp: null, sdChange: null, seChange: null, r: null };
  const baseline = s.n * s.baselineSquares - s.baseline ** 2;
  const followUp = s.n * s.followUpSquares - s.followUp ** 2;
  const joint = s.n * s.products - s.baseline * s.followUp;
  const sd = (scaled: number) => Math.sqrt(scaled / (s.n * (s.n - 1)));
  const sdChange = sd(baseline + followUp - 2 * joint);
  const r = baseline > 0 && followUp > 0 ? correlation(joint, baseline, followUp) : null;
  return { sdBaseline: sd(baseline), sdFollowUp: sd(followUp), sdChange, seChange: sdChange / Math.sqrt(s.n), r };
}

// points on one line correlate by exactly ±1, which the square roots would miss
function correlation(joint: number, baseline: number, followUp: number): number {
  if (joint * joint >= baseline * followUp) return Math.sign(joint);
  return joint / (Math.sqrt(baseline) * Math.sqrt(followUp));
}

function inference(mean: number | null, sd: number | null, n: number): Pick<PairedChange, "ci95Change" | "t" | "pTwoSided" | "dZ"> {
  if (mean === null || sd === null) return { ci95Change: null, t: null, pTwoSided: null, dZ: null };
  const se = sd / Math.sqrt(n);
  const half = studentQuantile(0.975, n - 1) * se;
  const ci95Change: Interval = [mean - half, mean + half];
  if (sd === 0) return { ci95Change, t: null, pTwoSided: null, dZ: null };
  return { ci95Change, t: mean / se, pTwoSided: studentTwoSided(mean / se, n - 1), dZ: mean / sd };
}

function distribution(pairs: readonly PairCount[], measure: (pair: PairCount) => number): readonly Counted[] {
  const counts = new Map<number, number>();
  for (const pair of pairs) counts.set(measure(pair), (counts.get(measure(pair)) ?? 0) + pair.n);
  return [...counts].map(([value, n]) => ({ value, n })).sort((a, b) => a.value - b.value);
}
