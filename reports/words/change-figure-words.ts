import { hasWiderInterval, type OutcomeReport, type PlaceFrame } from "../../core/place-report.ts";
import { confidentialEmpty, regressionSentence, sentenceFrom } from "./change-words.ts";
import { classWords, constructs, measureText, periodText } from "./construct-words.ts";
import { sourceText } from "./measure-words.ts";
import { changeText, countText, decimalText, intervalText, percentText, shownText } from "./numbers.ts";

/** Measure, people and period. */
export function changeSubtitle({ change, measure }: OutcomeReport, place: PlaceFrame): string {
  return `${measureText(measure)}, ${shownText(change.n, countText)} people with both scores, ${periodText(place.period)}`;
}

/** Why there is no picture. */
export function changeEmpty({ change, measure }: OutcomeReport): string {
  if (change.n.kind === "value" && change.n.value === 0)
    return `Nobody has two ${measure.name} scores yet. The figure appears when ${sentenceFrom} people have.`;
  if (change.n.kind === "suppressed") return confidentialEmpty(measure.name);
  if (change.n.kind === "value" && change.n.value >= sentenceFrom)
    return "How scores and changes lie is confidential here: it would tell of only a few people.";
  const told = change.meanBaseline.kind === "value" ? " The averages are in the table; they rest on few people and are unreliable." : "";
  return `Fewer than ${sentenceFrom} people have ${measure.name} scores before and after. The figure appears when ${sentenceFrom} people have.${told}`;
}

/** Whether sizes of change are drawn: one bar that holds all of them would say nothing. */
export function hasHistogram({ change }: OutcomeReport): boolean {
  return change.changes.length > 1;
}

/** How the two charts are read. */
export function howToReadChange(report: OutcomeReport): string {
  const bars = report.change.scores.length > 1 ? "Grey bars show how many people had each score, before and after. " : "";
  const left = `${bars}The black line joins the two averages. `;
  if (!hasHistogram(report)) return `${left}How far each person’s score moved is not drawn: narrower bars would tell of only a few people.`;
  if (report.change.changes.some(({ kind }) => kind === "mixed")) {
    return `${left}In the other chart each bar is a size of change. Bars are wide and grey where narrower ones would tell of only a few people.`;
  }
  const sides = report.measure.direction === "higher-is-better" ? ["right", "left"] : ["left", "right"];
  const { isReliable } = classWords(report);
  const beyond = isReliable ? " by more than the measure’s error" : "";
  return (
    `${left}In the other chart each bar is a size of change: ` +
    `blue, on the ${sides[0]}, are people who improved${beyond}; orange, on the ${sides[1]}, are people who got worse${beyond}.`
  );
}

/** The change with its interval, the threshold, what would have happened anyway, and what is compared. */
export function changeNotes(report: OutcomeReport): readonly string[] {
  const { change, reliable, measure } = report;
  const [first, last] = [change.changes[0], change.changes.at(-1)];
  const threshold =
    reliable.threshold === null
      ? `There is no agreed threshold for a reliable change of ${measure.name}, so any change is shown, and called that.`
      : `Reliable change is ${reliable.threshold} points or more (${sourceText(measure, "reliable-change") ?? ""}).`;
  const grouped =
    !hasHistogram(report) || first === undefined || last === undefined || first === last
      ? ""
      : ` Changes of ${changeText(first.to, 0)} or lower and of ${changeText(last.from, 0)} or higher are grouped, so that no bar tells of only a few people.`;
  return [
    `${meanNote(change)} ${threshold}${grouped}`,
    regressionSentence(report),
    "This compares people with themselves, before and after. Some improvement is expected without any service.",
  ];
}

function meanNote(change: OutcomeReport["change"]): string {
  const { meanChange } = change;
  if (meanChange.kind !== "value") return "The average change is not shown here.";
  const mean = `Average change ${changeText(meanChange.value)} points`;
  if (hasWiderInterval(change))
    return `${mean} (95% confidence interval at most ${intervalText(meanChange, changeText)}). It is shown wider than it is, and the standard deviation is confidential: they would tell how few people are in a class of change.`;
  return "lower" in meanChange
    ? `${mean} (95% confidence interval ${intervalText(meanChange, changeText)}).`
    : `${mean}. Its interval and the standard deviation are confidential here: they would tell how few people are in a class of change.`;
}

/** The two charts for a reader who cannot see them. */
export function changeAlt(report: OutcomeReport): string {
  const { change, reliable } = report;
  const words = classWords(report);
  const first = `cores at the start, average ${shownText(change.meanBaseline, decimalText)}, and at follow-up, average ${shownText(change.meanFollowUp, decimalText)}.`;
  if (!hasHistogram(report)) return `One chart: s${first} Average change ${shownText(change.meanChange, changeText)} points.`;
  return (
    `Two charts. First: s${first} Second: each person’s change. ${words.improved}: ` +
    `${shownText(reliable.improved.percent, percentText)}; ${words.unchanged}: ${shownText(reliable.unchanged.percent, percentText)}; ` +
    `${words.deteriorated}: ${shownText(reliable.deteriorated.percent, percentText)}. Average change ${shownText(change.meanChange, changeText)} points.`
  );
}

/** What the tables and the picture print. */
export const changeLabels = {
  before: "Before",
  after: "After",
  score: (name: string) => `${name} score`,
  mean: (change: string) => `mean ${change}`,
  averages: {
    caption: ({ outcome, measure, change }: OutcomeReport) =>
      `${constructs[outcome].title}: averages of ${measure.name} among people with both scores${change.unreliable ? " (fewer than 30 people: unreliable)" : ""}`,
    columns: ["Average", "Value", "95% confidence interval"],
    rows: {
      n: "People with both scores",
      first: "First score, mean",
      followUp: "Follow-up score, mean",
      mean: "Change, mean",
      median: "Change, median",
      sd: "Change, standard deviation",
    },
  },
  changes: { caption: (name: string) => `People by change in ${name} score`, columns: ["Change", "People", "Per cent"] },
  scores: { caption: (name: string) => `People by ${name} score before and after`, columns: ["Score", "First score", "Follow-up score"] },
  percent: ["Per cent of people", "Per cent of people, for each point of change"],
  axis: { left: "Change in score (left is better)", right: "Change in score (right is better)" },
} as const;

/** Where a run of values begins and ends, and how a value is written. */
export type RangeEnds = { readonly isFirst: boolean; readonly isLast: boolean; readonly format: (value: number) => string };

/** A run of sizes of change in words. */
export function changeRange(bar: { readonly from: number; readonly to: number }, ends: Omit<RangeEnds, "format">): string {
  return rangeText(bar, { ...ends, format: (value) => changeText(value, 0) });
}

/** A run of values in words; the first and the last are open. */
export function rangeText({ from, to }: { readonly from: number; readonly to: number }, { isFirst, isLast, format }: RangeEnds): string {
  if (isFirst) return `${format(to)} or lower`;
  if (isLast) return `${format(from)} or higher`;
  return from === to ? format(from) : `${format(from)} to ${format(to)}`;
}
