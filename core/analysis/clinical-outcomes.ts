import { scoreDifference } from "../outcomes/outcomes.ts";
import type { PairCount } from "../statistics/paired-change.ts";
import type { AnalysedInstrument } from "./analysed-instruments.ts";
import { type Proportion, proportion } from "./proportion.ts";

/**
 * Caseness, recovery and reliable change of one instrument from its joint table (conformance, section 5.1). Recovery and reliable
 * recovery are of the cases at baseline, everything else of all pairs. What the instrument has no threshold for is left out.
 */
export function clinicalOutcomes(instrument: AnalysedInstrument, pairs: readonly PairCount[]): Readonly<Record<string, Proportion>> {
  const count = (holds: (pair: PairCount) => boolean) => pairs.reduce((total, pair) => total + (holds(pair) ? pair.n : 0), 0);
  const n = count(() => true);
  return { ...caseOutcomes(instrument, count, n), ...reliableOutcomes(instrument, count, n) };
}

type Count = (holds: (pair: PairCount) => boolean) => number;

function caseOutcomes({ isCase }: AnalysedInstrument, count: Count, n: number): Record<string, Proportion> {
  if (isCase === null) return {};
  const cases = count(({ baseline }) => isCase(baseline));
  return {
    case_baseline: proportion(cases, n),
    case_followup: proportion(
      count(({ followUp }) => isCase(followUp)),
      n,
    ),
    recovery: proportion(
      count(({ baseline, followUp }) => isCase(baseline) && !isCase(followUp)),
      cases,
    ),
  };
}

function reliableOutcomes(instrument: AnalysedInstrument, count: Count, n: number): Record<string, Proportion> {
  const { isCase, reliableChange } = instrument;
  if (reliableChange === null) return {};
  const gain = ({ baseline, followUp }: PairCount) => instrument.better * scoreDifference(followUp, baseline);
  const improved = count((pair) => gain(pair) >= reliableChange);
  const deteriorated = count((pair) => gain(pair) <= -reliableChange);
  return {
    reliable_improvement: proportion(improved, n),
    reliable_deterioration: proportion(deteriorated, n),
    no_reliable_change: proportion(n - improved - deteriorated, n),
    ...(isCase === null ? {} : { reliable_recovery: reliableRecovery(isCase, count, (pair) => gain(pair) >= reliableChange) }),
  };
}

function reliableRecovery(isCase: (score: number) => boolean, count: Count, improves: (pair: PairCount) => boolean): Proportion {
  const recovered = count((pair) => isCase(pair.baseline) && !isCase(pair.followUp) && improves(pair));
  return proportion(
    recovered,
    count(({ baseline }) => isCase(baseline)),
  );
}
