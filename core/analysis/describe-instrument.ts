import type { AnalysedInstrument } from "./analysed-instruments.ts";
import { type Branch, describePairs } from "./describe-pairs.ts";
import type { HeadFacts } from "./head-facts.ts";
import { JointTable } from "./joint-table.ts";
import { type Baselines, followUpRules, noFollowUp } from "./pair-surveys.ts";

/** Counts, the three follow-up rules, and each referrer role by the primary rule, for one instrument. */
export function describeInstrument(instrument: AnalysedInstrument, baselines: Baselines, facts: HeadFacts): Branch {
  const rules = followUpRules.map((rule) => [rule, ruleTable(instrument, baselines, rule)] as const);
  const paired = baselines.last.score.subarray(0, baselines.count).reduce((total, score) => total + (score === noFollowUp ? 0 : 1), 0);
  return {
    n_baseline: baselines.count,
    n_paired: paired,
    n_no_followup: baselines.count - paired,
    rules: Object.fromEntries(rules.map(([rule, table]) => [rule, describePairs(instrument, table.pairs())])),
    by_role: Object.fromEntries(
      roleTables(instrument, baselines, facts).map(([role, table]) => [role, describePairs(instrument, table.pairs())]),
    ),
  };
}

function ruleTable(instrument: AnalysedInstrument, baselines: Baselines, rule: (typeof followUpRules)[number]): JointTable {
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
