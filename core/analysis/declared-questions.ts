import type { CivilDate } from "../civil-date.ts";
import { alwaysValidInterval } from "../statistics/always-valid.ts";
import { detectableDifference, powerOf } from "../statistics/power.ts";
import { type Analysed, indexAmong } from "./analysed-instruments.ts";
import { branchAt, listAt } from "./branch-reader.ts";
import type { Branch } from "./describe-pairs.ts";
import { doseBranch } from "./dose-branch.ts";
import type { Evaluation } from "./evaluation.ts";
import { columnBranch, fittedOn } from "./fitted-column.ts";
import { factors, type Grouping, type HeadFacts } from "./head-facts.ts";
import { groupedProducts, heterogeneityBranch } from "./heterogeneity-branch.ts";
import { missingDataBranch } from "./missing-data-branch.ts";
import { pairedProducts } from "./model-design.ts";
import { armsOf, modelRows } from "./model-rows.ts";
import { type Baselines, noFollowUp } from "./pair-surveys.ts";
import { reasons } from "./reasons.ts";
import { scheduleBranch } from "./schedule-branch.ts";
import { wellbyBranch } from "./wellby-branch.ts";

/** What the declared questions are put to: the pairs of the population, and what the primary analysis found. */
export type Answered = {
  readonly paired: ReadonlyMap<number, Baselines>;
  readonly facts: HeadFacts;
  readonly analysed: Analysed;
  readonly models: Branch;
  /** The primary estimate and its interval. */
  readonly estimated: Branch;
  /** The day of the last survey of the population; `null` without one. */
  readonly lastDay: CivilDate | null;
};

/** The declared questions beside the primary one, each under its own key; a question that was not declared is not answered. */
export function declaredQuestions(evaluation: Evaluation, answered: Answered): Branch {
  const { heterogeneity, dose, negativeControl, looks, schedule, missingData, power, wellby } = evaluation;
  const baselines = answered.paired.get(indexAmong(answered.analysed, evaluation.primary.instrument));
  return {
    ...(heterogeneity && baselines
      ? { heterogeneity: heterogeneityBranch(heterogeneity.map(groupedRows(evaluation, answered, baselines)).map(groupedProducts)) }
      : {}),
    ...(dose && baselines ? { dose: doseBranch(rowsFor(evaluation, answered, baselines, [...evaluation.covariates, "sessions"])) } : {}),
    ...(negativeControl ? { negative_control: negativeControlBranch(evaluation, answered, negativeControl.instrument) } : {}),
    ...(looks ? { looks: looksBranch(precisionOf(evaluation, answered), looks.spread) } : {}),
    ...(schedule ? { schedule: scheduleBranch({ schedule }, precisionOf(evaluation, answered), answered.lastDay) } : {}),
    ...(missingData ? { missing_data: missingDataBranch({ ...evaluation, missingData }, answered.models) } : {}),
    ...(power && baselines ? { power: powerBranch(evaluation, answered, { baselines, difference: power.difference }) } : {}),
    ...(wellby ? { wellby: wellbyBranch(wellby, wellbyPrimary(evaluation, answered)) } : {}),
  };
}

function rowsFor({ comparator, primary }: Evaluation, { facts }: Answered, baselines: Baselines, covariates: readonly Grouping[]) {
  return modelRows(baselines, facts, { ...comparator, covariates, rule: primary.rule });
}

function groupedRows(evaluation: Evaluation, answered: Answered, baselines: Baselines) {
  return (grouping: (typeof factors)[number]) => {
    const covariates = factors.filter((factor) => factor === grouping || evaluation.covariates.includes(factor));
    const rows = rowsFor(evaluation, answered, baselines, covariates);
    return { grouping, rows, reference: rows.references[covariates.indexOf(grouping)] ?? "" };
  };
}

