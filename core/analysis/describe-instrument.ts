import { followUpWindow } from "../episodes/pairing.ts";
import { quantileOfCounts } from "../statistics/quantile.ts";
import { regressionToMean } from "../statistics/regression-to-mean.ts";
import type { AnalysedInstrument } from "./analysed-instruments.ts";
import { type Branch, describePairs } from "./describe-pairs.ts";
import type { HeadFacts } from "./head-facts.ts";
import { JointTable } from "./joint-table.ts";
import { type Baselines, type FollowUpRule, followUpRules, noFollowUp } from "./pair-surveys.ts";

/** Counts, the three follow-up rules, and each referrer role by the primary rule, for one instrument. */
export function describeInstrument(instrument: AnalysedInstrument, baselines: Baselines, facts: HeadFacts): Branch {
  const rules = followUpRules.map((rule) => [rule, ruleTable(instrument, baselines, rule)] as const);
  const paired = baselines.last.score.subarray(0, baselines.count).reduce((total, score) => total + (score === noFollowUp ? 0 : 1), 0);
  return {
    n_baseline: baselines.count,
    n_paired: paired,
    n_no_followup: baselines.count - paired,
    better: instrument.better === 1 ? "higher" : "lower",
    reliable_change: instrument.reliableChange,
    days_to_followup: Object.fromEntries(followUpRules.map((rule) => [rule, daysBranch(baselines, rule)])),
    ...regressionToMeanKeys(instrument, ruleTable(instrument, baselines, "last")),
    rules: Object.fromEntries(rules.map(([rule, table]) => [rule, describePairs(instrument, table.pairs())])),
    by_role: Object.fromEntries(
      roleTables(instrument, baselines, facts).map(([role, table]) => [role, describePairs(instrument, table.pairs())]),
    ),
  };
}

function daysBranch({ count, ...columns }: Baselines, rule: FollowUpRule): Branch {
  const { score, days } = columns[rule];
  const counts = new Int32Array(followUpWindow.to + 1);
  for (let row = 0; row < count; row++) {
    const day = days[row] ?? 0;
    if (score[row] !== noFollowUp) counts[day] = (counts[day] ?? 0) + 1;
  }
  const sorted = Array.from(counts, (n, value) => ({ value, n })).filter(({ n }) => n > 0);
  return { q25: quantileOfCounts(sorted, 0.25), median: quantileOfCounts(sorted, 0.5), q75: quantileOfCounts(sorted, 0.75) };
}

const reliabilities = [0.7, 0.8, 0.9];

// what the cases at baseline would do by themselves, for reliabilities that people may argue about
function regressionToMeanKeys({ isCase }: AnalysedInstrument, table: JointTable): Branch {
  if (isCase === null) return {};
  const expected = reliabilities.map((reliability) => ({ reliability, found: regressionToMean(table.pairs(), isCase, reliability) }));
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
