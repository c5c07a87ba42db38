import { type ChangeTable, type Estimate, hasWiderInterval, type OutcomeReport } from "../../core/place-report.ts";
import { followUpCaveatBelow, followUpPercent } from "./attrition.ts";
import { constructs, directionWords } from "./construct-words.ts";
import { changeText, intervalText, pointsText } from "./numbers.ts";

/** People needed before a sentence says anything about a change. */
export const sentenceFrom = 30;

/**
 * What may be said of a mean change. Guards, the first that fires wins: too few people, an interval that is not shown, one that includes zero
 * ("cannot tell"), an interval wholly inside the smallest change that matters ("slightly").
 */
export type ChangeFinding =
  | { readonly kind: "too-few" }
  | { readonly kind: "confidential" }
  | { readonly kind: "cannot-tell"; readonly isWider: boolean }
  | { readonly kind: "without-interval"; readonly points: string }
  | { readonly kind: "changed"; readonly direction: "lower" | "higher"; readonly points: string; readonly slightly: boolean };

export function changeFinding({ change, measure }: OutcomeReport): ChangeFinding {
  if (change.n.kind === "suppressed") return { kind: "confidential" };
  if (change.n.kind !== "value" || change.n.value < sentenceFrom) return { kind: "too-few" };
  if (change.meanChange.kind !== "value") return { kind: "confidential" };
  if (!("lower" in change.meanChange)) return { kind: "without-interval", points: changeText(change.meanChange.value) };
  const { value, lower, upper } = change.meanChange;
  if (lower <= 0 && upper >= 0) return { kind: "cannot-tell", isWider: hasWiderInterval(change) };
  const slightly = measure.minimalImportantDifference !== null && isInside(change.meanChange, measure.minimalImportantDifference);
  return { kind: "changed", direction: value < 0 ? "lower" : "higher", points: pointsText(value), slightly };
}

function isInside(estimate: Estimate, limit: number): boolean {
  return estimate.kind === "value" && Math.max(Math.abs(estimate.lower), Math.abs(estimate.upper)) < limit;
}

/** The title of the change figure. */
export function changeTitle(report: OutcomeReport): string {
  const { scores } = constructs[report.outcome];
  const finding = changeFinding(report);
  if (finding.kind === "too-few") return `Too few people to say how ${scores} changed`;
  if (finding.kind === "confidential") return `How ${scores} changed is confidential here [c]`;
  if (finding.kind === "cannot-tell") return `We cannot tell whether average ${scores} changed`;
  if (finding.kind === "without-interval")
    return `Average ${scores} changed by ${finding.points} points; how sure that is is confidential here [c]`;
  return `Average ${scores} were ${finding.slightly ? "slightly " : ""}${directionWords[finding.direction]} at follow-up, by ${finding.points}`;
}

/** Why there is no picture where the number of people is hidden: they may be many, and a number elsewhere would tell of a few. */
export function confidentialEmpty(measure: string): string {
  return `How many people have ${measure} scores before and after is confidential here: few stand behind it, or behind a number that it would give away. The figure appears when that is no longer so.`;
}

/** Hidden because few people stand behind it, or because fewer could be worked out from it: which of the two is not said. */
export function confidentialSentence(scores: string): string {
  return `How ${scores} changed is confidential here: too few people stand behind it, or behind a number that it would give away.`;
}

/** Beside an interval that is wider than its own, in a table; {@link widerNote} says what it means. */
export const widerMark = " (wider)";

/** Under a table in which {@link widerMark} stands. */
export const widerNote =
  "An interval marked as wider is shown wider than it is: its own would tell how few people are in a class of change. So it errs on the side of not knowing.";

/** The interval of an average change as a table shows it. */
export function changeInterval(change: ChangeTable): string {
  return `${intervalText(change.meanChange, changeText)}${hasWiderInterval(change) ? widerMark : ""}`;
}

/** The same beside a key number, in a sentence. */
export function keyInterval(change: ChangeTable): string {
  return `${hasWiderInterval(change) ? "at most " : ""}${intervalText(change.meanChange, changeText)}`;
}

/** Whom every sentence of a list is about, said once above it. */
export const amongLead = "Among people with both scores:";

/** The finding in one sentence, as the boxes and ledes say it; where it is said already that it is about people with both scores (`isLed`), not again. */
export function changeSentence(report: OutcomeReport, isLed = false): string {
  const { scores } = constructs[report.outcome];
  const finding = changeFinding(report);
  if (finding.kind === "too-few")
    return `Fewer than ${sentenceFrom} people have ${scores} before and after: too few to say how they changed.`;
  if (finding.kind === "confidential") return confidentialSentence(scores);
  const among = startsAmong(report) && !isLed ? `Among people with both scores, average ${scores}` : `Average ${scores}`;
  if (finding.kind === "cannot-tell") {
    return `We cannot tell whether average ${scores} changed: the range of likely values${finding.isWider ? ", shown wider than it is," : ""} includes no change.`;
  }
  if (finding.kind === "without-interval") {
    return `${among} changed by ${finding.points} points. Whether that is more than chance cannot be said here: the interval is confidential, because it would tell of a few people.`;
  }
  const small = finding.slightly ? " This is smaller than a change that one person would notice." : "";
  return `${among} were ${finding.slightly ? "slightly " : ""}${directionWords[finding.direction]} at follow-up, by ${finding.points}.${small}`;
}

/** Whether so many are missing at follow-up that a sentence must begin by saying whom it is about. */
export function startsAmong({ flow }: OutcomeReport): boolean {
  const percent = followUpPercent(flow);
  return percent === null || percent < followUpCaveatBelow;
}

/** What cases changed by, and beside it what they would be expected to change by if nothing had happened to anybody. */
export function regressionSentence({ change }: OutcomeReport): string {
  const { regression } = change;
  if (regression === null || regression.observed.kind !== "value") return "";
  const middle = regression.expected.find(({ reliability }) => reliability === 0.8)?.change;
  const [low, high] = [regression.expected[0]?.change, regression.expected.at(-1)?.change];
  if (middle?.kind !== "value" || low?.kind !== "value" || high?.kind !== "value") return "";
  return (
    `People who were cases at the start changed by ${changeText(regression.observed.value)} points; ` +
    `${changeText(middle.value)} would be expected if nothing had happened to them, by regression to the mean (reliability 0.8; ${changeText(low.value)} at 0.7, ${changeText(high.value)} at 0.9).`
  );
}
