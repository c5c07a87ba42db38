import type { Level } from "../organisations/organisation.ts";

/**
 * What may be shown, as data a disclosure officer can read. Two NHS conventions exist and are incompatible; this one follows
 * HES, ECDS and SRHAD (NHS Digital's disclosure control methodology, September 2018): zero is shown, 1 to 7 is not, the rest is
 * rounded to 5, percentages come from the rounded counts. MHSDS and Talking Therapies hide zeros and everything below 5 instead.
 */
export type DisclosureProfile = {
  readonly name: string;
  /** Counts from 1 to this are never shown; 0 hides none. */
  readonly hiddenUpTo: number;
  /** Counts are rounded to the nearest multiple of this; 1 leaves them as they are. */
  readonly roundTo: number;
  /** Decimals of averages, and of their intervals; `null` leaves them as they are. */
  readonly decimals: number | null;
  /** People needed for a mean, a median or a percentage. */
  readonly minimumDenominator: number;
  /** People needed both with and without what a percentage counts. */
  readonly minimumCell: number;
  /** People needed behind each bar of a distribution: smaller bars are merged with a neighbour. */
  readonly minimumBar: number;
  /** People whose figures move at a practice before the night shows that they did; everything above is the sum of what is seen of practices. */
  readonly movesBy: number;
  /** Below this many people a result is marked as unreliable. */
  readonly reliableFrom: number;
  /** The rule in one or two sentences, for the foot of every table. */
  readonly words: string;
};

/** Below national level. */
export const subnational: DisclosureProfile = {
  name: "hes-subnational",
  hiddenUpTo: 7,
  roundTo: 5,
  decimals: 1,
  minimumDenominator: 10,
  minimumCell: 5,
  minimumBar: 8,
  movesBy: 8,
  reliableFrom: 30,
  words:
    "Counts of 1 to 7, and counts from which one could be calculated, are not shown; all others are rounded to the nearest 5. " +
    "Averages and percentages are shown for 10 people or more, and percentages come from the rounded counts.",
};

/** For England as a whole: exact counts. Bars still hold ten people each, so that no bar tells of one person's score. */
export const national: DisclosureProfile = {
  name: "national",
  hiddenUpTo: 0,
  roundTo: 1,
  decimals: null,
  minimumDenominator: 1,
  minimumCell: 0,
  minimumBar: 10,
  movesBy: 8,
  reliableFrom: 30,
  words: "Counts for England as a whole are exact. One of 40 or fewer is not shown where it would tell of a few people in one board.",
};

/** The profile of each level unless a deployer names another. */
const defaultProfiles: Readonly<Record<Level, DisclosureProfile>> = {
  practice: subnational,
  pcn: subnational,
  icb: subnational,
  england: national,
};

/** The profile of a level unless a deployer names another. */
export function profileOf(level: Level): DisclosureProfile {
  return defaultProfiles[level];
}
