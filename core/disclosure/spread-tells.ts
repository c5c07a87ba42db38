import type { Instrument } from "../instruments/instrument.ts";
import { changeClasses, kindOfChange } from "./outcome-counts.ts";

/** A mean change with its spread, as both may be shown, of so many people as are shown. */
export type Spread = { readonly n: number; readonly mean: number; readonly sd: number };

/** People that mean and spread must leave open: the seven of the rule, and as many more as the spreads of the places beside it may take away. */
const leftOpen = 20;

/**
 * Whether a mean with its spread narrows a class of change that is not shown to fewer people than must be left open: by Cantelli's inequality a share of no more
 * than s² / (s² + d²) lies d points or more from the mean. It follows from what would be shown alone, so that leaving the spread out tells no more than this.
 */
export function spreadTells(spread: Spread, instrument: Instrument, hidden: ReadonlySet<string>): boolean {
  const threshold = instrument.reliableChange?.value ?? 1;
  const [low, high] = [kindOfChange(-threshold, instrument), kindOfChange(threshold, instrument)];
  const atLeast = (points: number) => mostBeyond(points - spread.mean, spread);
  const atMost = (points: number) => mostBeyond(spread.mean - points, spread);
  const outside = atMost(-threshold) + atLeast(threshold);
  const open = new Map<string, number>([
    [low, atMost(-threshold) - Math.max(0, spread.n - atLeast(1 - threshold))],
    [high, atLeast(threshold) - Math.max(0, spread.n - atMost(threshold - 1))],
    ["unchanged", Math.min(atLeast(1 - threshold), atMost(threshold - 1)) - Math.max(0, spread.n - outside)],
  ]);
  return changeClasses.some((name) => hidden.has(name) && (open.get(name) ?? 0) < leftOpen);
}

function mostBeyond(points: number, { n, sd }: Spread): number {
  return points <= 0 ? n : (n * sd ** 2) / (sd ** 2 + points ** 2);
}
