import { agreementOf } from "../analysis/appraisal-answer.ts";
import { appraise } from "../analysis/appraise.ts";
import { branchAt, listAt } from "../analysis/branch-reader.ts";
import type { Grouping } from "../analysis/head-facts.ts";
import { reasonIn, reasons } from "../analysis/reasons.ts";
import type { Appraisal } from "../appraisal.ts";
import type { Answer, Balance, Comparison, ComparisonId, EvaluationAnswer, EvaluationReport } from "../evaluation-report.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { outcomes, primaryInstrument } from "../place-report.ts";
import type { Shown } from "../shown.ts";
import { discloseHeterogeneity } from "./disclose-heterogeneity.ts";
import { discloseTipping } from "./disclose-tipping.ts";
import type { DisclosureProfile } from "./profile.ts";
import { missing, notApplicable, rounded, showCount } from "./show.ts";
import { estimateOf } from "./shown-estimate.ts";

/** Decimals of differences in points, and practices below which a comparison is not shown below national level. */
const decimals = 2;
const fewestPractices = 5;

type Disclosing = { readonly instrument: Instrument; readonly profile: DisclosureProfile };

/**
 * An evaluation as it may be shown, or `null` where too few people or practices stand behind it. Counts go through the profile before anything is
 * said of them, the appraisal included; differences carry two decimals.
 */
export function discloseEvaluation(found: EvaluationAnswer, { instrument, profile }: Disclosing): EvaluationReport | null {
  const { label, specification, deviations, treated, covariates } = found;
  const models = withShownCounts(found.models, profile);
  if (!isEnough(found.models, profile)) return null;
  const answers = Object.fromEntries(Object.entries(found.answers).map(([key, answer]) => [key, shownAnswer(answer, profile)]));
  const control = branchAt(answers, "negative_control");
  return {
    label,
    specification,
    deviations,
    measure: {
      instrument: found.instrument,
      name: instrument.name,
      direction: instrument.direction,
      reliableChange: instrument.reliableChange?.value ?? null,
      minimalImportantDifference: instrument.minimalImportantDifference?.value ?? null,
    },
    outcome: outcomes.find((outcome) => primaryInstrument[outcome] === found.instrument) ?? null,
    treated,
    covariates,
    people: peopleOf(found.models, profile),
    primary: primaryId(found.model),
    comparisons: comparisonsOf(found, control),
    agreement: agreementOf(models),
    negativeControl: "instrument" in control ? { instrument: String(control.instrument), passed: asVerdict(control.passed) } : null,
    tipping: discloseTipping(found, { profile, decimals }),
    balance: balanceOf(branchAt(models, "ipw")),
    heterogeneity: discloseHeterogeneity(branchAt(found.answers, "heterogeneity"), { profile, decimals }),
    answers: roundedNumbers(othersOf(answers)),
    appraisal: appraisalOf(found, { models, control, instrument, profile }),
  };
}

/** More decimals than any sentence says, and no more than are needed for it. */
function roundedNumbers<T>(told: T): T {
  const round = (_: string, value: unknown) => (typeof value === "number" ? rounded(value, 4) : value);
  return JSON.parse(JSON.stringify(told, round)) as T;
}

// the negative control and the tests between groups have their own places
function othersOf({ negative_control: _control, heterogeneity: _tests, ...others }: Answer): Answer {
  return others;
}

function isEnough({ n, n_nurse: treated, clusters }: Answer, { reliableFrom, hiddenUpTo }: DisclosureProfile): boolean {
  if (hiddenUpTo === 0) return true;
  if (typeof n !== "number" || typeof treated !== "number" || typeof clusters !== "number") return false;
  return Math.min(treated, n - treated) >= reliableFrom && clusters >= fewestPractices;
}

function peopleOf({ n, n_nurse: treated, clusters }: Answer, profile: DisclosureProfile): EvaluationReport["people"] {
  if (typeof n !== "number" || typeof treated !== "number") return { treated: missing, others: missing, practices: missing };
  const practices: Shown = typeof clusters === "number" ? { kind: "value", value: clusters } : missing;
  return { treated: showCount(treated, profile), others: showCount(n - treated, profile), practices };
}

const countKeys = /^n(_[a-z]+)*$|^pairs_(now|expected_next_quarter)$/;

