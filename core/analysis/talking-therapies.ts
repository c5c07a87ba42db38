import { type Analysed, type AnalysedInstrument, indexAmong } from "./analysed-instruments.ts";
import type { Branch } from "./describe-pairs.ts";
import type { Baselines } from "./pair-surveys.ts";
import { noFollowUp } from "./pair-surveys.ts";
import { proportion } from "./proportion.ts";

/**
 * NHS Talking Therapies outcomes over both measures together, for referrals with a pair in each (conformance, section 5.2): a case on either
 * is a case, recovery needs both below their cut-offs, and a reliable improvement on one beside a deterioration on the other is neither.
 * `null` where either measure was never taken.
 */
export function talkingTherapies(baselines: ReadonlyMap<number, Baselines>, analysed: Analysed): Branch | null {
  const measure = (id: string) => measureOf(indexAmong(analysed, id), baselines, analysed);
  const [depression, anxiety] = [measure("phq-9"), measure("gad-7")];
  if (depression === null || anxiety === null) return null;
  const tally = new Tally();
  let other = 0;
  for (let row = 0; row < depression.columns.count; row++) {
    const referral = depression.columns.referral[row] ?? 0;
    while (other < anxiety.columns.count && (anxiety.columns.referral[other] ?? 0) < referral) other++;
    if (anxiety.columns.referral[other] !== referral || other >= anxiety.columns.count) continue;
    if (isPaired(depression.columns, row) && isPaired(anxiety.columns, other)) tally.add(depression.read(row), anxiety.read(other));
  }
  return tally.done();
}

type Reading = { readonly caseBefore: boolean; readonly caseAfter: boolean; readonly improved: boolean; readonly deteriorated: boolean };

/** Baselines lie in the order of their referrals' numbers, in either measure. */
type MeasureReader = { readonly columns: Baselines; readonly read: (row: number) => Reading };

function measureOf(place: number, baselines: ReadonlyMap<number, Baselines>, analysed: Analysed): MeasureReader | null {
  const instrument = analysed[place];
  const columns = baselines.get(place);
  if (instrument === undefined || columns === undefined) return null;
  return { columns, read: (row) => reading(instrument, columns.score[row] ?? 0, columns.last.score[row] ?? 0) };
}

function isPaired({ last }: Baselines, row: number): boolean {
  return last.score[row] !== noFollowUp;
}

function reading({ isCase, reliableChange, better }: AnalysedInstrument, before: number, after: number): Reading {
  const gain = better * (after - before);
  const least = reliableChange ?? Number.POSITIVE_INFINITY;
  return {
    caseBefore: isCase?.(before) ?? false,
    caseAfter: isCase?.(after) ?? false,
    improved: gain >= least,
    deteriorated: gain <= -least,
  };
}

class Tally {
  private n = 0;
  private cases = 0;
  private recovered = 0;
  private improved = 0;
  private deteriorated = 0;
  private reliablyRecovered = 0;
  private cancelled = 0;

  add(a: Reading, b: Reading): void {
    const [anyBetter, anyWorse] = [a.improved || b.improved, a.deteriorated || b.deteriorated];
    const wasCase = a.caseBefore || b.caseBefore;
    const recovered = wasCase && !a.caseAfter && !b.caseAfter;
    this.n++;
    if (wasCase) this.cases++;
    if (recovered) this.recovered++;
    if (anyBetter && anyWorse) this.cancelled++;
    else if (anyBetter) this.improved++;
    else if (anyWorse) this.deteriorated++;
    if (recovered && anyBetter && !anyWorse) this.reliablyRecovered++;
  }

  done(): Branch {
    if (this.n === 0) return { n: 0 };
    return {
      n: this.n,
      case_baseline: this.cases,
      recovery: proportion(this.recovered, this.cases),
      reliable_improvement: proportion(this.improved, this.n),
      reliable_deterioration: proportion(this.deteriorated, this.n),
      no_reliable_change: proportion(this.n - this.improved - this.deteriorated, this.n),
      reliable_recovery: proportion(this.reliablyRecovered, this.cases),
      reliably_improved_and_deteriorated_cancel: this.cancelled,
    };
  }
}
