import * as z from "zod";
import { departedUpTo, eventsBehind } from "./night/ledger-keys.ts";
import { keyParts, keysUnder, type Statistic } from "./statistic.ts";

/** What stands behind a place's pages, in a few numbers: what the next drawing of them is compared with. */
export const placeCounts = z.object({
  /** The last month in which somebody was referred, as it was counted. */
  to: z.string(),
  referred: z.int(),
  leftOut: z.int(),
  /** People of the months up to then who were withdrawn or left out; not known of pages that older code drew. */
  departed: z.int().optional(),
  /** Events that corrected or withdrew something; not known of pages that older code drew. */
  corrections: z.int().optional(),
  withdrawals: z.int().optional(),
  /** By measure: people with a first score, and those of them with both. */
  measures: z.record(z.string(), z.object({ first: z.int(), both: z.int() })),
  foldVersion: z.int(),
  methodVersion: z.int(),
  /** The codes of the places directly below. */
  below: z.array(z.string()),
});

export type PlaceCounts = Readonly<z.infer<typeof placeCounts>>;

/** A place with its whole statistic, its last month and the places below it. */
type CountedPlace = {
  readonly statistic: Statistic;
  readonly period: { readonly to: string };
  readonly below: readonly { readonly code: string }[];
};

/** Those numbers of a place's statistic. */
export function countsOf(
  { statistic, period, below }: CountedPlace,
  { foldVersion, methodVersion }: { readonly foldVersion: number; readonly methodVersion: number },
): PlaceCounts {
  const { leftOut, corrections, withdrawals } = eventsBehind(statistic);
  const measures = new Map<string, { first: number; both: number }>();
  for (const [key, n] of ["pair", "single"].flatMap((kind) => keysUnder(statistic, kind))) {
    const [kind, measure = ""] = keyParts(key);
    const { first, both } = measures.get(measure) ?? { first: 0, both: 0 };
    measures.set(measure, { first: first + n, both: both + (kind === "pair" ? n : 0) });
  }
  return {
    to: period.to,
    referred: referredIn(statistic),
    leftOut,
    departed: departedUpTo(statistic, period.to),
    corrections,
    withdrawals,
    measures: Object.fromEntries([...measures].sort(([a], [b]) => (a < b ? -1 : 1))),
    foldVersion,
    methodVersion,
    below: below.map(({ code }) => code),
  };
}

/** How many people a statistic counts as referred. */
export function referredIn(statistic: Statistic): number {
  let referred = 0;
  for (const [key, n] of keysUnder(statistic, "flow")) if (key.endsWith("|referred")) referred += n;
  return referred;
}
