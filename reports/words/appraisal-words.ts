import type { Appraisal, AppraisedAnswer, AppraisedComparison, AppraisedDomain, AppraisedFact, Interval } from "../../core/appraisal.ts";
import { counted, shown, shownInterval } from "./analysis-numbers.ts";
import { covariateName } from "./construct-words.ts";
import { reasonText } from "./reason-words.ts";

type Subject = Appraisal["subject"];
type Told = Extract<AppraisedAnswer, { kind: "told" }>;
type FactOf<D extends AppraisedFact["domain"]> = Extract<AppraisedDomain, { domain: D }>;

/** The plain answer, in sentences. */
export function answerText({ answer, subject }: Appraisal): string {
  const { instrument } = subject;
  if (answer.kind === "too-few")
    return `Too few people have both ${instrument} scores to say anything (${answer.n} of the ${answer.needed} needed).`;
  return [
    `${answer.isOfPairedAlone ? "Among people with both scores, " : ""}${changeSentence(answer.change, instrument)}`,
    ...outcomeSentence(answer.outcomes),
    comparisonSentence(answer.comparison, subject),
    "We cannot say that social prescribing was the cause.",
  ].join(" ");
}

function changeSentence({ side, points, interval }: Told["change"], instrument: string): string {
  if (side === 0) return `we cannot tell whether ${instrument} scores changed (${shown(points, 1)} points, 95% CI ${within(interval)}).`;
  const way = side < 0 ? "lower" : "higher";
  return `${instrument} scores were ${way} at follow-up, by ${shown(Math.abs(Number(points)), 1)} points (95% CI of the change ${within(interval)}).`;
}

function outcomeSentence(outcomes: Told["outcomes"]): readonly string[] {
  if (outcomes === null) return [];
  const { improved, deteriorated } = outcomes;
  return [`${shown(100 * improved, 0)} in 100 improved reliably and ${shown(100 * deteriorated, 0)} in 100 deteriorated reliably.`];
}

function comparisonSentence(comparison: AppraisedComparison, { instrument, treated, covariates }: Subject): string {
  if (comparison.kind === "nobody") return "There is nobody to compare with.";
  if (comparison.kind === "fails-check") return "The comparison of referrers fails its own check, so we do not interpret it.";
  const interval = `(95% CI ${within(comparison.interval)})`;
  const who = referrerText(treated);
  if (comparison.kind === "cannot-tell")
    return `We cannot tell whether referral by ${who} makes a difference to ${instrument} scores ${interval}.`;
  const size = `${shown(Math.abs(Number(comparison.points)), 1)} points ${comparison.side < 0 ? "lower" : "higher"}`;
  const remark = comparison.isSmall ? ", less than the change that is reliable in one person" : "";
  return `After allowing for ${covariatesText(covariates)}, scores were ${size} after referral by ${who} than after other referrals ${interval}${remark}.`;
}

function within(interval: Interval): string {
  return shownInterval(interval, 1);
}

const referrerNames: Readonly<Record<string, string>> = {
  nurse: "a nurse",
  gp: "gp",
  link_worker: "link worker",
  other_primary_care: "other primary care",
  self: "self",
  other_agency: "other agency",
  other: "other",
};

/** Those whose referrals are compared, as a sentence names them. */
function referrerText(treated: readonly string[]): string {
  return treated.map((role) => referrerNames[role] ?? role.replaceAll("_", " ")).join(" or ");
}

/** What is allowed for, as a sentence lists it. */
function covariatesText(covariates: readonly string[]): string {
  return ["baseline", ...covariates.map(covariateName)].join(", ");
}

/** How a number of people is written: pages set thousands apart. */
type CountText = (n: number) => string;

/** What a domain's level of concern rests on, in a line. */
export function factText(fact: AppraisedDomain, subject: Subject, count: CountText = String): string {
  switch (fact.domain) {
    case "comparator":
      return comparatorText(fact, subject, count);
    case "attrition":
      return attritionText(fact, subject, count);
    case "timing":
      return timingText(fact);
    case "measures":
      return measuresText(fact, subject);
    case "confounding":
      return confoundingText(fact, subject);
  }
}

function comparatorText(fact: FactOf<"comparator">, { treated }: Subject, count: CountText): string {
  if (fact.nobody !== null) return `nobody to compare with (${reasonText(fact.nobody)})`;
  const who = referrerText(treated);
  const people =
    fact.treated === null || fact.others === null
      ? `referrals by ${who} beside others, how many of each being confidential,`
      : `${count(fact.treated)} referrals by ${who} beside ${count(fact.others)} others`;
  const groups = `${people} in ${counted(fact.practices, "practice")}, not allocated by chance`;
  if (fact.failsCheck) return `${groups}; the negative control shows a difference too`;
  return fact.isSmall ? `${groups}; fewer than 30 in one group` : groups;
}

function attritionText({ asked, paired, gap, tipping }: FactOf<"attrition">, { treated }: Subject, count: CountText): string {
  const who = referrerText(treated);
  const byGroup =
    gap === null
      ? ""
      : `; ${shown(100 * Math.abs(gap), 0)} in 100 ${gap < 0 ? "fewer" : "more"} of the referrals by ${who} than of the others`;
  const bound =
    tipping === null
      ? ""
      : `; those referred by ${who} without one would have to be ${shown(tipping, 1)} points off prediction to leave no difference`;
  const followed =
    paired === null || asked === null
      ? "how many people with a baseline have a follow-up is confidential"
      : `${count(paired)} of ${count(asked)} people with a baseline have a follow-up`;
  return `${followed}${byGroup}${bound}`;
}

function timingText(fact: FactOf<"timing">): string {
  if (fact.days === null) return "nobody has a follow-up";
  const { q25, median, q75 } = fact.days;
  const days = `half of the follow-ups are ${shown(q25, 0)} to ${shown(q75, 0)} days after the baseline (median ${shown(median, 0)})`;
  if (fact.isEarly) return `${days}: too early to last`;
  return fact.isLate ? days : `${days}; little is known of later`;
}

function measuresText({ isDeclared, reliableChange }: FactOf<"measures">, { instrument }: Subject): string {
  const declared = isDeclared ? "declared beforehand as the primary outcome" : "one of several measures, none declared beforehand";
  const own = `${instrument}, filled in by people who know that they were referred, ${declared}`;
  if (reliableChange === null) return `${own}; no change of it is agreed to be reliable`;
  return `${own}; a change of ${reliableChange} points is reliable`;
}

const controlWords = {
  passed: "the negative control shows no difference",
  failed: "the negative control shows a difference",
  none: "no negative control",
} as const;

function confoundingText({ compared, regression }: FactOf<"confounding">, { covariates }: Subject): string {
  const anyway =
    regression === null
      ? ""
      : `; cases changed by ${shown(regression.observed, 1)} points, of which ${shown(regression.expected, 1)} would be expected if nothing had happened`;
  if (compared === null) return `change before to after says nothing of what else changed${anyway}`;
  const { ways, agree, baselineGap, unrecorded, control } = compared;
  const facts = [
    `adjusted for ${covariatesText(covariates)}`,
    `${agree} of ${ways} ways of comparing leave out no difference on the same side`,
    baselineGap === null ? "the groups cannot be weighted" : `baselines ${shown(Math.abs(baselineGap))} SD apart after weighting`,
    ...(unrecorded === null
      ? []
      : [`an unrecorded cause tied by a ratio of ${shown(unrecorded, 1)} to both referrer and outcome would do for the interval`]),
    controlWords[control],
  ];
  return `${facts.join("; ")}${anyway}`;
}
