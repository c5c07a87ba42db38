import type { Instrument } from "../instruments/instrument.ts";
import { scoreDifference } from "../outcomes/outcomes.ts";
import type { ChangeKind, ChangeTable } from "../place-report.ts";
import type { PairCount } from "../statistics/paired-change.ts";
import { bandCell, bandsOf } from "./band-cells.ts";
import { isCase } from "./measure-of.ts";
import { type Bar, mergeBars, type ValueCounts } from "./merge-bars.ts";
import { changeClasses, kindOfChange } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import { showCount } from "./show.ts";

type Telling = {
  readonly instrument: Instrument;
  readonly profile: DisclosureProfile;
  /** The counts of this outcome that the place does not show. */
  readonly hidden: ReadonlySet<string>;
};

/** People by size of change. `mean` is the mean change as it is shown. */
export function changeBars(
  pairs: readonly PairCount[],
  { instrument, profile, hidden, mean }: Telling & { readonly mean: number },
): ChangeTable["changes"] {
  const reach = instrument.range.max - instrument.range.min;
  const values = contiguous(-reach, reach, [
    pairs.map(({ baseline, followUp, n }) => [Math.trunc(scoreDifference(followUp, baseline)), n] as const),
  ]);
  const threshold = instrument.reliableChange?.value ?? 1;
  const ends = [1 - threshold, threshold];
  const cut = changeClasses.some((name) => hidden.has(name)) ? null : mergeBars(values, profile.minimumBar, ends);
  const isBehind = hiddenTail(instrument, hidden, mean);
  const bars = cut ?? joinedUnless(mergeBars(values, profile.minimumBar) ?? [], (value) => !ends.includes(value) && !isBehind(value));
  return bars.map(({ from, to, counts }) => ({
    from,
    to,
    n: showCount(counts[0] ?? 0, profile),
    kind: cut === null ? "mixed" : (kindOfChange(from, instrument) satisfies ChangeKind),
  }));
}

/**
 * Where no bar may begin besides: beyond no change, on the side of a class that is not shown, and where neither is, on the side that the mean does not lie on.
 * The bars of the place above, less those of the places beside it, would tell how many lie beyond, and so the most that can be in the class.
 */
function hiddenTail(instrument: Instrument, hidden: ReadonlySet<string>, mean: number): (value: number) => boolean {
  const isHidden = (points: number) => hidden.has(kindOfChange(points * (instrument.reliableChange?.value ?? 1), instrument));
  const [low, high] = [isHidden(-1), isHidden(1)];
  return (value) => (value < 1 ? low && !(high && mean < 0) : high && !(low && mean > 0));
}

/** People by score before and after, in bars of which none begins or ends where a band does that is not shown, or caseness where cases are not. */
export function scoreBars(pairs: readonly PairCount[], { instrument, profile, hidden }: Telling): ChangeTable["scores"] {
  const { range } = instrument;
  const series = [
    pairs.map(({ baseline, n }) => [Math.floor(baseline), n] as const),
    pairs.map(({ followUp, n }) => [Math.floor(followUp), n] as const),
  ];
  const isEnd = endOfHidden(instrument, hidden);
  const bars = joinedUnless(mergeBars(contiguous(range.min, range.max, series), profile.minimumBar) ?? [], (value) => !isEnd(value));
  return bars.map(({ from, to, counts: [baseline = 0, followUp = 0] }) => ({
    from,
    to,
    baseline: showCount(baseline, profile),
    followUp: showCount(followUp, profile),
  }));
}

function endOfHidden(instrument: Instrument, hidden: ReadonlySet<string>): (value: number) => boolean {
  const ends = new Set(bandsOf(instrument).flatMap(({ from, to }, at) => (hidden.has(bandCell(at)) ? [from, to + 1] : [])));
  return (value) => ends.has(value) || (hidden.has("cases") && isCase(instrument, value) !== isCase(instrument, value - 1));
}

/** Bars joined with the one before where they may not begin: a hidden count would be the sum of the bars beside it. */
function joinedUnless(bars: readonly Bar[], mayBegin: (value: number) => boolean): readonly Bar[] {
  const joined: Bar[] = [];
  for (const bar of bars) {
    const before = mayBegin(bar.from) ? undefined : joined.pop();
    joined.push(
      before === undefined ? bar : { ...bar, from: before.from, counts: bar.counts.map((n, at) => n + (before.counts[at] ?? 0)) },
    );
  }
  return joined;
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
