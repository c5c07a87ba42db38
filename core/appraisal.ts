import type { Reason } from "./analysis/reasons.ts";

/** How much a reviewer should worry. A comparison that nobody randomised is never of low concern. */
export type Concern = "low" | "some" | "high";

/** A number that the analysis may not have. */
export type Known = number | null;
export type Interval = readonly [lower: number, upper: number] | null;

/** On which side of 0 an interval lies; 0 where it holds 0 or there is none. */
export type Side = -1 | 0 | 1;

/** Whether the difference between referrers can be told, and what it is. */
export type AppraisedComparison =
  | { readonly kind: "nobody" }
  | { readonly kind: "fails-check" }
  | { readonly kind: "cannot-tell"; readonly interval: Interval }
  | {
      readonly kind: "differs";
      readonly side: -1 | 1;
      readonly points: Known;
      readonly interval: Interval;
      /** Whether all of the interval is less than the change that is reliable in one person. */
      readonly isSmall: boolean;
    };

/** The plain answer as facts: what changed, who improved and who deteriorated, and whether it differed between referrers. */
export type AppraisedAnswer =
  | { readonly kind: "too-few"; readonly n: number; readonly needed: number }
  | {
      readonly kind: "told";
      /** Whether so few were followed up that the answer is about those alone. */
      readonly isOfPairedAlone: boolean;
      readonly change: { readonly side: Side; readonly points: Known; readonly interval: Interval };
      /** Shares of 1; improvement is never told without deterioration. */
      readonly outcomes: { readonly improved: number; readonly deteriorated: number } | null;
      readonly comparison: AppraisedComparison;
    };

/** What a domain's level of concern rests on. */
export type AppraisedFact =
  | { readonly domain: "comparator"; readonly nobody: Reason }
  | {
      readonly domain: "comparator";
      readonly nobody: null;
      /** `null` where it is not told how many. */
      readonly treated: Known;
      readonly others: Known;
      readonly practices: Known;
      readonly failsCheck: boolean;
      readonly isSmall: boolean;
    }
  | {
      readonly domain: "attrition";
      /** `null` where it is not told how many. */
      readonly asked: Known;
      readonly paired: Known;
      /** How much larger the share with a follow-up is among the compared referrals than among the others. */
      readonly gap: Known;
      /** How many points off prediction those without one would have to be to leave no difference. */
      readonly tipping: Known;
    }
  | { readonly domain: "timing"; readonly days: null }
  | {
      readonly domain: "timing";
      readonly days: { readonly q25: number; readonly median: number; readonly q75: number };
      readonly isEarly: boolean;
      readonly isLate: boolean;
    }
  | { readonly domain: "measures"; readonly isDeclared: boolean; readonly reliableChange: Known }
  | {
      readonly domain: "confounding";
      /** `null` where nobody is compared. */
      readonly compared: null | {
        readonly ways: number;
        readonly agree: number;
        readonly baselineGap: Known;
        /** The ratio that an unrecorded cause would need, where it is above 1. */
        readonly unrecorded: Known;
        readonly control: "passed" | "failed" | "none";
      };
      /** What cases changed by, and what would be expected if nothing had happened. */
      readonly regression: null | { readonly observed: Known; readonly expected: Known };
    };
export type AppraisedDomain = AppraisedFact & { readonly level: Concern };

/** What an evidence reviewer would write, as facts: the plain answer first, then each domain of bias. The catalogue of words writes it. */
export type Appraisal = {
  readonly answer: AppraisedAnswer;
  /** Of the ways of comparing that gave an interval, those that leave out 0 on the side of the main one. */
  readonly agreement: { readonly ways: number; readonly agree: number };
  readonly status: "declared" | "exploratory";
  readonly concern: Concern;
  readonly domains: readonly AppraisedDomain[];
  /** What is appraised, as the sentences name it. */
  readonly subject: { readonly instrument: string; readonly treated: readonly string[]; readonly covariates: readonly string[] };
};
