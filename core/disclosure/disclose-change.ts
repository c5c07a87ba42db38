import type { Instrument } from "../instruments/instrument.ts";
import { scoreDifference } from "../outcomes/outcomes.ts";
import type { ChangeKind, ChangeTable, Shown } from "../place-report.ts";
import { type PairCount, type PairedChange, pairedChange } from "../statistics/paired-change.ts";
import { type Bar, mergeBars, type ValueCounts } from "./merge-bars.ts";
import { kindOfChange, type OutcomeCounts } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import { isUnreliable, missing, rounded, showCount, showMean, suppressed } from "./show.ts";

type Disclosing = {
  readonly instrument: Instrument;
  readonly profile: DisclosureProfile;
  readonly n: Shown;
  readonly classesShown: boolean;
};

/** The paired change of one outcome, as it may be shown. */
export function discloseChange(
  { pairs }: OutcomeCounts,
  { instrument, profile, n, classesShown }: Disclosing,
): Omit<ChangeTable, "regression"> {
  const change = pairedChange(pairs);
  const mayShow = change.n >= profile.minimumDenominator && n.kind === "value" && (profile.decimals === null || varies(change));
  const absent = change.n === 0 && n.kind === "value" ? missing : suppressed;
  const average = (value: number | null): Shown =>
    mayShow && value !== null ? { kind: "value", value: rounded(value, profile.decimals) } : absent;
  const { meanChange, sdChange } = change;
  return {
    n,
    unreliable: isUnreliable(n, profile),
    meanBaseline: average(change.meanBaseline),
    meanFollowUp: average(change.meanFollowUp),
    meanChange: mayShow && meanChange !== null ? (sdChange === null ? missing : showMean(meanChange, sdChange, n.value, profile)) : absent,
    medianChange: average(change.medianChange),
    standardDeviationOfChange: average(sdChange),
    changes: mayShow ? changeBars(pairs, { instrument, profile, n, classesShown }) : [],
    scores: mayShow ? scoreBars(pairs, instrument, profile) : [],
  };
}

/** Averages of people who all answered alike would tell each one's score. */
function varies({ sdBaseline, sdFollowUp, sdChange }: PairedChange): boolean {
  return [sdBaseline, sdFollowUp, sdChange].every((sd) => sd !== null && sd > 0);
}

/** Bars of which none ends where a class of change does: a hidden class would be the sum of the bars beside it. */
function acrossThresholds(bars: readonly Bar[], thresholds: readonly number[]): readonly Bar[] {
  const joined: Bar[] = [];
  for (const bar of bars) {
    const before = thresholds.includes(bar.from) ? joined.pop() : undefined;
    joined.push(
      before === undefined ? bar : { ...bar, from: before.from, counts: bar.counts.map((n, at) => n + (before.counts[at] ?? 0)) },
    );
  }
  return joined;
}

function changeBars(pairs: readonly PairCount[], { instrument, profile, classesShown }: Disclosing): ChangeTable["changes"] {
  const reach = instrument.range.max - instrument.range.min;
  const values = contiguous(-reach, reach, [
    pairs.map(({ baseline, followUp, n }) => [Math.trunc(scoreDifference(followUp, baseline)), n] as const),
  ]);
  const threshold = instrument.reliableChange?.value ?? 1;
  const cut = classesShown ? mergeBars(values, profile.minimumBar, [1 - threshold, threshold]) : null;
  const bars = cut ?? acrossThresholds(mergeBars(values, profile.minimumBar) ?? [], [1 - threshold, threshold]);
  return bars.map(({ from, to, counts }) => ({
    from,
    to,
    n: showCount(counts[0] ?? 0, profile),
    kind: cut === null ? "mixed" : (kindOfChange(from, instrument) satisfies ChangeKind),
  }));
}

function scoreBars(pairs: readonly PairCount[], { range }: Instrument, profile: DisclosureProfile): ChangeTable["scores"] {
  const series = [
    pairs.map(({ baseline, n }) => [Math.floor(baseline), n] as const),
    pairs.map(({ followUp, n }) => [Math.floor(followUp), n] as const),
  ];
  const bars = mergeBars(contiguous(range.min, range.max, series), profile.minimumBar) ?? [];
  return bars.map(({ from, to, counts: [baseline = 0, followUp = 0] }) => ({
    from,
    to,
    baseline: showCount(baseline, profile),
    followUp: showCount(followUp, profile),
  }));
}

type Series = readonly (readonly [value: number, n: number])[];

function contiguous(from: number, to: number, series: readonly Series[]): readonly ValueCounts[] {
  const totals = series.map((counts) => {
    const byValue = new Map<number, number>();
    for (const [value, n] of counts) byValue.set(value, (byValue.get(value) ?? 0) + n);
    return byValue;
  });
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    value: from + index,
    counts: totals.map((byValue) => byValue.get(from + index) ?? 0),
  }));
}