// the ANCOVA of the primary analysis, of a measure that should show no difference
function negativeControlBranch(evaluation: Evaluation, answered: Answered, instrument: string): Branch {
  const place = indexAmong(answered.analysed, instrument);
  const key = answered.analysed[place]?.key;
  const baselines = answered.paired.get(place);
  if (baselines === undefined) return { instrument: key, passed: null, reason: reasons.noBaseline };
  const rows = rowsFor(evaluation, answered, baselines, evaluation.covariates);
  const fitted = fittedOn(
    pairedProducts(
      rows,
      rows.columns.map((_, column) => column),
    ),
  );
  const found = fitted === null ? { reason: reasons.notEstimable } : columnBranch(fitted, "nurse");
  const [lower, upper] = listAt(found, "ci95").map(Number);
  const passed = lower === undefined || upper === undefined ? null : lower <= 0 && upper >= 0;
  return { instrument: key, ...found, passed };
}

/** An estimate with its error. */
export type Measured = { readonly estimate: number; readonly standardError: number; readonly df: number };

/** The error and the degrees of freedom of the declared model's estimate; `null` where it has none. */
export function precisionOf(
  { primary }: Pick<Evaluation, "primary">,
  { models, estimated }: Pick<Answered, "models" | "estimated">,
): Measured | null {
  const groups = Number(models.clusters ?? 0);
  const [nurse, mixed, weighting] = [branchAt(models, "nurse"), branchAt(models, "lmm"), branchAt(models, "ipw")];
  const columns = listAt(models, "columns").map(String);
  const [error, df] = {
    "ancova-cr2": [nurse.se_cr2, nurse.df_cr2],
    "mixed-model": [listAt(mixed, "se")[columns.indexOf("nurse")], mixed.df_satterthwaite_nurse],
    weighting: [weighting.se_stacked_cr1, groups - 1],
  }[primary.model];
  if (typeof estimated.estimate !== "number" || typeof error !== "number" || typeof df !== "number" || error === 0) return null;
  return { estimate: estimated.estimate, standardError: error, df };
}

/** The interval that may be looked at again and again. */
export function looksBranch(measured: Measured | null, spread: number): Branch {
  const interval = measured === null ? null : alwaysValidInterval(measured, spread);
  if (interval === null) return { spread, ci95_always_valid: [null, null], reason: reasons.noErrorToLook };
  return { spread, ci95_always_valid: interval };
}

function powerBranch(
  evaluation: Evaluation,
  answered: Answered,
  { baselines, difference }: { baselines: Baselines; difference: number },
): Branch {
  const measured = precisionOf(evaluation, answered);
  const n = Number(answered.models.n ?? 0);
  if (measured === null || n === 0) return { difference, reason: reasons.noErrorToStart };
  const expected = pairsOfLastQuarter(evaluation, answered, baselines);
  const next = { standardError: measured.standardError * Math.sqrt(n / (n + expected)), df: measured.df };
  return {
    difference,
    pairs_now: n,
    pairs_expected_next_quarter: expected,
    power_now: powerOf(difference, measured),
    power_after_next_quarter: powerOf(difference, next),
    detectable_with_power_80_now: detectableDifference(0.8, measured),
    detectable_with_power_80_after_next_quarter: detectableDifference(0.8, next),
    assumes: "as many pairs as in the latest 91 days of follow-ups, from practices like those there are",
  };
}

function pairsOfLastQuarter({ comparator, primary }: Evaluation, { facts }: Answered, baselines: Baselines): number {
  const arms = armsOf(facts, comparator);
  const { score, days } = baselines[primary.rule];
  const on: number[] = [];
  for (let row = 0; row < baselines.count; row++) {
    if (score[row] === noFollowUp || (arms[baselines.head[row] ?? 0] ?? -1) < 0) continue;
    on.push((baselines.day[row] ?? 0) + (days[row] ?? 0));
  }
  const latest = on.reduce((late, day) => Math.max(late, day), Number.NEGATIVE_INFINITY);
  return on.filter((day) => day > latest - 91).length;
}

// only a scale of 0 to 10 on which more is better is life satisfaction's
function wellbyPrimary({ primary }: Evaluation, { analysed, estimated }: Answered): Branch {
  const instrument = analysed[indexAmong(analysed, primary.instrument)];
  const isScale = instrument?.min === 0 && instrument.max === 10 && instrument.better === 1;
  return isScale ? estimated : { reason: reasons.noLifeSatisfaction };
}
