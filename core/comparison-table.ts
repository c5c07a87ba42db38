import type { Month } from "./civil-date.ts";
import type { Dimension } from "./dimension.ts";
import type { Estimate, Shown } from "./shown.ts";

/** People of one group whom the compared role referred and whom others did, and how far apart their shares lie. */
export type ComparedGroup = {
  readonly group: string;
  readonly treated: Shown;
  readonly others: Shown;
  /** Share of the compared less that of the others, in pooled standard deviations, from the counts as shown. */
  readonly difference: Shown;
};

/** People by their first score: a severity band, both scores included. */
export type ComparedBand = {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly treated: Shown;
  readonly others: Shown;
  /** Per cent of the compared, and of the others, who began in the band: from the counts as shown. */
  readonly treatedPercent: Shown;
  readonly othersPercent: Shown;
};

/** How alike people referred by nurses and people referred by everybody else whose role is known were at the start, among those with both scores. */
export type ComparisonTable = {
  readonly treated: Shown;
  readonly others: Shown;
  /** Mean first score of the compared less that of the others, in pooled standard deviations. */
  readonly firstScore: Shown;
  readonly groups: readonly { readonly dimension: Dimension; readonly rows: readonly ComparedGroup[] }[];
  /** None where the measure has no published bands. */
  readonly bands: readonly ComparedBand[];
};

/** People with a first score and without a follow-up, due or not, in one group. */
export type UnfollowedGroup = { readonly group: string; readonly n: Shown; readonly percent: Estimate };

/** Who has no follow-up score, of those with a first one: by who referred, by group, and by the month of the referral. */
export type UnfollowedTable = {
  readonly groups: readonly { readonly dimension: "role" | Dimension; readonly rows: readonly UnfollowedGroup[] }[];
  /** Months old enough for every follow-up to be due. */
  readonly months: readonly { readonly month: Month; readonly followedUp: Shown; readonly overdue: Shown; readonly percent: Estimate }[];
};
