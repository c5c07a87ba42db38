import type { Instrument } from "../instruments/instrument.ts";
import { changeClasses, kindOfChange } from "./outcome-counts.ts";

/** A mean change as it is shown, of so many people as are shown, and the classes of change that are not. */
export type HiddenChange = {
  readonly n: number;
  readonly mean: number;
  readonly instrument: Instrument;
  readonly hidden: ReadonlySet<string>;
};

/** People that mean and spread must leave open: the seven of the rule, and as many more as the spreads of the places beside it may take away. */
const leftOpen = 20;
const tenths = 10;

/**
 * The least standard deviation, in tenths of a point, that may be told beside a mean: one that leaves a class of change that is not shown so many people wide as must be left
 * open. By Cantelli's inequality a share of no more than s² / (s² + d²) lies d points or more from the mean, so the more the wider. It follows from what is shown alone:
 * whoever is told it in the place of a smaller one learns that theirs is no larger. `null` where none within the range of the scores would do: too few people.
 */
export function leastSpread(change: HiddenChange): number | null {
  if (!changeClasses.some((name) => change.hidden.has(name))) return 0;
  const most = (change.instrument.range.max - change.instrument.range.min) * tenths;
  for (let tried = 0; tried <= most; tried += 1) if (leavesOpen(change, tried / tenths)) return tried / tenths;
  return null;
}

function leavesOpen({ n, mean, instrument, hidden }: HiddenChange, sd: number): boolean {
  const threshold = instrument.reliableChange?.value ?? 1;
  const [low, high] = [kindOfChange(-threshold, instrument), kindOfChange(threshold, instrument)];
  const atLeast = (points: number) => mostBeyond(points - mean, { n, sd });
  const atMost = (points: number) => mostBeyond(mean - points, { n, sd });
  const outside = atMost(-threshold) + atLeast(threshold);
  const open = new Map<string, number>([
    [low, atMost(-threshold) - Math.max(0, n - atLeast(1 - threshold))],
    [high, atLeast(threshold) - Math.max(0, n - atMost(threshold - 1))],
    ["unchanged", Math.min(atLeast(1 - threshold), atMost(threshold - 1)) - Math.max(0, n - outside)],
  ]);
  return changeClasses.every((name) => !hidden.has(name) || (open.get(name) ?? 0) >= leftOpen);
}

function mostBeyond(points: number, { n, sd }: { readonly n: number; readonly sd: number }): number {
  return points <= 0 ? n : (n * sd ** 2) / (sd ** 2 + points ** 2);
}
