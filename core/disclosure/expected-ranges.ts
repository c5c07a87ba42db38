import type { CivilDate } from "../civil-date.ts";
import type { ExpectedRanges } from "../expected-range.ts";
import type { Registry } from "../instruments/registry.ts";
import type { HiddenCells } from "../place-statistics.ts";
import { type Outcome, outcomes } from "../reported-outcomes.ts";
import type { Statistic } from "../statistic.ts";
import { funnel } from "../statistics/funnel.ts";
import { instrumentFor } from "./measure-of.ts";
import { changeCounts, outcomeCounts } from "./outcome-counts.ts";

/** How many people of one practice have both scores, and how many of them improved, by outcome. */
export type ChangesOfPractice = Readonly<Record<Outcome, { readonly n: number; readonly improved: number }>>;

/** Counts them. */
export function changesOfPractice(
  statistic: Statistic,
  { asOf, registry }: { readonly asOf: CivilDate; readonly registry?: Registry | undefined },
): ChangesOfPractice {
  const changes = outcomes.map((outcome) => {
    const instrument = instrumentFor(outcome, registry);
    const { n, improved } = changeCounts(outcomeCounts(statistic, instrument.id, asOf).pairs, instrument);
    return [outcome, { n, improved }] as const;
  });
  return Object.fromEntries(changes) as ChangesOfPractice;
}

/** People in all of England with either result before a range is told. */
const fewest = 30;

/**
 * The range expected of practices, by outcome: rounded as the limits of every funnel are, and only where England's own page shows how many improved.
 * `hidden` is what the generation hides of England.
 */
export function expectedRangesOf(practices: readonly ChangesOfPractice[], hidden: HiddenCells): ExpectedRanges {
  const told = outcomes.flatMap((outcome) => {
    const counted = practices.map((practice) => practice[outcome]).filter(({ n }) => n > 0);
    const [n, improved] = [sumOf(counted, (one) => one.n), sumOf(counted, (one) => one.improved)];
    if (Math.min(improved, n - improved) < fewest || ["n", "improved"].some((cell) => hidden[outcome]?.includes(cell))) return [];
    const found = funnel(counted.map((one) => ({ x: one.improved, n: one.n })));
    return "reason" in found ? [] : [[outcome, { target: rounded(found.target, 3), tau2: rounded(found.arcsine.tau2, 4) }] as const];
  });
  return Object.fromEntries(told);
}

function sumOf<One>(list: readonly One[], of: (one: One) => number): number {
  return list.reduce((sum, one) => sum + of(one), 0);
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
