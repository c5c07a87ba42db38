import { agreementOf } from "../analysis/appraisal-answer.ts";
import { appraise } from "../analysis/appraise.ts";
import { branchAt, listAt } from "../analysis/branch-reader.ts";
import type { Grouping } from "../analysis/head-facts.ts";
import { reasonIn, reasons } from "../analysis/reasons.ts";
import type { Appraisal, AppraisedDomain } from "../appraisal.ts";
import type { Answer, Balance, Comparison, ComparisonId, EvaluationAnswer, EvaluationReport } from "../evaluation-report.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { outcomes, primaryInstrument } from "../place-report.ts";
import type { Shown } from "../shown.ts";
import { discloseHeterogeneity } from "./disclose-heterogeneity.ts";
import { discloseTipping } from "./disclose-tipping.ts";
import { type DisclosureProfile, subnational } from "./profile.ts";
import { missing, notApplicable, rounded, showCount, suppressed } from "./show.ts";
import { estimateOf } from "./shown-estimate.ts";
import type { ToldPeople } from "./told-people.ts";

/** Decimals of differences in points, and practices below which a comparison is not shown below national level. */
const decimals = 2;
const fewestPractices = 5;

type Disclosing = { readonly instrument: Instrument; readonly profile: DisclosureProfile; readonly people: ToldPeople };

/**
 * An evaluation as it may be shown, or `null` where too few people or practices stand behind it. How many people it is about is
 * what the pages of the place tell of them (`people`), and where they do not, nothing that follows from it is said; differences carry two decimals.
 */
export function discloseEvaluation(found: EvaluationAnswer, { instrument, profile, people }: Disclosing): EvaluationReport | null {
  const { label, specification, deviations, treated, covariates } = found;
  const models = withShownCounts(found.models, profile);
  if (!isEnough(found.models, found.isPart ? subnational : profile)) return null;
  const answers = withoutCounts(found.answers);
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
    people: { treated: people.treated, others: people.others, practices: practicesOf(found.models) },
    primary: primaryId(found.model),
    comparisons: comparisonsOf(found, control),
    agreement: agreementOf(models),
    negativeControl: "instrument" in control ? { instrument: String(control.instrument), passed: asVerdict(control.passed) } : null,
    tipping: discloseTipping(found, { people, decimals }),
    balance: balanceOf(branchAt(models, "ipw"), people),
    heterogeneity: discloseHeterogeneity(branchAt(found.answers, "heterogeneity"), { profile, people, decimals }),
    answers: roundedNumbers(othersOf(answers)),
    appraisal: appraisalOf(found, { models, control, instrument, profile, people }),
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

function practicesOf({ clusters }: Answer): Shown {
  return typeof clusters === "number" ? { kind: "value", value: clusters } : missing;
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

/** The branch without any count of people: whom the other questions are about, no page tells. */
function withoutCounts(branch: Answer): Answer {
  const isBranch = (value: unknown): value is Answer => typeof value === "object" && value !== null && !Array.isArray(value);
  const told = Object.entries(branch).map(([key, value]) => [
    key,
    isBranch(value) ? withoutCounts(value) : countKeys.test(key) ? null : value,
  ]);
  return Object.fromEntries(told);
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

function balanceOf(weighting: Answer, { treated, others }: ToldPeople): Balance | null {
  const isTold = treated.kind === "value" && others.kind === "value";
  const [smallest, largest] = listAt(weighting, "ps_range");
  const shown = (value: unknown, places: number): Shown =>
    typeof value === "number" ? { kind: "value", value: rounded(value, places) } : notApplicable;
  if (typeof weighting.smd_baseline_weighted !== "number") return null;
  return {
    unweighted: shown(weighting.smd_baseline_unweighted, decimals),
    weighted: shown(weighting.smd_baseline_weighted, decimals),
    smallestPropensity: shown(smallest, decimals),
    largestPropensity: shown(largest, decimals),
    effectiveTreated: isTold ? shown(weighting.ess_nurse, -1) : suppressed,
    effectiveOthers: isTold ? shown(weighting.ess_other, -1) : suppressed,
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
  readonly people: ToldPeople;
};

/** Written anew from the counts as they may be shown. */
function appraisalOf(found: EvaluationAnswer, { models, control, instrument, profile, people }: Appraising): Appraisal {
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
  return roundedNumbers({ ...written, domains: written.domains.map((domain) => asTold(domain, people)) });
}

/** With the numbers of people that are told, and none that is not. */
function asTold(domain: AppraisedDomain, { treated, others, asked, paired, treatedMissing, othersMissing }: ToldPeople): AppraisedDomain {
  if (domain.domain === "comparator" && domain.nobody === null) return { ...domain, treated: numberOf(treated), others: numberOf(others) };
  if (domain.domain !== "attrition") return domain;
  const [own, rest] = [numberOf(treatedMissing), numberOf(othersMissing)];
  return { ...domain, asked: numberOf(asked), paired: numberOf(paired), gap: own === null || rest === null ? null : (rest - own) / 100 };
}

function numberOf(shown: Shown): number | null {
  return shown.kind === "value" ? shown.value : null;
}
