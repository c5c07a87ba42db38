import { branchAt, listAt } from "../../core/analysis/branch-reader.ts";
import type { Branch } from "../../core/analysis/describe-pairs.ts";
import type { Appraisal } from "../../core/appraisal.ts";
import type { Deviation } from "../../core/deviation.ts";
import { counted, shown, shownInterval, shownProportion } from "./analysis-numbers.ts";
import { answerText, factText } from "./appraisal-words.ts";
import { tellQuestions } from "./declared-words.ts";
import { deviationText } from "./deviation-words.ts";
import { reasonWords } from "./reason-words.ts";

/** What {@link analyseTable} found, with its appraisals and deviations in words: the document that `hearten analyse --json` prints. */
export function wordedAnalysis(results: Branch): Branch {
  const instruments = Object.entries(branchAt(results, "instruments")).map(([key, one]) => [key, worded(one as Branch)] as const);
  return {
    ...results,
    ...(results.evaluation === undefined ? {} : { evaluation: worded(branchAt(results, "evaluation")) }),
    instruments: Object.fromEntries(instruments),
  };
}

function worded(branch: Branch): Branch {
  const { appraisal, deviations } = branch;
  return {
    ...branch,
    ...departuresWorded(branch),
    ...(appraisal === undefined ? {} : { appraisal: wordedAppraisal(appraisal as Appraisal) }),
    ...(deviations === undefined ? {} : { deviations: (deviations as readonly Deviation[]).map(deviationText) }),
  };
}

// a declared question that was not done as declared says so itself
function departuresWorded(branch: Branch): Branch {
  const told = ["schedule", "missing_data"].flatMap((key) => {
    const { deviation } = branchAt(branch, key);
    return deviation === undefined ? [] : [[key, { ...branchAt(branch, key), deviation: deviationText(deviation as Deviation) }] as const];
  });
  return Object.fromEntries(told);
}

function wordedAppraisal(appraisal: Appraisal): Branch {
  const { agreement, status, concern, subject } = appraisal;
  const domains = appraisal.domains.map((fact) => ({ domain: fact.domain, level: fact.level, fact: factText(fact, subject) }));
  return { answer: answerText(appraisal), agreement, status, concern, domains };
}

