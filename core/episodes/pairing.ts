import { type CivilDate, daysBetween } from "../civil-date.ts";

/** The baseline lies within these days of the referral, both included (conformance, section 2). */
export const baselineWindow = { from: -14, to: 28 } as const;

/** A follow-up lies within these days of the baseline, both included. */
export const followUpWindow = { from: 28, to: 365 } as const;

/** The day after the baseline on which a follow-up is due: the target of the rule `near90`. */
export const followUpDueDays = 90;

/** A score on a day. */
export type DatedScore = { readonly on: CivilDate; readonly score: number };

/** A baseline with the follow-up that each rule chooses; all three are `null` when there is none. */
export type Pairing = {
  readonly baseline: DatedScore;
  readonly last: DatedScore | null;
  readonly first: DatedScore | null;
  readonly near90: DatedScore | null;
};

/**
 * The baseline and follow-ups of one instrument in one episode, or `null` without a baseline.
 *
 * Baseline: the earliest score in {@link baselineWindow}. Follow-ups: scores in {@link followUpWindow} after it. `last` is the primary
 * rule; `near90` takes the earlier of two at the same distance. One score to a day is assumed: conflicting days are void before this.
 */
export function pairScores(referredOn: CivilDate, scores: readonly DatedScore[]): Pairing | null {
  const inOrder = scores.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const baseline = inOrder.find(({ on }) => within(daysBetween(referredOn, on), baselineWindow));
  if (baseline === undefined) return null;
  const candidates = inOrder.filter(({ on }) => within(daysBetween(baseline.on, on), followUpWindow));
  return { baseline, last: candidates.at(-1) ?? null, first: candidates[0] ?? null, near90: nearestDue(baseline, candidates) };
}

function within(days: number, window: { readonly from: number; readonly to: number }): boolean {
  return days >= window.from && days <= window.to;
}

function nearestDue(baseline: DatedScore, candidates: readonly DatedScore[]): DatedScore | null {
  const distance = ({ on }: DatedScore) => Math.abs(daysBetween(baseline.on, on) - followUpDueDays);
  return candidates.reduce<DatedScore | null>((best, next) => (best === null || distance(next) < distance(best) ? next : best), null);
}
