import { keyParts, keysUnder, type Statistic } from "../statistic.ts";
import { mergePairCounts, type PairCount } from "../statistics/paired-change.ts";
import type { Counted } from "../statistics/quantile.ts";
import type { AnalysedInstrument } from "./analysed-instruments.ts";
import { compareTexts } from "./compare-texts.ts";
import { describeTables } from "./describe-instrument.ts";
import type { Branch } from "./describe-pairs.ts";

/**
 * Counts, paired change, outcomes and days to the follow-up of one measure, from the statistics of any practices and months: what
 * `describeInstrument` answers of the rows, for the one follow-up rule that a night keeps. `instrument.id` is the measure.
 */
export function describeStatistics(instrument: AnalysedInstrument, statistics: Iterable<Statistic>): Branch {
  const roles = new Map<string, PairCount[]>();
  const days = new Map<number, number>();
  let waiting = 0;
  for (const statistic of statistics) {
    for (const [key, n] of ["pair", "single", "days"].flatMap((each) => keysUnder(statistic, each, instrument.id))) {
      const [kind, , role = "", fourth, baseline, followUp] = keyParts(key);
      if (kind === "single") waiting += n;
      if (kind === "days") days.set(Number(fourth), (days.get(Number(fourth)) ?? 0) + n);
      if (kind === "pair") listOf(roles, role).push({ baseline: Number(baseline), followUp: Number(followUp), n });
    }
  }
  const byRole = [...roles].map(([role, pairs]) => [role, mergePairCounts([pairs])] as const).sort(byRoleName);
  const pairs = mergePairCounts(byRole.map(([, own]) => own));
  const counted = [...days].map(([value, n]): Counted => ({ value, n })).sort((a, b) => a.value - b.value);
  const baselines = waiting + pairs.reduce((sum, { n }) => sum + n, 0);
  return describeTables(instrument, { baselines, rules: [["last", pairs]], days: [["last", counted]], roles: byRole });
}

function listOf(lists: Map<string, PairCount[]>, role: string): PairCount[] {
  const list = lists.get(role) ?? [];
  lists.set(role, list);
  return list;
}

function byRoleName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return Number(a === "unknown") - Number(b === "unknown") || compareTexts(a, b);
}
