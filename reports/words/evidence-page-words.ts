import type { Appraisal } from "../../core/appraisal.ts";
import type { Comparison, EvaluationReport } from "../../core/evaluation-report.ts";
import type { Measure, OutcomeReport } from "../../core/place-report.ts";
import { madeWith } from "../made-with.ts";
import { answerText } from "./appraisal-words.ts";
import { capital } from "./capital.ts";
import { covariateName } from "./construct-words.ts";
import { tellQuestions } from "./declared-words.ts";
import { deviationText } from "./deviation-words.ts";
import { allowedFor, comparisonNames, differenceSentence, mainComparison, referredBy, scoresOf } from "./evidence-words.ts";
import { sourcesText } from "./measure-words.ts";
import { changeText, countText, dateText, decimalText, intervalText, shownText } from "./numbers.ts";
import { cannotSayCause } from "./page-words.ts";
import { reasonText } from "./reason-words.ts";
import { tippingTitle } from "./tipping-words.ts";

/** The evaluators' three pages: their folders, what links call them, and their headings. */
export const evidencePages = {
  effect: { folder: "evidence", link: "Evidence", title: "Does nurse-led social prescribing work?" },
  missing: { folder: "missing-data", link: "Missing data", title: "What if people without a follow-up did worse?" },
  methods: { folder: "evaluation-methods", link: "Evaluation methods", title: "How the evaluation was done" },
} as const;

/** The question of the evidence page: it is about nurses only where they are who is compared. */
export function evidenceTitle({ treated }: EvaluationReport): string {
  return treated.length === 1 && treated[0] === "nurse" ? evidencePages.effect.title : "Does it matter who refers?";
}

/** On a place's first page, below the short answer. */
export const inShortWords = {
  more: "How large the difference is by every way of comparing, how alike the groups were, and how far the answer depends on people without a follow-up:",
} as const;

/** Headings of sections, in order. */
export const evidenceSections = {
  forest: "How large is the difference?",
  appraisal: "What a reviewer would write",
  question: "What is compared, and with whom",
  balance: "How alike the groups were",
  heterogeneity: "Between groups of people",
  answers: "Other declared questions",
  others: "Every outcome",
  declaration: "What was declared",
  tipping: "How far the answer depends on the missing",
  whoMissing: "Who is missing",
  regression: "What would have happened anyway",
  measures: "Measures",
  sources: "Where thresholds come from",
  models: "How each number is calculated",
  software: "Software and its versions",
  downloads: "All figures as data",
  comparisons: "How each comparison is made",
  missingMonths: "When follow-ups are missing",
} as const;

/** Under the heading: what was declared when, or that nothing was. */
export function standingText({ specification }: EvaluationReport): string {
  if (specification === null) return "Exploratory: no specification was declared before these data were seen.";
  return `Declared beforehand: “${specification.title}”, registered ${dateText(specification.registeredOn)}, specification SHA-256 ${specification.sha256.slice(0, 16)}.`;
}

/** What was declared in full, and every departure from it. */
export function declarationRows({ specification, deviations }: EvaluationReport): readonly (readonly [string, string])[] {
  if (specification === null)
    return [
      ["Specification", "None was declared. Everything on this page is exploratory: it can suggest a question, and cannot settle one."],
    ];
  return [
    ["Specification", specification.title],
    ["Registered", dateText(specification.registeredOn)],
    ["SHA-256", specification.sha256],
    ["Deviations", deviations.length === 0 ? "None." : `${deviations.map((each) => capital(deviationText(each))).join(". ")}.`],
  ];
}

/** Whom the comparison is about, what of, with whom, allowing for what, and what it assumes: an estimand in words. */
export function estimandRows(report: EvaluationReport): readonly (readonly [string, string])[] {
  const who = referredBy(report);
  const { measure } = report;
  return [
    ["People", `People referred in the period who have a first score and a follow-up score of the measure.${untoldText(report)}`],
    ["Compared", `People referred by ${who}, with people referred by anybody else whose role is recorded.`],
    [
      "Outcome",
      `${measure.name} at the last follow-up, 28 to 365 days after the first score; ${measure.direction === "higher-is-better" ? "higher" : "lower"} is better.`,
    ],
    ["Measure of difference", `Points of ${measure.name} between the groups at follow-up, for people alike in ${allowedFor(report)}.`],
    [
      "What is assumed",
      `Who refers depends on ${allowedFor(report)}; they also shape the outcome, and are allowed for. Whatever else shapes both (severity, motivation, what else a practice offers) is not recorded, is not allowed for, and may be all of the difference.`,
    ],
    [
      "What follows",
      `Where scores differ after referral by ${who}, it may be who is referred, what is done, or chance. These data cannot tell the three apart.`,
    ],
  ];
}

/** Why it does not say how many people there are, where it does not. */
function untoldText({ people }: EvaluationReport): string {
  if ([people.treated, people.others].every(({ kind }) => kind === "value")) return "";
  return " How many each group has is confidential, and so is every number that would follow from it: it, or what it leaves of the people here, could tell of a few.";
}

