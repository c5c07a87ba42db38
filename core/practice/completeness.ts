import type { Contribution } from "../episodes/contribution.ts";
import { instrumentOfMeasure } from "./open-follow-ups.ts";

/** Facts of a referral that may be left out, and then count as unknown. */
type FactName = "role" | "activity" | "ageBand" | "sex" | "ethnicity" | "imdQuintile";

/** How often an instrument was filled in at the beginning, and how often again. */
export type InstrumentCompleteness = { readonly instrument: string; readonly baselines: number; readonly pairs: number };

/** How much of what could be known of a practice's referrals is known. */
export type Completeness = {
  readonly referrals: number;
  /** Referrals with a baseline, and with a baseline and a follow-up, of any instrument. */
  readonly withBaseline: number;
  readonly withPair: number;
  readonly instruments: readonly InstrumentCompleteness[];
  /** Referrals of which each fact is known. */
  readonly known: Readonly<Record<FactName, number>>;
};

/** The completeness of some referrals. An instrument with several measures is counted once. */
export function completenessOf(contributions: readonly Contribution[]): Completeness {
  const counts = new Map<string, { baselines: number; pairs: number }>();
  let [withBaseline, withPair] = [0, 0];
  for (const { outcomes } of contributions) {
    const measures = Map.groupBy(Object.entries(outcomes), ([measure]) => instrumentOfMeasure(measure));
    const paired = [...measures].map(([instrument, each]) => ({ instrument, isPair: each.some(([, { followUp }]) => followUp !== null) }));
    for (const { instrument, isPair } of paired) {
      const count = counts.get(instrument) ?? { baselines: 0, pairs: 0 };
      counts.set(instrument, { baselines: count.baselines + 1, pairs: count.pairs + (isPair ? 1 : 0) });
    }
    if (paired.length > 0) withBaseline += 1;
    if (paired.some(({ isPair }) => isPair)) withPair += 1;
  }
  const instruments = [...counts].map(([instrument, count]) => ({ instrument, ...count }));
  const knownOf = (fact: FactName) => contributions.filter((one) => isKnown(one[fact])).length;
  return {
    referrals: contributions.length,
    withBaseline,
    withPair,
    instruments: instruments.toSorted((a, b) => (a.instrument < b.instrument ? -1 : 1)),
    known: {
      role: knownOf("role"),
      activity: knownOf("activity"),
      ageBand: knownOf("ageBand"),
      sex: knownOf("sex"),
      ethnicity: knownOf("ethnicity"),
      imdQuintile: knownOf("imdQuintile"),
    },
  };
}

/** `99` is the ethnic category of whoever was not asked. */
function isKnown(value: string | number | null): boolean {
  return value !== null && value !== "unknown" && value !== "99";
}
