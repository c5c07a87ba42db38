import type { Comparison, ComparisonId, EvaluationReport } from "../../core/evaluation-report.ts";
import type { Estimate } from "../../core/shown.ts";
import { capital } from "./capital.ts";
import { constructs, directionWords } from "./construct-words.ts";
import { changeText, countText, intervalText, pointsText, shownText } from "./numbers.ts";
import { cannotSayCause } from "./page-words.ts";
import { reasonText } from "./reason-words.ts";

/** What scores of the evaluation are called. */
export function scoresOf({ outcome, measure }: EvaluationReport): string {
  return outcome === null ? `${measure.name} scores` : constructs[outcome].scores;
}

const referrers: Readonly<Record<string, string>> = {
  nurse: "a nurse",
  gp: "a GP",
  link_worker: "a link worker",
  other_primary_care: "others in primary care",
  self: "the person themselves",
  other_agency: "another agency",
  other: "others",
};

/** Who referred those who are compared with the others: `a nurse`. */
export function referredBy({ treated }: EvaluationReport): string {
  return treated.map((role) => referrers[role] ?? role.replaceAll("_", " ")).join(" or ");
}

const covariateNames: Readonly<Record<string, string>> = {
  age_band: "age",
  sex: "sex",
  imd_quintile: "deprivation",
  activity: "activity",
};

/** What the main comparison allows for, as a list in words. */
export function allowedFor({ covariates }: EvaluationReport): string {
  const names = ["the first score", ...covariates.map((covariate) => covariateNames[covariate] ?? covariate.replaceAll("_", " "))];
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}

/** What may be said of the difference between referrers; the first guard that fires wins. */
export type ComparisonFinding =
  | { readonly kind: "none" }
  | { readonly kind: "fails-check" }
  | { readonly kind: "too-few" }
  | { readonly kind: "cannot-tell" }
  | { readonly kind: "differs"; readonly direction: "lower" | "higher"; readonly points: string; readonly slightly: boolean };

const fewest = 30;

/** A failed negative control comes before everything, then too few people, an interval with zero in it, and one wholly inside what matters. */
export function comparisonFinding(report: EvaluationReport): ComparisonFinding {
  const main = mainComparison(report).difference;
  if (report.negativeControl?.passed === false) return { kind: "fails-check" };
  if (main.kind !== "value") return { kind: "none" };
  const { treated, others } = report.people;
  if ([treated, others].some((n) => n.kind !== "value" || n.value < fewest)) return { kind: "too-few" };
  if (main.lower <= 0 && main.upper >= 0) return { kind: "cannot-tell" };
  const limit = report.measure.minimalImportantDifference ?? report.measure.reliableChange;
  const slightly = limit !== null && Math.max(Math.abs(main.lower), Math.abs(main.upper)) < limit;
  return { kind: "differs", direction: main.value < 0 ? "lower" : "higher", points: pointsText(main.value), slightly };
}

/** The comparison that was chosen beforehand. */
export function mainComparison({ comparisons, primary }: EvaluationReport): Comparison {
  return comparisons.find(({ id }) => id === primary) ?? { id: primary, difference: { kind: "missing" }, reason: null };
}

function whyNone(report: EvaluationReport): string | null {
  const { reason } = mainComparison(report);
  return reason === null ? null : reasonText(reason);
}

/** The title of the forest, in 15 words or fewer. */
export function forestTitle(report: EvaluationReport): string {
  const finding = comparisonFinding(report);
  const scores = scoresOf(report);
  if (finding.kind === "fails-check") return "The comparison fails its own check, so we do not interpret it";
  if (finding.kind === "none") return `${capital(scores)} cannot be compared between referrers here`;
  if (finding.kind === "too-few") return `Too few people to compare ${scores} between referrers`;
  if (finding.kind === "cannot-tell") return `We cannot tell whether ${scores} differ after referral by ${referredBy(report)}`;
  const size = `${finding.slightly ? "slightly " : ""}${directionWords[finding.direction]}`;
  return `${capital(scores)} were ${size} after referral by ${referredBy(report)}, by ${finding.points}`;
}