/** What domains of an appraisal are called, and how much a reviewer would worry. */
export const appraisalWords = {
  columns: ["Domain", "Concern", "Fact"],
  caption: "Risk of bias, by domain (after ROBINS-I)",
  levels: { low: "Low", some: "Some", high: "High" },
  domains: { comparator: "Comparator", attrition: "Missing follow-up", timing: "Timing", measures: "Measures", confounding: "Confounding" },
} as const;

/** The plain answer and the concern overall, before the table. */
export function appraisalSentence(appraisal: Appraisal): string {
  return `${answerText(appraisal)} Overall concern: ${appraisalWords.levels[appraisal.concern].toLowerCase()}.`;
}

/** The declared questions beside the primary one, a sentence or two each. */
export function declaredAnswers({ answers }: EvaluationReport): readonly string[] {
  return tellQuestions(answers).map((line) => line.trim());
}

/** Why a way of comparing gave no number, or how it is done. */
export function comparisonText({ id, reason }: Comparison): string {
  return reason === null ? comparisonNames[id][2] : `Not estimated here: ${reasonText(reason)}`;
}

/** Each outcome's main comparison, all of them and in their fixed order: people on either side are called by who referred them, where that is the same for all. */
export function everyOutcomeColumns(reports: readonly EvaluationReport[]): readonly string[] {
  const who = new Set(reports.map(referredBy));
  const [only] = who;
  const compared = who.size === 1 && only !== undefined ? `Referred by ${only}, people` : "In the group compared, people";
  return ["Outcome", "Standing", compared, "Referred by others, people", "Difference, points", "95% interval"];
}
export const everyOutcomeCaption = "Difference after referral by role, every outcome compared";

/** One row of that table. */
export function everyOutcomeRow(report: EvaluationReport, standing: string): readonly string[] {
  const main = mainComparison(report).difference;
  return [
    capital(scoresOf(report)),
    standing,
    shownText(report.people.treated, countText),
    shownText(report.people.others, countText),
    shownText(main, (value) => changeText(value, 2)),
    intervalText(main, (value) => changeText(value, 2)),
  ];
}

/** How the groups compared at the start, before and after weighting. */
export function balanceSentence(report: EvaluationReport): string {
  const { balance } = report;
  if (balance === null) {
    return "These are the groups before any weighting. The main comparison allows for what is recorded by regression.";
  }
  const two = (value: number) => decimalText(value, 2);
  return (
    `First scores of the groups lie ${shownText(balance.unweighted, two)} standard deviations apart before weighting and ${shownText(balance.weighted, two)} after; below 0.1 either way is alike. ` +
    `The fitted chance of referral by ${referredBy(report)} runs from ${shownText(balance.smallestPropensity, two)} to ${shownText(balance.largestPropensity, two)}. ` +
    `Weighting leaves the information of ${shownText(balance.effectiveTreated, countText)} and ${shownText(balance.effectiveOthers, countText)} people.`
  );
}

/** What the declared tests between groups found; nothing is said of single groups unless a test is passed. */
export function heterogeneitySentence({ heterogeneity }: EvaluationReport): string {
  if (heterogeneity.length === 0) return "No grouping was declared, so no difference between groups of people was tested.";
  const told = heterogeneity.map(({ grouping, p, differs }) => {
    const name = covariateName(grouping);
    const found = differs === null ? "not tested" : differs ? "the difference varies" : "no group stands out";
    return `${name}: ${found} (p ${shownText(p, (value) => decimalText(value, 3))} after Holm)`;
  });
  return `${capital(told.join("; "))}.`;
}

/** The missing-data page: its lede. */
export function missingLede(report: EvaluationReport): string {
  return `${tippingTitle(report)}. ${cannotSayCause}`;
}

/** Who has no follow-up, group by group. */
export const missingColumns = ["Group", "Without a follow-up score, per cent of those with a first score"] as const;
export const missingCaption = "Missing follow-up by who referred";

/** Rows of that table. */
export function missingRows(report: EvaluationReport): readonly (readonly string[])[] {
  const percent = (value: number) => `${value}%`;
  const { tipping } = report;
  const shown = (share: NonNullable<typeof tipping>["treatedMissing"] | undefined) =>
    share === undefined ? "[x]" : shownText(share, percent);
  return [
    [`Referred by ${referredBy(report)}`, shown(tipping?.treatedMissing)],
    ["Referred by others", shown(tipping?.othersMissing)],
  ];
}

/** What the missing-data page shows and cannot. */
export function missingShows(report: EvaluationReport): readonly string[] {
  return [`${tippingTitle(report)}.`, differenceSentence(report)];
}

export const missingCannotShow = [
  "How people without a follow-up score are. Their scores are assumed here, not known: that is what the grid is for.",
  "Whether people left because they were better, or because they were worse.",
] as const;

