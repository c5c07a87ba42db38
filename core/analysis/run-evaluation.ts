import { addDays, type CivilDate, dayNumber } from "../civil-date.ts";
import type { Deviation } from "../deviation.ts";
import { type Analysed, indexAmong } from "./analysed-instruments.ts";
import { appraise } from "./appraise.ts";
import { branchAt, listAt } from "./branch-reader.ts";
import type { Surveys } from "./clean-surveys.ts";
import { type Answered, declaredQuestions } from "./declared-questions.ts";
import { describeInstrument } from "./describe-instrument.ts";
import type { Branch } from "./describe-pairs.ts";
import type { Evaluation } from "./evaluation.ts";
import { fitModels } from "./fit-models.ts";
import type { HeadFacts } from "./head-facts.ts";
import { modelRows } from "./model-rows.ts";
import { pairSurveys } from "./pair-surveys.ts";
import { reasonIn, reasons } from "./reasons.ts";

/** What a declared evaluation is run on. */
export type EvaluationData = {
  readonly surveys: Surveys;
  readonly facts: HeadFacts;
  readonly referredDay: (head: number) => number;
  readonly analysed: Analysed;
};

/**
 * The declared analysis and nothing else: its primary estimate, the models it comes from, and every deviation that the data forced.
 * `sha256` is that of the declaration's canonical JSON.
 */
export function runEvaluation(evaluation: Evaluation, sha256: string, data: EvaluationData): Branch {
  const surveys = withinPopulation(evaluation, data);
  const place = indexAmong(data.analysed, evaluation.primary.instrument);
  const paired = pairSurveys(surveys, data.referredDay, data.analysed);
  const baselines = paired.get(place);
  const { comparator, covariates, primary } = evaluation;
  const rows = baselines && modelRows(baselines, data.facts, { ...comparator, covariates, rule: primary.rule });
  const models = rows === undefined ? { reason: reasons.noBaseline } : fitModels(rows);
  const questions = { paired, facts: data.facts, analysed: data.analysed, models, lastDay: lastDayOf(surveys) };
  const estimated = primaryEstimate(primary.model, models);
  const answers = declaredQuestions(evaluation, { ...questions, estimated });
  return {
    title: evaluation.title,
    registered_on: evaluation.registeredOn,
    specification_sha256: sha256,
    status: "declared",
    primary: {
      instrument: data.analysed[place]?.key,
      rule: primary.rule,
      model: primary.model,
      n: models.n ?? 0,
      clusters: models.clusters ?? 0,
      ...estimated,
    },
    ...answers,
    ...appraisalKeys(evaluation, { ...questions, estimated, answers }),
    models,
    deviations: [...deviations(evaluation, surveys, models), ...departures(answers)],
    exploratory: "every other result of this document",
  };
}

// nothing to appraise where nobody has a baseline
function appraisalKeys(
  evaluation: Evaluation,
  { paired, facts, analysed, models, estimated, answers }: Answered & { answers: Branch },
): Branch {
  const { primary, covariates, comparator } = evaluation;
  const place = indexAmong(analysed, primary.instrument);
  const [instrument, baselines] = [analysed[place], paired.get(place)];
  if (instrument === undefined || baselines === undefined) return {};
  const appraisal = appraise({
    instrument: instrument.key,
    description: describeInstrument(instrument, baselines, facts),
    models,
    primary: estimated,
    rule: primary.rule,
    status: "declared",
    covariates,
    treated: comparator.treated,
    negativeControl: branchAt(answers, "negative_control"),
  });
  return { appraisal };
}

function withinPopulation({ population }: Evaluation, { surveys, facts, referredDay }: EvaluationData): Surveys {
  const from = population.referredFrom === undefined ? Number.NEGATIVE_INFINITY : dayNumber(population.referredFrom);
  const to = population.referredTo === undefined ? Number.POSITIVE_INFINITY : dayNumber(population.referredTo);
  const named = (head: number, column: "practice" | "pcn" | "icb", allowed: readonly string[] | undefined) =>
    allowed === undefined || allowed.includes(facts.text(head, column));
  const belongs = (head: number) =>
    referredDay(head) >= from &&
    referredDay(head) <= to &&
    named(head, "practice", population.practices) &&
    named(head, "pcn", population.pcns) &&
    named(head, "icb", population.icbs);
  const kept = surveys.head.subarray(0, surveys.count).reduce<number[]>((rows, head, row) => {
    if (belongs(head)) rows.push(row);
    return rows;
  }, []);
  return {
    count: kept.length,
    referral: Int32Array.from(kept, (row) => surveys.referral[row] ?? 0),
    head: Int32Array.from(kept, (row) => surveys.head[row] ?? 0),
    instrument: Uint8Array.from(kept, (row) => surveys.instrument[row] ?? 0),
    day: Int32Array.from(kept, (row) => surveys.day[row] ?? 0),
    score: Int16Array.from(kept, (row) => surveys.score[row] ?? 0),
  };
}

/** The primary estimate and its interval, by the model that was chosen, or why there is none. */
export function primaryEstimate(model: Evaluation["primary"]["model"], models: Branch): Branch {
  if (typeof models.reason === "string") return { estimate: null, ci95: [null, null], reason: models.reason };
  const nurse = branchAt(models, "nurse");
  if (model === "ancova-cr2") return { estimate: nurse.estimate, ci95: nurse.ci95_cr2_satterthwaite ?? [null, null] };
  const chosen = branchAt(models, model === "weighting" ? "ipw" : "lmm");
  if (model === "weighting") return { estimate: chosen.estimate ?? null, ci95: chosen.ci95_stacked ?? [null, null], ...reasonOf(chosen) };
  return { estimate: chosen.nurse_estimate ?? null, ci95: chosen.nurse_ci95 ?? [null, null], ...reasonOf(chosen) };
}

function reasonOf(branch: Branch): Branch {
  return typeof branch.reason === "string" ? { reason: branch.reason } : {};
}

// what a declared question itself says was not done as declared
function departures(answers: Branch): readonly Deviation[] {
  return ["schedule", "missing_data"].flatMap((name) => (branchAt(answers, name).deviation as Deviation | undefined) ?? []);
}

function lastDayOf({ day, count }: Surveys): CivilDate | null {
  const last = day.subarray(0, count).reduce((latest, each) => Math.max(latest, each), Number.NEGATIVE_INFINITY);
  return Number.isFinite(last) ? addDays("1970-01-01", last) : null;
}

function deviations({ registeredOn, covariates }: Evaluation, { day, count }: Surveys, models: Branch): readonly Deviation[] {
  const columns = listAt(models, "columns").map(String);
  const uncompared = reasonIn(models);
  const late = day.subarray(0, count).some((survey) => survey < dayNumber(registeredOn));
  const constant = covariates.filter((covariate) => columns.length > 0 && !columns.some((column) => column.startsWith(covariate)));
  return [
    ...(late ? [{ kind: "registered-late", after: "survey" } as const] : []),
    ...constant.map((covariate) => ({ kind: "single-level", covariate }) as const),
    ...listAt(models, "aliased").map((column) => ({ kind: "combination", column: String(column) }) as const),
    ...(uncompared === null ? [] : [{ kind: "not-compared", reason: uncompared } as const]),
  ];
}