/** The same as plain text: what was read, what changed, and how nurse referrals compare, with no verdict. */
export function tellAnalysis(found: Branch): string {
  const results = wordedAnalysis(found);
  const instruments = Object.keys(branchAt(results, "instruments")).sort();
  const sections = [
    tellCleaning(results),
    tellEvaluation(branchAt(results, "evaluation")),
    ...instruments.map((key) => tellInstrument(key, branchAt(results, "instruments", key))),
  ];
  const joint = branchAt(results, "talking_therapies");
  if (typeof joint.n === "number" && joint.n > 0) sections.push(tellTalkingTherapies(joint));
  sections.push(tellPractices(branchAt(results, "funnel_phq9_reliable_improvement")));
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function tellCleaning(results: Branch): readonly string[] {
  const cleaning = branchAt(results, "cleaning");
  const left: readonly (readonly [string, string])[] = [
    ["n_exact_duplicate_rows", "exact duplicates"],
    ["n_unknown_instrument_rows", "of no known instrument"],
    ["n_invalid_score_rows", "without a possible score"],
    ["n_invalid_date_rows", "without real dates"],
    ["n_conflict_rows", "contradicting another of the same day"],
    ["n_same_day_same_score_rows", "repeating a score of the same day"],
  ];
  const reasons = left.filter(([key]) => Number(cleaning[key]) > 0).map(([key, words]) => `${shown(cleaning[key], 0)} ${words}`);
  return [
    `${String(results.dataset)}: ${shown(cleaning.n_rows, 0)} rows, ${shown(cleaning.n_rows_used, 0)} used`,
    ...(reasons.length > 0 ? [`  left out: ${reasons.join(", ")}`] : []),
    `  ${counted(results.n_referrals, "referral")} of ${shown(results.n_patients, 0)} people in ${counted(results.n_practices, "practice")}`,
  ];
}

function tellEvaluation(evaluation: Branch): readonly string[] {
  if (evaluation.title === undefined) return [];
  const primary = branchAt(evaluation, "primary");
  const result =
    typeof primary.estimate === "number"
      ? `${shown(primary.estimate)} (95% CI ${shownInterval(primary.ci95)})`
      : `none: ${reasonWords(primary.reason)}`;
  const { answer, domains } = tellAppraisal(branchAt(evaluation, "appraisal"));
  return [
    `Declared: ${String(evaluation.title)}, registered on ${String(evaluation.registered_on)}, SHA-256 ${String(evaluation.specification_sha256).slice(0, 12)}…`,
    ...answer,
    `  ${String(primary.instrument)}, ${String(primary.rule)}, ${String(primary.model)}: ${result}, ${shown(primary.n, 0)} pairs in ${counted(primary.clusters, "practice")}`,
    ...tellQuestions(evaluation),
    ...domains,
    ...listAt(evaluation, "deviations").map((deviation) => `  deviation: ${String(deviation)}`),
    "  everything below is exploratory",
  ];
}

function tellInstrument(key: string, instrument: Branch): readonly string[] {
  const last = branchAt(instrument, "rules", "last");
  const heading = `${key}: ${shown(instrument.n_baseline, 0)} with a baseline, ${shown(instrument.n_paired, 0)} of them with a follow-up`;
  if (last.n === 0) return [heading];
  const outcomes = branchAt(last, "outcomes");
  const { answer, domains } = tellAppraisal(branchAt(instrument, "appraisal"));
  return [
    heading,
    ...answer,
    `  mean ${shown(last.mean_baseline)} → ${shown(last.mean_followup)}, change ${shown(last.mean_change)} (95% CI ${shownInterval(last.ci95_change)}); d_z ${shown(last.d_z)}`,
    ...Object.entries(outcomes).map(([name, branch]) => `  ${name.replaceAll("_", " ")}: ${shownProportion(branch as Branch)}`),
    ...tellModels(branchAt(instrument, "models")),
    ...domains,
  ];
}

function tellAppraisal({ answer, ...appraisal }: Branch): { readonly answer: readonly string[]; readonly domains: readonly string[] } {
  const domains = listAt(appraisal, "domains") as readonly Branch[];
  return {
    answer: typeof answer === "string" ? [`  ${answer}`] : [],
    domains: domains.map(({ domain, level, fact }) => `  ${String(domain)}, ${String(level)} concern: ${String(fact)}`),
  };
}

function tellModels(models: Branch): readonly string[] {
  if (typeof models.reason === "string") return [`  nurse referrals beside others: not compared (${reasonWords(models.reason)})`];
  const nurse = branchAt(models, "nurse");
  const weighting = branchAt(models, "ipw");
  const mixed = branchAt(models, "lmm");
  const interval = nurse.ci95_cr2_satterthwaite;
  return [
    `  nurse referrals beside others, points of difference at follow-up (${shown(models.n, 0)} pairs, ${counted(models.clusters, "practice")}):`,
    `    unadjusted ${shown(models.unadjusted_difference_in_change)}; adjusted ${shown(nurse.estimate)}${interval === undefined ? "" : ` (95% CI ${shownInterval(interval)}, CR2)`}`,
    ...(mixed.beta === undefined
      ? []
      : [`    practices differ by an SD of ${shown(Math.sqrt(Number(mixed.tau2)))} (ICC ${shown(mixed.icc, 3)})`]),
    typeof weighting.reason === "string"
      ? `    weighting: not possible (${reasonWords(weighting.reason)})`
      : `    weighted ${shown(weighting.estimate)} (95% CI ${shownInterval(weighting.ci95_stacked)}), baseline gap ${shown(weighting.smd_baseline_unweighted)} → ${shown(weighting.smd_baseline_weighted)} SD`,
    ...tellMissing(branchAt(models, "delta")),
    "    a difference between groups is not yet an effect of who referred",
  ];
}

function tellMissing(delta: Branch): readonly string[] {
  if (typeof delta.tipping_delta_estimate_zero !== "number") return [];
  const tipping = shown(delta.tipping_delta_estimate_zero, 1);
  return [`    the adjusted difference would be 0 if nurse referrals without a follow-up had scored ${tipping} points beyond prediction`];
}

function tellTalkingTherapies(joint: Branch): readonly string[] {
  const shownRates = ["recovery", "reliable_improvement", "reliable_deterioration", "reliable_recovery"];
  return [
    `PHQ-9 and GAD-7 together: ${shown(joint.n, 0)} referrals with both`,
    ...shownRates.map((name) => `  ${name.replaceAll("_", " ")}: ${shownProportion(branchAt(joint, name))}`),
  ];
}

function tellPractices(funnel: Branch): readonly string[] {
  if (funnel.phi === undefined) return [];
  const outside = listAt(funnel, "z_additive").filter((z) => Math.abs(Number(z)) > 3.09).length;
  return [
    `Practices: ${shown(funnel.I, 0)} with PHQ-9 pairs, reliable improvement ${shown(Number(funnel.target) * 100, 1)}% over all; overdispersion φ ${shown(funnel.phi)}`,
    `  ${outside} beyond the 99.8% limits once overdispersion is allowed for`,
  ];
}