/** The methods page: its lede, and what it shows and cannot. */
export const methodsLede = `Every number of the evaluation, how it was calculated, and what it rests on. ${cannotSayCause}`;
export const methodsShows = [
  "Which measures stand for which outcome, fixed before any data were seen.",
  "Which models were run, with their formulas, and why any was not.",
  "From which data and code every page can be made again, to the byte.",
] as const;
export const methodsCannotShow = [
  "Anything about people whose practice sends no scores.",
  "Anything that is not recorded: severity beyond the first score, motivation, other help that people had.",
] as const;

/** The same as rows: how each number is calculated, and who says so. */
export function modelRows(): readonly (readonly [string, string])[] {
  return modelFormulas.map(([name, formula, source]) => [name, `${capital(formula)}. Source: ${source}.`] as const);
}

/** Formulas of the models: name, formula, source. */
const modelFormulas: readonly (readonly [name: string, formula: string, source: string])[] = [
  [
    "Analysis of covariance",
    "follow-up = a + b × first score + c × compared role + d × covariates; interval of c by CR2 errors over practices with Satterthwaite degrees of freedom",
    "Bell and McCaffrey 2002; Pustejovsky and Tipton 2018; R: clubSandwich",
  ],
  [
    "Mixed model",
    "the same with a random intercept for each practice, fitted by REML, Satterthwaite degrees of freedom",
    "Laird and Ware 1982; R: lme4, lmerTest",
  ],
  [
    "Weighting",
    "stabilised inverse-probability weights from a logistic model of who referred; stacked estimating equations for the errors",
    "Robins, Hernán and Brumback 2000; R: glm, geex",
  ],
  [
    "Missing follow-up",
    "each missing score is its prediction + δ; the main model is refitted: c + δ × slope",
    "Carpenter and Kenward 2013",
  ],
  [
    "Negative control",
    "the main model of a measure that referral should not change: an interval without zero fails the comparison",
    "Lipsitch, Tchetgen Tchetgen and Cohen 2010",
  ],
  ["Regression to the mean", "(reliability − 1) × (mean first score of cases − mean first score of all)", "Davis 1976"],
  [
    "Between places",
    "share improving on the arcsine scale; limits z × √(1/4n + τ²), τ² by the method of moments, 10% winsorised",
    "Spiegelhalter 2005, 2012; R: FunnelPlotR",
  ],
  ["Over time", "mean ± 2.66 × mean moving range; limits fixed on the first 12 months", "NHS England, Making Data Count"],
];

/** Software and versions as rows: what numbers, pictures and files each hang on. */
export function softwareRows(): readonly (readonly [string, string])[] {
  const { node, zod, fflate } = madeWith;
  const parts = Object.entries(madeWith).filter(([name]) => name.startsWith("vega-") && name !== "vega-lite");
  return [
    ["Numbers", `This project’s own code, in the version that each page names, run by Node ${node}. What is sent is read by zod ${zod}.`],
    [
      "Pictures",
      `Vega ${madeWith.vega} and Vega-Lite ${madeWith["vega-lite"]}, with these parts of Vega: ${parts.map((part) => part.join(" ")).join(", ")}.`,
    ],
    ["Pages and archives", `Styles of the NHS design system (nhsuk-frontend ${madeWith["nhsuk-frontend"]}); archives by fflate ${fflate}.`],
  ];
}

/** Measures as the methods page lists them. */
export const measureColumns = ["Outcome", "Measure", "Range", "Better", "Reliable change", "Smallest that matters"] as const;
export const measureCaption = "Measures and their thresholds";

/** Where thresholds come from, measure by measure. */
export function sourceRows(measures: readonly Measure[]): readonly (readonly [string, string])[] {
  return measures.map((measure) => [measure.name, sourcesText(measure)] as const);
}

/** Rows of that table. */
export function measureRow(title: string, { measure }: Pick<OutcomeReport, "measure">): readonly string[] {
  const points = (value: number | null) => (value === null ? "none agreed" : `${value} ${value === 1 ? "point" : "points"}`);
  return [
    title,
    measure.name,
    `${measure.min} to ${measure.max}`,
    measure.direction === "higher-is-better" ? "higher" : "lower",
    points(measure.reliableChange),
    points(measure.minimalImportantDifference),
  ];
}

/** What else a reader needs, as rows of the methods page. */
export const windowRows: readonly (readonly [string, string])[] = [
  ["First score", "Between 14 days before the referral and 28 days after it; the nearest to the referral."],
  ["Follow-up", "The last score between 28 and 365 days after the first. A follow-up is due 90 days after the first score."],
  ["Who is compared", "Referrals whose referrer’s role is recorded. Levels that are not recorded are a level of their own."],
  [
    "Not from a night’s statistics",
    "Propensity weights, doubly robust estimates, dose and power need each person’s record. “hearten analyse” computes them from the de-identified dataset, by the same code.",
  ],
];

/** Above the links to the figures' files. */
export const downloadsText =
  "Each figure of this place as numbers (CSV), as a Vega-Lite specification, and as an archive with both, its licence and the command that draws it again.";
