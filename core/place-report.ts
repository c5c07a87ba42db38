import type { CivilDate, Month } from "./civil-date.ts";
import type { ComparisonTable, UnfollowedTable } from "./comparison-table.ts";
import type { DataQualityTable } from "./data-quality-table.ts";
import type { Dimension } from "./dimension.ts";
import type { LossReason } from "./episodes/loss-reason.ts";
import type { EvaluationReport } from "./evaluation-report.ts";
import type { FunnelTable } from "./funnel-table.ts";
import type { Level } from "./organisations/organisation.ts";
import type { Outcome } from "./reported-outcomes.ts";
import type { Estimate, Shown } from "./shown.ts";
import type { XmrFlag } from "./statistics/xmr.ts";

export { type Dimension, dimensions } from "./dimension.ts";
export { alwaysReported, type Outcome, outcomes, primaryInstrument, primaryOutcome } from "./reported-outcomes.ts";
export type { Estimate, Shown } from "./shown.ts";

/** People at each step from referral to a follow-up score; each step is part of the one before. */
export type FlowTable = {
  readonly referred: Shown;
  readonly accepted: Shown;
  readonly started: Shown;
  readonly baseline: Shown;
  readonly followedUp: Shown;
  /** Baseline but no follow-up yet, and not due until 90 days after the baseline. */
  readonly notYetDue: Shown;
  /** Due and no follow-up score. */
  readonly overdue: Shown;
};

/** People who were lost, by the reason that was given; reasons in the order of `lossReasons`, those of nobody left out. */
export type LostTable = { readonly n: Shown; readonly byReason: readonly { readonly reason: LossReason; readonly n: Shown }[] };

/** What may change a place's numbers from one drawing of its pages to the next, in the order in which it is always told. */
export const changeCauses = ["new-referrals", "late-referrals", "removed-referrals", "corrections", "withdrawals", "opt-outs"] as const;
export type ChangeCause = (typeof changeCauses)[number];