/** The lede of the evidence page: the plain answer, and what cannot be said. */
export function evidenceLede(report: EvaluationReport): string {
  const finding = comparisonFinding(report);
  if (finding.kind !== "differs") return `${differenceSentence(report)} ${cannotSayCause}`;
  const size = `${finding.slightly ? "slightly " : ""}${directionWords[finding.direction]}`;
  return `${capital(scoresOf(report))} were ${size} after referral by ${referredBy(report)} than after other referrals. ${cannotSayCause}`;
}

/** The difference between referrers in a sentence. */
export function differenceSentence(report: EvaluationReport): string {
  const finding = comparisonFinding(report);
  const scores = scoresOf(report);
  const who = referredBy(report);
  if (finding.kind === "fails-check") return "The comparison fails its own check, so we do not interpret it.";
  if (finding.kind === "none") return `Nobody can be compared: ${whyNone(report) ?? "there is no estimate"}.`;
  if (finding.kind === "too-few")
    return `Fewer than ${fewest} people in one of the groups have ${scores} before and after: too few to compare.`;
  if (finding.kind === "cannot-tell") return `We cannot tell whether ${scores} differ between people referred by ${who} and others.`;
  const small = finding.slightly ? " That is smaller than a change that one person would notice." : "";
  return `After allowing for ${allowedFor(report)}, ${scores} were ${finding.slightly ? "slightly " : ""}${directionWords[finding.direction]} after referral by ${who} than after other referrals, by ${finding.points}.${small}`;
}

/** How many ways of comparing agree; the negative control is never one of them. */
export function agreementSentence({ agreement }: EvaluationReport): string | null {
  if (agreement.ways < 2) return null;
  return `${agreement.agree} of ${agreement.ways} ways of comparing that could be run ${agreement.agree === 1 ? "shows" : "show"} a difference on the same side as the main one.`;
}

/** The left box of the evidence page. */
export function whatEvidenceShows(report: EvaluationReport): readonly string[] {
  const { treated, others, practices } = report.people;
  return [
    differenceSentence(report),
    agreementSentence(report),
    `${shownText(treated, countText)} people referred by ${referredBy(report)} and ${shownText(others, countText)} referred by others have both scores, in ${shownText(practices, countText)} practices.`,
  ].filter((sentence) => sentence !== null);
}

/** The right box, of equal weight. */
export function whatEvidenceCannotShow(report: EvaluationReport): readonly string[] {
  const { tipping } = report;
  const tips =
    tipping?.tips.kind === "value"
      ? ` The answer would change if those of them referred by ${referredBy(report)} scored ${pointsText(tipping.tips.value)} ${tipping.tips.value < 0 ? "lower" : "higher"} than people like them.`
      : "";
  const missing =
    tipping === null
      ? "What happened to people without a follow-up score."
      : `What happened to people without a follow-up score: ${missingText(tipping.treatedMissing)} of those referred by ${referredBy(report)} and ${missingText(tipping.othersMissing)} of the others.${tips}`;
  return [
    `That referral by ${referredBy(report)} was the cause of any difference. Nobody was allocated by chance, and different people are referred by different roles.`,
    missing,
    "How people would have been without any social prescribing. Nobody here was compared with people who were not referred.",
  ];
}

function missingText(share: { readonly kind: string; readonly value?: number }): string {
  return share.value === undefined ? "[c]" : `${share.value} in 100`;
}

/** What each way of comparing is called: group, full name, and how it is done. */
export const comparisonNames: Readonly<Record<ComparisonId, readonly [group: string, name: string, method: string]>> = {
  "baseline-only": ["Adjusted", "First score only", "Regression of the follow-up on the first score and who referred"],
  ancova: ["Adjusted", "Everything recorded", "Analysis of covariance, errors by practice (CR2, Satterthwaite)"],
  "mixed-model": ["Adjusted", "With a practice effect", "Random-intercept mixed model by REML"],
  weighting: ["Weighted", "Propensity weighting", "Stabilised inverse-probability weights, stacked errors"],
  "overlap-weights": ["Weighted", "Overlap weights", "Weights that keep people who could be in either group"],
  "doubly-robust": ["Weighted", "Doubly robust", "Regression and weighting together"],
  "missing-worse": [
    "Missing follow-up",
    "Missing score 1 point higher",
    "Delta-adjusted: those without a follow-up referred by the compared role",
  ],
  "negative-control": ["Check", "Expected to be zero", "The same comparison of a measure that referral should not change"],
};

