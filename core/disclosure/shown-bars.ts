import type { Instrument } from "../instruments/instrument.ts";
import { scoreDifference } from "../outcomes/outcomes.ts";
import type { ChangeKind, ChangeTable } from "../place-report.ts";
import type { PairCount } from "../statistics/paired-change.ts";
import { mergeBars } from "./merge-bars.ts";
import { changeClasses, kindOfChange } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import { contiguous, joinedUnless, scoreBarsOf, shownScoreBars } from "./score-bars.ts";
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

/** People by score before and after. */
export function scoreBars(pairs: readonly PairCount[], { instrument, profile, hidden }: Telling): ChangeTable["scores"] {
  const bars = shownScoreBars(scoreBarsOf(pairs, { instrument, minimumBar: profile.minimumBar }), hidden);
  return bars.map(({ from, to, counts: [baseline = 0, followUp = 0] }) => ({
    from,
    to,
    baseline: showCount(baseline, profile),
    followUp: showCount(followUp, profile),
  }));
}
