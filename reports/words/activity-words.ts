import type { GroupShares, OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { sentenceFrom } from "./change-words.ts";
import { activityNames, constructs, periodText } from "./construct-words.ts";
import { countText, percentText, shownText } from "./numbers.ts";

/** The title of the figure by activity: a difference is described only where the test fixed beforehand finds one. */
export function activityTitle(report: OutcomeReport): string {
  const { n, threshold } = report.reliable;
  if (n.kind === "suppressed") return `How ${constructs[report.outcome].scores} differ by activity is confidential here [c]`;
  if (n.kind !== "value" || n.value < sentenceFrom) return `Too few people to compare ${constructs[report.outcome].scores} by activity`;
  const what = threshold === null ? "Better scores" : "Reliable improvement";
  if (activitiesDiffer(report) === null) return "Too few people took up each activity to compare them";
  const range = rangeText(report, "improved");
  if (range === null) return "No activity stands out";
  return `${what} varied by activity, from ${range}`;
}

/** What goes with the title: how deterioration varied, wherever improvement is said to. */
export function activityDeterioration(report: OutcomeReport): string {
  const range = rangeText(report, "deteriorated");
  if (range === null) return "";
  return `${report.reliable.threshold === null ? "Worse scores" : "Reliable deterioration"} varied from ${range}.`;
}

/** How it was found whether activities differ. */
export function activityTest(report: OutcomeReport): string {
  const rule =
    "Whether activities differ was tested across all those with 30 people or more (chi-squared, from the counts shown, p below 0.01)";
  if (activitiesDiffer(report) === null)
    return "Fewer than two activities have 30 people or more whose numbers may be shown, so they are not compared.";
  return activitiesDiffer(report) ? `${rule}.` : `${rule}: differences this size can come about by chance.`;
}

function activitiesDiffer({ groups }: OutcomeReport): boolean | null {
  return groups.find(({ dimension }) => dimension === "activity")?.differ ?? null;
}

function rangeText(report: OutcomeReport, which: "improved" | "deteriorated"): string | null {
  const rows = report.groups.find(({ dimension }) => dimension === "activity")?.rows ?? [];
  const told = rows.flatMap((row) => shareOf(row, which)).sort((a, b) => a.percent - b.percent);
  const [low, high] = [told[0], told.at(-1)];
  if (activitiesDiffer(report) !== true || low === undefined || high === undefined || told.length < 2) return null;
  return `${percentText(low.percent)} (${low.name}) to ${percentText(high.percent)} (${high.name})`;
}

/** A share that may be spoken of: of 30 people or more whose activity is known. */
function shareOf(row: GroupShares, which: "improved" | "deteriorated") {
  const share = row[which];
  if (row.group === "unknown" || row.unreliable || share.kind !== "value") return [];
  return [{ name: (activityNames[row.group] ?? row.group).toLowerCase(), percent: share.value }];
}

/** Measure, people and period. */
export function activitySubtitle({ reliable, measure }: OutcomeReport, place: PlaceFrame): string {
  const what = reliable.threshold === null ? "Any change" : "Reliable change";
  return `${what} in ${measure.name} by main activity, ${shownText(reliable.n, countText)} people with both scores, ${periodText(place.period)}`;
}

/** Deterioration, intervals, the test, and what rows do not show. */
export function activityNotes(report: OutcomeReport): readonly string[] {
  const { threshold } = report.reliable;
  const meaning = threshold === null ? "" : `Reliable means a change of ${threshold} points or more. `;
  return [
    activityDeterioration(report),
    `${meaning}Thin lines: 95% confidence intervals (Wilson). Pale bars: fewer than 30 people, unreliable. ${activityTest(report)}`,
    "People choose activities for different reasons, so rows do not show that one activity is better than another.",
  ];
}

/** How the rows are told apart, in the text for who cannot see them and at the head of the table. */
export const activityBy = "by activity";
export const activityHead = "Main activity";