/** What the figure and its table print. */
export const forestLabels = {
  columns: ["Group", "Difference in points", "95% interval", "How"],
  main: "main",
  unavailable: "needs each person’s record",
  favoursTreated: (who: string) => `\u2190 Favours ${who}`,
  favoursOthers: "Favours others \u2192",
  othersLeft: "\u2190 Favours others",
  treatedRight: (who: string) => `Favours ${who} \u2192`,
} as const;

/** Measure, whom, and intervals. */
export function forestSubtitle(report: EvaluationReport, period: string): string {
  const { treated, others } = report.people;
  return `Difference in ${report.measure.name} at follow-up, referred by ${referredBy(report)} (${shownText(treated, countText)} people) less others (${shownText(others, countText)}), 95% intervals, ${period}`;
}

/** Which one is the main one, how many agree, how large it is beside a reliable change, and what it is not. */
export function forestNotes(report: EvaluationReport): readonly string[] {
  const chosen =
    report.specification === null ? "the same for every outcome and not declared beforehand" : "chosen before the data were seen";
  const reliable =
    report.measure.reliableChange === null ? "" : ` A reliable change in one person is ${report.measure.reliableChange} points or more.`;
  const control = controlSentence(report);
  const left = report.comparisons.filter(({ difference }) => difference.kind !== "value");
  const missing =
    left.length === 0
      ? ""
      : `Not estimated here: ${left.map(({ id, reason }) => `${comparisonNames[id][1].toLowerCase()} (${reason === null ? "no reason given" : reasonText(reason)})`).join("; ")}.`;
  return [
    `Diamond: the main comparison, ${chosen}, allowing for ${allowedFor(report)}. Intervals allow for practices. ${agreementSentence(report) ?? ""}${reliable}`.trim(),
    missing,
    control,
    "People were not allocated by chance: nurses may refer different people. This is an association, not proof of a cause.",
  ].filter((note) => note !== "");
}

function controlSentence({ negativeControl }: EvaluationReport): string {
  if (negativeControl === null)
    return "No negative control was declared: a measure that nobody’s referral should change would check the comparison.";
  if (negativeControl.passed === null) return `The negative control, ${negativeControl.instrument}, could not be checked.`;
  return `The negative control, ${negativeControl.instrument}, ${negativeControl.passed ? "shows no difference, as it should" : "shows a difference where none should be"}.`;
}

/** How the forest is read. */
export const howToReadForest =
  "Each row is a way of comparing. The mark is the difference, the line its uncertainty. Lines that cross zero leave open which way it goes.";

/** The forest for a reader who cannot see it. */
export function forestAlt(report: EvaluationReport): string {
  const told = report.comparisons.map(({ id, difference }) => `${comparisonNames[id][1]}: ${differenceText(difference)}`);
  return `Forest plot of ${report.comparisons.length} ways of comparing. ${told.join(". ")}.`;
}

/** `−0.48 (−0.75 to −0.20)`, or why not. */
export function differenceText(difference: Estimate): string {
  if (difference.kind !== "value") return "not estimated";
  return `${changeText(difference.value, 2)} (${intervalText(difference, (value) => changeText(value, 2))})`;
}

/** Why there is no forest. */
export function forestEmpty(report: EvaluationReport): string {
  return `${capital(whyNone(report) ?? "nobody can be compared")}. The figure appears when 30 people in each group have scores before and after.`;
}

/** What a figure's question is to what was declared, as its caption says it. */
export const labelWords = { declared: "Declared beforehand", exploratory: "Exploratory" } as const;
