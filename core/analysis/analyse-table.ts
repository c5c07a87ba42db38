import { type Analysed, analysedInstruments, indexAmong } from "./analysed-instruments.ts";
import { appraise } from "./appraise.ts";
import type { ByteDictionary } from "./byte-dictionary.ts";
import { type CleaningCounts, cleanSurveys, type Surveys } from "./clean-surveys.ts";
import { describeInstrument } from "./describe-instrument.ts";
import type { Branch } from "./describe-pairs.ts";
import type { Evaluation } from "./evaluation.ts";
import { fitModels } from "./fit-models.ts";
import { funnelBranch } from "./funnel-branch.ts";
import { factors, type HeadFacts, headFacts } from "./head-facts.ts";
import { listPairs } from "./list-pairs.ts";
import type { LongTable, ReferralColumn } from "./long-table.ts";
import { conformanceChoice, modelRows } from "./model-rows.ts";
import { type Baselines, noFollowUp, pairSurveys } from "./pair-surveys.ts";
import { runEvaluation } from "./run-evaluation.ts";
import { dayOf } from "./survey-tails.ts";
import { talkingTherapies } from "./talking-therapies.ts";
import { monthlyXmrBranch } from "./xmr-branch.ts";

/** Up to so many surveys, the results list every pair: enough to check by hand. */
const mostListedSurveys = 200;

/** A declaration with the hash of its canonical JSON. */
export type Declared = { readonly evaluation: Evaluation; readonly sha256: string };

/**
 * Everything of the conformance rules from one table, under their keys, and the declared evaluation where there is one.
 * Any order of the rows gives the same results.
 */
export function analyseTable(dataset: string, table: LongTable, declared?: Declared): Branch {
  const { analysed = analysedInstruments } = table;
  const { surveys, counts } = cleanSurveys(table);
  const facts = headFacts(table);
  const referred = Int32Array.from(table.texts.referral_date.texts(), dayOf);
  const referredDay = (head: number) => referred[facts.code(head, "referral_date")] ?? 0;
  const baselines = pairSurveys(surveys, referredDay, analysed);
  const count = (column: ReferralColumn) => distinct(surveys, facts, table.texts[column], column);
  return {
    dataset,
    ...(declared === undefined
      ? {}
      : { evaluation: runEvaluation(declared.evaluation, declared.sha256, { surveys, facts, referredDay, analysed }) }),
    cleaning: cleaningKeys(counts),
    n_referrals: count("referral_id"),
    n_patients: count("patient"),
    n_practices: count("practice"),
    instruments: instrumentBranches(baselines, facts, analysed),
    ...talkingTherapiesKeys(baselines, analysed),
    ...practiceAndMonthKeys(baselines, facts, analysed),
    ...(surveys.count <= mostListedSurveys ? { pairs: listPairs(baselines, facts, analysed) } : {}),
  };
}

function cleaningKeys(counts: CleaningCounts): Branch {
  return {
    n_rows: counts.rows,
    n_exact_duplicate_rows: counts.exactDuplicateRows,
    n_unknown_instrument_rows: counts.unknownInstrumentRows,
    n_invalid_score_rows: counts.invalidScoreRows,
    n_invalid_date_rows: counts.invalidDateRows,
    n_conflict_days: counts.conflictDays,
    n_conflict_rows: counts.conflictRows,
    n_same_day_same_score_rows: counts.sameDaySameScoreRows,
    n_rows_used: counts.rowsUsed,
  };
}

function distinct({ head, count }: Surveys, facts: HeadFacts, { size }: ByteDictionary, column: ReferralColumn): number {
  const seen = new Uint8Array(size);
  let found = 0;
  for (let row = 0; row < count; row++) {
    const code = facts.code(head[row] ?? 0, column);
    if (seen[code] === 0) found++;
    seen[code] = 1;
  }
  return found;
}

function instrumentBranches(baselines: ReadonlyMap<number, Baselines>, facts: HeadFacts, analysed: Analysed): Branch {
  const branches = [...baselines].flatMap(([place, columns]) => {
    const instrument = analysed[place];
    if (instrument === undefined) return [];
    const found = { description: describeInstrument(instrument, columns, facts), models: fitModels(modelRows(columns, facts)) };
    const appraisal = appraise({
      ...found,
      instrument: instrument.key,
      rule: "last",
      status: "exploratory",
      covariates: factors,
      treated: conformanceChoice.treated,
    });
    return [[instrument.key, { ...found.description, models: found.models, appraisal }] as const];
  });
  return Object.fromEntries(branches);
}

function talkingTherapiesKeys(baselines: ReadonlyMap<number, Baselines>, analysed: Analysed): Branch {
  const outcomes = talkingTherapies(baselines, analysed);
  return outcomes === null ? {} : { talking_therapies: outcomes };
}

// the funnel and the monthly chart are of PHQ-9, the measure that most services share
function practiceAndMonthKeys(baselines: ReadonlyMap<number, Baselines>, facts: HeadFacts, analysed: Analysed): Branch {
  const place = indexAmong(analysed, "phq-9");
  const [instrument, columns] = [analysed[place], baselines.get(place)];
  if (instrument === undefined || columns === undefined || !hasPairs(columns)) return {};
  const monthly = monthlyXmrBranch(columns, facts);
  return {
    funnel_phq9_reliable_improvement: funnelBranch(instrument, columns, facts),
    ...(monthly === null ? {} : { xmr_phq9_mean_change_by_referral_month: monthly }),
  };
}

function hasPairs({ last, count }: Baselines): boolean {
  return last.score.subarray(0, count).some((score) => score !== noFollowUp);
}
