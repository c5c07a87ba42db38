import type { Analysed } from "./analysed-instruments.ts";
import { compareTexts } from "./compare-texts.ts";
import type { Branch } from "./describe-pairs.ts";
import type { HeadFacts } from "./head-facts.ts";
import { type Baselines, type FollowUpRule, followUpRules, noFollowUp } from "./pair-surveys.ts";

const instrumentOrder = ["PHQ9", "GAD7", "UCLA3"];

/** Every baseline with its three follow-ups, by instrument and referral, for small files that are checked by hand. */
export function listPairs(baselines: ReadonlyMap<number, Baselines>, facts: HeadFacts, analysed: Analysed): readonly Branch[] {
  const named = [...baselines].map(([place, columns]) => [analysed[place]?.key ?? "", columns] as const);
  return named
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || compareTexts(a, b))
    .flatMap(([key, columns]) =>
      Array.from({ length: columns.count }, (_, row) => pairOf(key, columns, row, facts)).sort((a, b) =>
        compareTexts(String(a.referral_id), String(b.referral_id)),
      ),
    );
}

function rankOf(key: string): number {
  const rank = instrumentOrder.indexOf(key);
  return rank < 0 ? instrumentOrder.length : rank;
}

function pairOf(instrument: string, columns: Baselines, row: number, facts: HeadFacts): Branch {
  const head = columns.head[row] ?? 0;
  const day = columns.day[row] ?? 0;
  return {
    referral_id: facts.text(head, "referral_id"),
    instrument,
    role: facts.roles.names[facts.role[head] ?? 0],
    baseline_date: dateOf(day),
    baseline: columns.score[row],
    ...Object.assign({}, ...followUpRules.map((rule) => followUpKeys(columns, row, rule))),
  };
}

function followUpKeys(columns: Baselines, row: number, rule: FollowUpRule): Branch {
  const { score, days } = columns[rule];
  if (score[row] === noFollowUp) return { [`${rule}_date`]: null, [rule]: null };
  return { [`${rule}_date`]: dateOf((columns.day[row] ?? 0) + (days[row] ?? 0)), [rule]: score[row] };
}

function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
