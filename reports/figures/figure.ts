import type { Estimate, Shown } from "../../core/place-report.ts";
import type { Drawing } from "../draw/drawing.ts";

/** One figure of one page, with everything that belongs to it: the finding, the picture in two layouts, the table and the numbers. */
export type Figure = {
  /** Also its file name: `figures/<id>.csv`. */
  readonly id: string;
  /** The finding, in 15 words or fewer. */
  readonly title: string;
  /** Measure, population, number and period. */
  readonly subtitle: string;
  readonly how: string;
  /** What a chart over time comes to, as icons beside it with their words. */
  readonly icons?: readonly FigureIcon[];
  /** Whether its question was declared before it was run; left out where a figure describes and compares nothing. */
  readonly label?: "declared" | "exploratory";
  /** Method, limits, suppression, caution: one paragraph each. */
  readonly notes: readonly string[];
  /** What a reader who cannot see the picture is told. */
  readonly alt: string;
  readonly tables: readonly TableTwin[];
  readonly records: readonly DataRecord[];
  /** The picture, or why there is none. */
  readonly picture: { readonly wide: Drawing; readonly narrow: Drawing } | { readonly empty: string };
};

/** The figure as a table: the first column names the row. */
export type TableTwin = {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly string[])[];
};

/** One number for the CSV file. */
export type DataRecord = {
  readonly group: string;
  readonly statistic: string;
  readonly unit: "people" | "points" | "per cent" | "percentage points" | "standard deviations";
  readonly value: Shown | Estimate;
  readonly unreliable?: boolean;
};

/** An icon in the idea of NHS England's Making Data Count: variation (is it changing?) or assurance (will it reach the aim?). */
export type FigureIcon = {
  readonly kind: "common" | "better" | "worse" | "high" | "low" | "pass" | "fail" | "hit-or-miss";
  readonly text: string;
};
