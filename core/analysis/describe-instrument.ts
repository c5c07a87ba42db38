import { followUpWindow } from "../episodes/pairing.ts";
import type { PairCount } from "../statistics/paired-change.ts";
import { type Counted, quantileOfCounts } from "../statistics/quantile.ts";
import { regressionToMean } from "../statistics/regression-to-mean.ts";
import type { AnalysedInstrument } from "./analysed-instruments.ts";
import { type Branch, describePairs } from "./describe-pairs.ts";
import type { HeadFacts } from "./head-facts.ts";
import { JointTable } from "./joint-table.ts";
import { type Baselines, type FollowUpRule, followUpRules, noFollowUp } from "./pair-surveys.ts";

/** One instrument's joint tables and days, by what made them: rows, or a night's statistics. */
export type InstrumentTables = {
  readonly baselines: number;
  /** Joint tables of the rules there are; `last` is always among them. */
  readonly rules: readonly (readonly [FollowUpRule, readonly PairCount[]])[];
  readonly days: readonly (readonly [FollowUpRule, readonly Counted[]])[];
  readonly roles: readonly (readonly [role: string, pairs: readonly PairCount[]])[];
};

/** Counts, the three follow-up rules, and each referrer role by the primary rule, for one instrument. */
export function describeInstrument(instrument: AnalysedInstrument, baselines: Baselines, facts: HeadFacts): Branch {
  return describeTables(instrument, {
    baselines: baselines.count,
    rules: followUpRules.map((rule) => [rule, ruleTable(instrument, baselines, rule).pairs()]),
    days: followUpRules.map((rule) => [rule, daysCounted(baselines, rule)]),
    roles: roleTables(instrument, baselines, facts).map(([role, table]) => [role, table.pairs()]),
  });
}

/** The same from joint tables, wherever they were counted. */
export function describeTables(instrument: AnalysedInstrument, { baselines, rules, days, roles }: InstrumentTables): Branch {
  const last = rules.find(([rule]) => rule === "last")?.[1] ?? [];
  const paired = last.reduce((sum, { n }) => sum + n, 0);
  return {
    n_baseline: baselines,
    n_paired: paired,
    n_no_followup: baselines - paired,
    better: instrument.better === 1 ? "higher" : "lower",
    reliable_change: instrument.reliableChange,
    days_to_followup: Object.fromEntries(days.map(([rule, counted]) => [rule, quartiles(counted)])),
    ...regressionToMeanKeys(instrument, last),
    rules: Object.fromEntries(rules.map(([rule, pairs]) => [rule, describePairs(instrument, pairs)])),
    by_role: Object.fromEntries(roles.map(([role, pairs]) => [role, describePairs(instrument, pairs)])),
  };
}

function quartiles(sorted: readonly Counted[]): Branch {
  return { q25: quantileOfCounts(sorted, 0.25), median: quantileOfCounts(sorted, 0.5), q75: quantileOfCounts(sorted, 0.75) };
}

function daysCounted({ count, ...columns }: Baselines, rule: FollowUpRule): readonly Counted[] {
  const { score, days } = columns[rule];
  const counts = new Int32Array(followUpWindow.to + 1);
  for (let row = 0; row < count; row++) {
    const day = days[row] ?? 0;
    if (score[row] !== noFollowUp) counts[day] = (counts[day] ?? 0) + 1;
  }
  return Array.from(counts, (n, value) => ({ value, n })).filter(({ n }) => n > 0);
}

const reliabilities = [0.7, 0.8, 0.9];

// what the cases at baseline would do by themselves, for reliabilities that people may argue about
function regressionToMeanKeys({ isCase }: AnalysedInstrument, pairs: readonly PairCount[]): Branch {
  if (isCase === null) return {};
  const expected = reliabilities.map((reliability) => ({ reliability, found: regressionToMean(pairs, isCase, reliability) }));
  const first = expected[0]?.found ?? null;
  if (first === null) return {};
  const changes = expected.map(({ reliability, found }) => ({ reliability, expected_change: found?.expectedChange ?? null }));
  return { regression_to_mean_of_cases: { n: first.n, observed_change: first.observedChange, if_nothing_had_happened: changes } };
}

function ruleTable(instrument: AnalysedInstrument, baselines: Baselines, rule: FollowUpRule): JointTable {
  const table = new JointTable(instrument);
  const followUps = baselines[rule].score;
  for (let row = 0; row < baselines.count; row++) {
    const followUp = followUps[row] ?? noFollowUp;
    if (followUp !== noFollowUp) table.add(baselines.score[row] ?? 0, followUp);
  }
  return table;
}

function roleTables(instrument: AnalysedInstrument, baselines: Baselines, facts: HeadFacts): readonly (readonly [string, JointTable])[] {
  const tables = facts.roles.names.map(() => new JointTable(instrument));
  for (let row = 0; row < baselines.count; row++) {
    const followUp = baselines.last.score[row] ?? noFollowUp;
    if (followUp === noFollowUp) continue;
    const role = facts.role[baselines.head[row] ?? 0] ?? 0;
    tables[role]?.add(baselines.score[row] ?? 0, followUp);
  }
  return facts.roles.names.flatMap((name, role) => {
    const table = tables[role];
    return table === undefined || table.pairs().length === 0 ? [] : [[name, table] as const];
  });
}
