import type { ChartRules } from "./chart-rules.ts";
import type { CivilDate, Month } from "./civil-date.ts";
import type { EvaluationAnswer } from "./evaluation-report.ts";
import type { ExpectedRanges } from "./expected-range.ts";
import type { PlaceCounts } from "./place-counts.ts";
import type { PlaceName, PlaceReport } from "./place-report.ts";
import type { Estimate, Shown } from "./shown.ts";
import type { Statistic } from "./statistic.ts";

/**
 * One place with its whole statistic, before disclosure: months summed, nothing hidden. It never leaves the night;
 * `disclosePlace` (core/disclosure) is the only way from here to a page.
 */
export type PlaceStatistics = {
  readonly place: PlaceName;
  readonly above: readonly PlaceName[];
  readonly below: readonly PlaceName[];
  readonly sample: boolean;
  readonly period: { readonly from: Month; readonly to: Month };
  readonly asOf: CivilDate;
  readonly statistic: Statistic;
  /** The same month by month, in order; months without anybody are left out. */
  readonly months: readonly { readonly month: Month; readonly statistic: Statistic }[];
  /** The places below that a funnel sets side by side, in the order of their codes; none for a practice. */
  readonly compared?: readonly ComparedPlace[];
  /** The range in which practices are expected, for the page of one. */
  readonly expected?: ExpectedRanges;
  /** What the whole generation asks this place to hide. */
  readonly hidden?: HiddenCells | undefined;
  /** What comparing referrers came to, the declared evaluations first. */
  readonly evaluations?: readonly EvaluationAnswer[];
  /** What was declared about charts over time; nothing where it is left out. */
  readonly charts?: ChartRules;
  readonly provenance: PlaceReport["provenance"] & {
    /** What stood behind the place's pages when they were last drawn, where they have been. */
    readonly since?: DrawnBefore;
  };
};

/** An earlier drawing of a place: its run and civil date, and what it counted. */
export type DrawnBefore = { readonly run: number; readonly drawnOn: CivilDate; readonly counted: PlaceCounts };

/** Cells that must not be shown, by table: an outcome, or the flow that all of them share. */
export type HiddenCells = Readonly<Record<string, readonly string[]>>;

/** One place among those compared: months summed, or by outcome what its point in a funnel comes to, where that is known without them. */
export type ComparedPlace = { readonly place: PlaceName } & (
  | { readonly statistic: Statistic; readonly hidden?: HiddenCells | undefined }
  | { readonly points: FunnelPlaces }
);

/** By outcome: how many people of a place have both scores, and how many of them improved, as it is and as the place's own page shows it. */
export type FunnelPlaces = Readonly<Record<string, FunnelPlace>>;
export type FunnelPlace = {
  readonly n: number;
  readonly improved: number;
  readonly shown: { readonly n: Shown; readonly improved: Estimate };
};
