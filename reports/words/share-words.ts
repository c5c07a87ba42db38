import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { confidentialEmpty, sentenceFrom } from "./change-words.ts";
import { classWords, constructs, periodText } from "./construct-words.ts";
import { casenessText } from "./measure-words.ts";
import { countText, inHundred, shownText } from "./numbers.ts";

/** How the bars of shares are read. */
export const howToReadShares =
  "The black tick is zero. Blue, to the right of it: people who improved. Orange, to the left: people who got worse. " +
  "The thin black line is the uncertainty in the blue bar.";

/** The title of the figure of shares: improvement is never named without deterioration. */
export function shareTitle(report: OutcomeReport): string {
  const { improved, deteriorated, threshold, n } = report.reliable;
  if (n.kind === "suppressed") return `How many ${constructs[report.outcome].scores} moved is confidential here [c]`;
  if (n.kind !== "value" || n.value < sentenceFrom) return `Too few people to say how many ${constructs[report.outcome].scores} moved`;
  const [better, worse] = threshold === null ? ["had a better score", "a worse one"] : ["improved reliably", "deteriorated reliably"];
  if (improved.percent.kind !== "value") return "The number of people who improved is confidential here [c]";
  const others =
    deteriorated.percent.kind === "value" ? ` and ${inHundred(deteriorated.percent.value)} ${worse}` : hiddenOthers(report, worse);
  return `${inHundred(improved.percent.value)} people ${better}${others}`;
}

function hiddenOthers({ reliable }: OutcomeReport, worse: string): string {
  const nobody = reliable.deteriorated.n.kind === "value" && reliable.deteriorated.n.value === 0;
  if (nobody) return reliable.threshold === null ? " and nobody a worse one" : ` and nobody ${worse}`;
  return reliable.threshold === null ? "; worse scores are confidential [c]" : "; reliable deterioration is confidential [c]";
}

/** The same in a sentence for the box, with who it is about. */
export function shareSentence(report: OutcomeReport): string | null {
  const { improved, threshold, n } = report.reliable;
  if (n.kind !== "value" || n.value < sentenceFrom || improved.percent.kind !== "value") return null;
  const more = threshold === null ? "" : ` Reliably means by ${threshold} points or more, beyond the error of the measure.`;
  return `Among people with both scores, ${shareTitle(report).replace(" people ", " ")}.${more}`;
}

/** Of those who began as cases, how many did not end as cases. */
export function recoverySentence({ reliable, measure }: OutcomeReport): string | null {
  const { percent } = reliable.recovered;
  if (percent.kind !== "value" || reliable.n.kind !== "value" || reliable.n.value < sentenceFrom) return null;
  const who = measure.casenessRule?.meaning ?? "a case";
  return `Of people who were ${who} at the start, ${inHundred(percent.value)} were not at follow-up.`;
}

/** Beside the name of a row that rests on few people. */
export const unreliableMark = " (unreliable)";

/** The columns of a table of shares: who, how many, and the two shares with their intervals. */
export function shareColumns({
  first,
  improved,
  deteriorated,
}: {
  readonly first: string;
  readonly improved: string;
  readonly deteriorated: string;
}): readonly string[] {
  return [first, "People", `${improved}, per cent`, "95% interval", `${deteriorated}, per cent`, "95% interval"];
}

/** The same with the share that did not move. */
export function allShareColumns(report: OutcomeReport, first: string): readonly string[] {
  const { improved, unchanged, deteriorated } = classWords(report);
  return [first, "People", `${improved}, per cent`, "95% interval", `${unchanged}, per cent`, `${deteriorated}, per cent`, "95% interval"];
}

/** What the figure's rows and labels print. */
export const shareLabels = {
  by: "by who referred",
  head: "Who referred",
  everybody: "All referrers",
  everyActivity: "All activities",
  recovered: "Cases at the start: no longer at follow-up",
  people: "People",
  count: (label: string, n: string) => `${label} (${n} people)`,
  confidential: "[c] confidential",
  rest: "[c] the rest",
} as const;

/** Measure, people and period. */
export function shareSubtitle({ reliable, measure }: OutcomeReport, place: PlaceFrame): string {
  const what = reliable.threshold === null ? "Any change" : "Reliable change";
  return `${what} in ${measure.name} by who referred, ${shownText(reliable.n, countText)} people with both scores, ${periodText(place.period)}`;
}

/** Bars of shares for a reader who cannot see them, from their rows told one by one. */
export function sharesAlt(by: string, told: readonly string[]): string {
  return `Bars of the shares of people ${by}. ${told.join(". ")}.`;
}

/** Why shares are not drawn. */
export function noShares({ reliable, outcome }: OutcomeReport): string {
  const { scores } = constructs[outcome];
  if (reliable.n.kind === "value" && reliable.n.value >= sentenceFrom) {
    return "Too few people improved, or too few did not, to show either without telling of single people. The figure appears when eight or more have done each.";
  }
  if (reliable.n.kind === "suppressed") return confidentialEmpty(scores.replace(/ scores$/, ""));
  return `Fewer than ${sentenceFrom} people have ${scores} before and after. The figure appears when ${sentenceFrom} people have.`;
}

/** What counts as change, intervals, recovery, and what rows do not show. */
export function shareNotes(report: OutcomeReport): readonly string[] {
  const { threshold } = report.reliable;
  const meaning =
    threshold === null
      ? `Any change counts here: there is no agreed threshold for a reliable change of ${report.measure.name}.`
      : `Reliable means a change of ${threshold} points or more.`;
  const [recovery, caseness] = [recoverySentence(report), casenessText(report.measure)];
  return [
    `${meaning} Thin lines: 95% confidence intervals (Wilson). Pale bars: fewer than 30 people, unreliable.`,
    [recovery, caseness === null ? null : `${caseness}.`].filter((words) => words !== null).join(" "),
    "Different people are referred by different roles, so rows do not show that one way of referring is better than another.",
  ];
}
