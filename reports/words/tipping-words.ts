import type { EvaluationReport, Tipping } from "../../core/evaluation-report.ts";
import { referredBy, scoresOf } from "./evidence-words.ts";
import { changeText, pointsText, shownText } from "./numbers.ts";

/** What a cell may read as. */
export type TippingReading = "treated" | "unclear" | "others";

/** Which group a cell favours, where its interval leaves out zero. */
export function readingOf(
  difference: Tipping["cells"][number]["difference"],
  direction: EvaluationReport["measure"]["direction"],
): TippingReading {
  if (difference.kind !== "value" || (difference.lower <= 0 && difference.upper >= 0)) return "unclear";
  const isLower = difference.upper < 0;
  return isLower === (direction === "higher-is-worse") ? "treated" : "others";
}

/** The key of the figure. */
export function tippingKey(report: EvaluationReport): Readonly<Record<TippingReading, string>> {
  return { treated: `Favours ${referredBy(report)}`, unclear: "No clear difference", others: "Favours others" };
}

/** What the axes are called, in full and for a phone. */
export function tippingAxes(report: EvaluationReport): Readonly<Record<"across" | "up" | "acrossShort" | "upShort", string>> {
  const who = referredBy(report);
  return {
    across: `Referred by ${who}, without a follow-up: points above people like them \u2192`,
    up: "Others without a follow-up: points above people like them \u2191",
    acrossShort: `By ${who}: points above people like them \u2192`,
    upShort: "Others: points above people like them \u2191",
  };
}

/** The title, in 15 words or fewer. */
export function tippingTitle(report: EvaluationReport): string {
  const { tipping } = report;
  if (tipping === null) return "How much missing follow-ups matter cannot be worked out here";
  const { tips, deltas } = tipping;
  if (tips.kind !== "value") return `Whatever the missing scored, we cannot tell whether ${scoresOf(report)} differ`;
  if (Math.abs(tips.value) > Math.max(...deltas.map(Math.abs)))
    return `The result holds even if missing people scored ${pointsText(Math.max(...deltas))} worse`;
  return `The result would change if the missing scored ${pointsText(tips.value)} ${tips.value < 0 ? "lower" : "higher"} than assumed`;
}

/** What is varied. */
export function tippingSubtitle({ measure }: EvaluationReport): string {
  return `Difference in ${measure.name} under different assumptions about people with no follow-up score`;
}

/** Shares missing, what zero means, and how it is done. */
export function tippingNotes(report: EvaluationReport): readonly string[] {
  const { tipping } = report;
  if (tipping === null) return ["The analysis needs people with a first score and without a follow-up in both groups."];
  const percent = (value: number) => `${value}%`;
  return [
    `${shownText(tipping.treatedMissing, percent)} of people referred by ${referredBy(report)} and ${shownText(tipping.othersMissing, percent)} of the others with a first score have no follow-up score. Outlined cell: zero on both axes, where the missing scored like people with the same first score, group and circumstances who were followed up.`,
    "Delta-adjusted imputation in closed form: each missing score is its prediction and so many points, and the main comparison is refitted with its interval.",
  ];
}

/** How the figure is read. */
export const howToReadTipping =
  "Each cell is the difference between the groups if the missing scored so many points above or below people like them. The black line is where the reading changes.";

/** The figure for a reader who cannot see it. */
export function tippingAlt(report: EvaluationReport): string {
  const { tipping, measure } = report;
  if (tipping === null) return "No figure: the analysis cannot be run.";
  const readings = tipping.cells.map(({ difference }) => readingOf(difference, measure.direction));
  const count = (wanted: TippingReading) => readings.filter((reading) => reading === wanted).length;
  const key = tippingKey(report);
  return `Grid of ${tipping.cells.length} assumptions: ${count("treated")} ${key.treated.toLowerCase()}, ${count("unclear")} show no clear difference and ${count("others")} ${key.others.toLowerCase()}. ${tippingTitle(report)}.`;
}

/** Why there is no figure. */
export const tippingEmpty =
  "The comparison needs people with a first score and no follow-up in both groups, and a main comparison. The figure appears when there are.";

/** What the columns of the table are called, and how points are written. */
export const tippingColumns = ["Compared group’s missing", "Others’ missing", "Difference", "95% interval", "Reading"] as const;

/** Points on an axis: `0`, `+1.5`. */
export function deltaText(points: number): string {
  return Number.isInteger(points) ? changeText(points, 0) : changeText(points, 1);
}
