import type { Instrument } from "../instruments/instrument.ts";
import type { PairCount } from "../statistics/paired-change.ts";
import { bandCell, bandsOf } from "./band-cells.ts";
import { isCase } from "./measure-of.ts";
import { type Bar, mergeBars, type ValueCounts } from "./merge-bars.ts";

/** A bar of scores before and after, with the cells that the score it begins at would tell of: where one of them is not shown it is joined with the bar before. */
export type ScoreBar = Bar & { readonly tells: readonly string[] };

/** The name under which a generation hides that a bar of scores begins here. */
export function beginCell(score: number): string {
  return `scores from ${score}`;
}

/** People by score before and after, before anything is joined for what is not shown. */
export function scoreBarsOf(
  pairs: readonly PairCount[],
  { instrument, minimumBar }: { readonly instrument: Instrument; readonly minimumBar: number },
): readonly ScoreBar[] {
  const { range } = instrument;
  const series = [
    pairs.map(({ baseline, n }) => [Math.floor(baseline), n] as const),
    pairs.map(({ followUp, n }) => [Math.floor(followUp), n] as const),
  ];
  const bars = mergeBars(contiguous(range.min, range.max, series), minimumBar) ?? [];
  return bars.map((bar) => ({ ...bar, tells: toldAt(instrument, bar.from) }));
}

/** The bands of which one ends before a score and one begins at it, and cases where caseness does. */
function toldAt(instrument: Instrument, score: number): readonly string[] {
  const bands = bandsOf(instrument).flatMap(({ from, to }, at) => (from === score || to + 1 === score ? [bandCell(at)] : []));
  return isCase(instrument, score) === isCase(instrument, score - 1) ? bands : [...bands, "cases"];
}

/** Bars as they are shown: none begins or ends where a band does that is not shown, or caseness where cases are not, nor where the generation as a whole asks that none does. */
export function shownScoreBars(bars: readonly ScoreBar[], hidden: ReadonlySet<string>): readonly Bar[] {
  const joined = bars.filter(({ from, tells }) => [beginCell(from), ...tells].some((id) => hidden.has(id))).map(({ from }) => from);
  return joinedUnless(bars, (score) => !joined.includes(score));
}

/** Bars joined with the one before where they may not begin: a hidden count would be the sum of the bars beside it. */
export function joinedUnless(bars: readonly Bar[], mayBegin: (value: number) => boolean): readonly Bar[] {
  const joined: Bar[] = [];
  for (const { from, to, counts } of bars) {
    const before = mayBegin(from) ? undefined : joined.pop();
    joined.push(
      before === undefined ? { from, to, counts } : { from: before.from, to, counts: counts.map((n, at) => n + (before.counts[at] ?? 0)) },
    );
  }
  return joined;
}

type Series = readonly (readonly [value: number, n: number])[];

/** People at every whole number from one to another, in each series. */
export function contiguous(from: number, to: number, series: readonly Series[]): readonly ValueCounts[] {
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