/** The branch with every count of people as it may be shown: whatever is said of it afterwards says no more. */
function withShownCounts(branch: Answer, profile: DisclosureProfile): Answer {
  const shownValue = (key: string, value: unknown): unknown => {
    if (typeof value === "number" && countKeys.test(key)) return countAs(value, profile);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return withShownCounts(value as Answer, profile);
    return value;
  };
  return Object.fromEntries(Object.entries(branch).map(([key, value]) => [key, shownValue(key, value)]));
}

function countAs(n: number, profile: DisclosureProfile): number | null {
  const shown = showCount(n, profile);
  return shown.kind === "value" ? shown.value : null;
}

function shownAnswer(answer: unknown, profile: DisclosureProfile): unknown {
  return typeof answer === "object" && answer !== null && !Array.isArray(answer) ? withShownCounts(answer as Answer, profile) : answer;
}

function primaryId(model: EvaluationAnswer["model"]): ComparisonId {
  return model === "ancova-cr2" ? "ancova" : model;
}

/** Every way of comparing, in the fixed order; one that was not or could not be done says why. */
function comparisonsOf({ models }: EvaluationAnswer, control: Answer): readonly Comparison[] {
  const why = reasonIn(models);
  const of = (id: ComparisonId, branch: Answer, [value, interval]: readonly [unknown, unknown]): Comparison => {
    const difference = estimateOf(value, interval, decimals);
    return { id, difference, reason: difference.kind === "value" ? null : (why ?? reasonIn(branch) ?? reasons.notPart) };
  };
  const first = branchAt(models, "baseline_only");
  const [nurse, mixed, weighted] = [branchAt(models, "nurse"), branchAt(models, "lmm"), branchAt(models, "ipw")];
  const [overlap, doubly, delta] = [branchAt(models, "overlap_weights"), branchAt(models, "doubly_robust"), branchAt(models, "delta")];
  return [
    of("baseline-only", first, [first.estimate, first.ci95]),
    of("ancova", nurse, [nurse.estimate, nurse.ci95_cr2_satterthwaite]),
    of("mixed-model", mixed, [mixed.nurse_estimate, mixed.nurse_ci95]),
    of("weighting", weighted, [weighted.estimate, weighted.ci95_stacked]),
    of("overlap-weights", overlap, [overlap.estimate, overlap.ci95]),
    of("doubly-robust", doubly, [doubly.estimate, doubly.ci95]),
    of("missing-worse", delta, worseByOne(models, delta)),
    ...("instrument" in control ? [of("negative-control", control, [control.estimate, control.ci95])] : []),
  ];
}

/** The main difference if everybody without a follow-up, in both groups, had done a point worse than people like them. */
function worseByOne(models: Answer, delta: Answer): readonly [unknown, unknown] {
  const place = listAt(delta, "grid_delta").indexOf(1);
  const [value, base] = [listAt(delta, "estimate_delta_nurse_only")[place], branchAt(models, "nurse").estimate];
  const [lower, upper] = listAt(branchAt(models, "nurse"), "ci95_cr2_satterthwaite");
  if (typeof value !== "number" || typeof base !== "number" || typeof lower !== "number" || typeof upper !== "number") return [null, null];
  return [value, [lower + value - base, upper + value - base]];
}

function balanceOf(weighting: Answer): Balance | null {
  const [smallest, largest] = listAt(weighting, "ps_range");
  const shown = (value: unknown, places: number): Shown =>
    typeof value === "number" ? { kind: "value", value: rounded(value, places) } : notApplicable;
  if (typeof weighting.smd_baseline_weighted !== "number") return null;
  return {
    unweighted: shown(weighting.smd_baseline_unweighted, decimals),
    weighted: shown(weighting.smd_baseline_weighted, decimals),
    smallestPropensity: shown(smallest, decimals),
    largestPropensity: shown(largest, decimals),
    effectiveTreated: shown(weighting.ess_nurse, -1),
    effectiveOthers: shown(weighting.ess_other, -1),
  };
}

function asVerdict(passed: unknown): boolean | null {
  return typeof passed === "boolean" ? passed : null;
}

type Appraising = {
  readonly models: Answer;
  readonly control: Answer;
  readonly instrument: Instrument;
  readonly profile: DisclosureProfile;
};

/** Written anew from the counts as they may be shown. */
function appraisalOf(found: EvaluationAnswer, { models, control, instrument, profile }: Appraising): Appraisal {
  const written = appraise({
    instrument: instrument.name,
    description: withShownCounts(found.description, profile),
    models,
    primary: found.primary,
    rule: found.rule,
    status: found.label,
    covariates: found.covariates as readonly Grouping[],
    treated: found.treated,
    negativeControl: control,
  });
  return roundedNumbers(written);
}