/** What is different since the pages of a place were last drawn, and why. */
export type ChangesTable = {
  readonly since: { readonly run: number; readonly on: CivilDate };
  /** People referred in months not reported before, later than their month was first reported, and not counted any more; then corrections and withdrawals, as many as were sent, and people who opted out. */
  readonly causes: readonly { readonly cause: ChangeCause; readonly n: Shown }[];
  /** For each outcome: how many more or fewer people have a first score, and have both scores. */
  readonly outcomes: readonly {
    readonly outcome: Outcome;
    readonly firstScores: { readonly direction: ChangeDirection; readonly n: Shown };
    readonly bothScores: { readonly direction: ChangeDirection; readonly n: Shown };
  }[];
  /** The rules by which events become numbers are others than before. */
  readonly rulesChanged: boolean;
  /** Organisations directly below that were not there before, and that are not any more, by code. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
};
/** `unclear` where so few made the difference that even its direction would tell of them. */
export type ChangeDirection = "more" | "fewer" | "same" | "unclear";

/** Which way a change goes, by the threshold of the measure. */
export type ChangeKind = "improved" | "unchanged" | "deteriorated" | "mixed";

/** Scores before and after, among people with both. Change is follow-up minus baseline, in points. */
export type ChangeTable = {
  readonly n: Shown;
  /** Fewer people than a stable average needs (30): shown, and marked as unreliable wherever it is shown. */
  readonly unreliable: boolean;
  readonly meanBaseline: Shown;
  readonly meanFollowUp: Shown;
  /**
   * Where mean and spread together would tell how many are in a class of change that is not shown, the interval is wider than its own (and no standard deviation is shown, see
   * {@link hasWiderInterval}), or is left out.
   */
  readonly meanChange: Shown | Estimate;
  readonly medianChange: Shown;
  readonly standardDeviationOfChange: Shown;
  /**
   * People by size of change in whole points (a fraction of a point is left off: 3.4 is 3, -3.4 is -3), merged until each bar may be shown;
   * `from` and `to` both included. `mixed` bars cross the thresholds of {@link ReliableTable}: all are mixed where one of its counts is hidden.
   */
  readonly changes: readonly { readonly from: number; readonly to: number; readonly n: Shown; readonly kind: ChangeKind }[];
  /** What people chosen for their first score would do by themselves; `null` where the measure defines no caseness. */
  readonly regression: RegressionTable | null;
  /** People by score before and after in whole points (rounded down), in runs of scores merged the same way. */
  readonly scores: readonly { readonly from: number; readonly to: number; readonly baseline: Shown; readonly followUp: Shown }[];
};

/** Whether the interval of the mean change is wider than its own, so as not to tell of few people. */
export function hasWiderInterval({ meanChange, standardDeviationOfChange }: ChangeTable): boolean {
  return "lower" in meanChange && standardDeviationOfChange.kind === "suppressed";
}

/**
 * Regression to the mean: people who were cases at the start, what their score changed by, and what it would be expected to change by if nothing had
 * happened to anybody, for reliabilities that people may argue about.
 */
export type RegressionTable = {
  readonly cases: Shown;
  readonly observed: Shown;
  readonly expected: readonly { readonly reliability: number; readonly change: Shown }[];
};

/** Share of people whose score moved by more than the measure's error, in each direction. Percentages 0 to 100. */
export type ReliableTable = {
  /** Points a score must move; `null` where the instrument has no agreed one: then any change is shown, and called that. */
  readonly threshold: number | null;
  readonly n: Shown;
  readonly unreliable: boolean;
  readonly improved: { readonly n: Shown; readonly percent: Estimate };
  readonly unchanged: { readonly n: Shown; readonly percent: Estimate };
  readonly deteriorated: { readonly n: Shown; readonly percent: Estimate };
  /** Of those who were cases before, those who were not after; not applicable where no caseness is defined. */
  readonly recovered: { readonly cases: Shown; readonly n: Shown; readonly percent: Estimate };
  /** The same split by who referred, for roles that may be shown. */
  readonly byRole: readonly RoleShares[];
};

/** Shares among the people whom one role referred. */
export type RoleShares = {
  readonly role: string;
  readonly n: Shown;
  readonly unreliable: boolean;
  readonly improved: Estimate;
  readonly deteriorated: Estimate;
};

/** Severity before and after: of people in each band at the start, how many were in each at follow-up. Lowest scores first, both ways. */
export type BandTable = {
  readonly n: Shown;
  readonly rows: readonly BandRow[];
  /** People whose band at follow-up has lower scores than the one they began in, the same, or higher. */
  readonly lower: BandMove;
  readonly same: BandMove;
  readonly higher: BandMove;
};

export type BandMove = { readonly n: Shown; readonly percent: Estimate };

/** One band at the start, with people by band at follow-up and their share of the row. */
export type BandRow = {
  readonly label: string;
  /** Scores of the band, both included. */
  readonly from: number;
  readonly to: number;
  readonly n: Shown;
  readonly cells: readonly BandMove[];
};

/** One month of referrals: people counted, and the number that is followed. */
export type MonthlyPoint = { readonly month: Month; readonly people: Shown; readonly value: Shown | Estimate };

/** One number followed from month to month, by the month of the referral: people who started, or per cent who improved. */
export type MonthlySeries = {
  readonly kind: "started" | "improved";
  readonly points: readonly MonthlyPoint[];
  /** An XmR chart over the latest months without a hidden one; `null` where there are too few. */
  readonly chart: MonthlyChart | null;
};

/** Centre and limits of the latest stretch, each month with its flag, and what is aimed for. */
export type MonthlyChart = {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** Every stretch with limits of its own, first to last. */
  readonly stretches: readonly MonthlyStretch[];
  readonly points: readonly { readonly month: Month; readonly value: number; readonly flag: XmrFlag }[];
  /** What is aimed for, declared beforehand; `null` where nothing is. */
  readonly aim: number | null;
  /** Whether usual variation stays above the aim, below it, or reaches both sides of it; `null` without an aim. */
  readonly assurance: "pass" | "fail" | "hit-or-miss" | null;
};

/** Months with one centre and one pair of limits. */
export type MonthlyStretch = {
  readonly from: Month;
  readonly to: Month;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** The last of the months that set the limits: later ones are judged by them. */
  readonly fixedTo: Month;
  /** Why limits were set anew; `null` for the first stretch. */
  readonly reason: string | null;
};

/** Shares of people who improved and deteriorated in each group of one dimension, in the fixed order of the groups. */
export type GroupTable = {
  readonly dimension: Dimension;
  readonly rows: readonly GroupShares[];
  /**
   * Whether a test fixed beforehand (chi-squared over the groups of 30 people or more, from the counts as shown, p below 0.01) finds that
   * shares differ by more than chance: only then may a sentence say that they do. `null` where there is nothing to test.
   */
  readonly differ: boolean | null;
};

/** Shares among the people of one group. */
export type GroupShares = {
  readonly group: string;
  readonly n: Shown;
  readonly unreliable: boolean;
  readonly improved: Estimate;
  readonly deteriorated: Estimate;
};

/** What the words and figures need to know of a measure. */
export type Measure = {
  readonly instrument: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly direction: "higher-is-better" | "higher-is-worse";
  readonly caseness: number | null;
  /** Who counts as a case, and what that means, as the instrument's definition says it: "at caseness for anxiety". */
  readonly casenessRule: null | {
    readonly when: "at-or-above" | "below" | "at-or-below";
    readonly value: number;
    readonly meaning: string;
  };
  readonly reliableChange: number | null;
  readonly minimalImportantDifference: number | null;
  /** Severity bands, lowest scores first; empty where none are published. */
  readonly bands: readonly { readonly from: number; readonly label: string }[];
  /** Where each threshold comes from, and whether that is confirmed. */
  readonly sources: readonly { readonly of: ThresholdKind; readonly source: string; readonly isConfirmed: boolean }[];
};

/** What of a measure rests on a source of its own. */
export type ThresholdKind = "caseness" | "reliable-change" | "smallest-change" | "bands";

/** One outcome of one place. */
export type OutcomeReport = {
  readonly outcome: Outcome;
  readonly measure: Measure;
  readonly flow: FlowTable;
  readonly change: ChangeTable;
  readonly reliable: ReliableTable;
  readonly groups: readonly GroupTable[];
  /** Share improved in the least deprived fifth of areas minus that in the most deprived, in percentage points, from the counts as shown. */
  readonly deprivationGap: Estimate;
  readonly monthly: MonthlySeries;
  /** `null` where the measure has no published bands. */
  readonly bands: BandTable | null;
  /** How alike people referred by nurses and by others were at the start; `null` below boards, where referrers are not compared. */
  readonly comparison: ComparisonTable | null;
  /** Who has no follow-up score; `null` below boards. */
  readonly unfollowed: UnfollowedTable | null;
  /** The places below compared by size; `null` for a practice, which has none. */
  readonly funnel: FunnelTable | null;
};

/** A place as a page names it. */
export type PlaceName = { readonly level: Level; readonly code: string; readonly name: string };

/** Everything one place's pages are drawn from: disclosed, so nothing in it needs hiding again. */
export type PlaceReport = {
  readonly place: PlaceName;
  /** From the nearest above it up to England. */
  readonly above: readonly PlaceName[];
  readonly below: readonly PlaceName[];
  /** True where the organisations and people are invented: every page says so. */
  readonly sample: boolean;
  readonly period: { readonly from: Month; readonly to: Month };
  /** The first day of the month the night ran in: what is due or overdue is judged on it, so pages change monthly, not daily. */
  readonly asOf: CivilDate;
  readonly suppression: { readonly profile: string; readonly words: string };
  readonly provenance: {
    /** SHA-256 over what the page shows; on the way there, over the statistics and names it is made from. */
    readonly dataSnapshot: string;
    readonly codeVersion: string;
    readonly methodVersion: number;
    readonly organisationSnapshot: string;
    /** The run that first drew this page as it stands. */
    readonly run: number;
    /** The civil date (London) of that run. */
    readonly drawnOn: CivilDate;
  };
  readonly outcomes: readonly OutcomeReport[];
  readonly lost: LostTable;
  readonly quality: DataQualityTable;
  /** What is different from the pages of this place before these; `null` where there were none. */
  readonly changes: ChangesTable | null;
  /** Comparisons between referrers, the declared ones first; empty where nothing can be compared. */
  readonly evaluations: readonly EvaluationReport[];
};

/**
 * What the pages of one outcome know of their place besides that outcome's own report: names, dates, and which other pages there are. They are drawn from
 * this and nothing more, so that they stand as they are while only something else of the place has changed.
 */
export type PlaceFrame = Pick<PlaceReport, "place" | "above" | "sample" | "period" | "asOf" | "suppression" | "provenance"> & {
  readonly outcomes: readonly Pick<OutcomeReport, "outcome">[];
  readonly evaluations: readonly unknown[];
};

/** One published file. The path is relative to the place's own folder. */
export type PlaceFile = { readonly path: string; readonly contentType: string; readonly body: string };

/** By folder, pages that depend on a part of the report alone: the hash of what they show. */
export type Chapters = Readonly<Record<string, string>>;

/** The pages of a place. Those of a chapter that is shown already are left out. */
export type DrawnPlace = { readonly files: readonly PlaceFile[]; readonly chapters: Chapters };
