import { addDays, type CivilDate } from "../civil-date.ts";
import type { Episode } from "../episodes/episode.ts";
import { followUpWindow, pairScores } from "../episodes/pairing.ts";
import type { Status } from "../events/event.ts";

/** An instrument that has a baseline in an episode and no follow-up yet. */
export type OpenFollowUp = { readonly instrument: string; readonly baselineOn: CivilDate };

/** The follow-ups that one referral still owes, under the practice where it stands. */
export type OpenFollowUps = {
  readonly practice: string;
  /** The sender's own reference of the referral. */
  readonly referralId: string;
  readonly refKey: string;
  /** The newest step of the referral, as far as any is known. */
  readonly status: Status | null;
  /** The last day on which any of them would still count. */
  readonly until: CivilDate;
  /** By instrument, in the order of their ids. */
  readonly open: readonly OpenFollowUp[];
};

/** After these steps nobody is asked again: the person did not take part, or cannot be reached. */
const ended: ReadonlySet<Status> = new Set(["declined", "lost"]);

/**
 * The follow-ups that an episode owes, or `null` when it owes none: for every instrument with a baseline (conformance, section 2) the filling-in
 * that would make a pair of it. An instrument with several measures is asked for once. Nothing is owed after a step that ended the referral
 * without the person; a completed one still owes its follow-ups.
 */
export function openFollowUps(episode: Episode, { refKey, referralId }: { refKey: string; referralId: string }): OpenFollowUps | null {
  const { referral, steps, administrations } = episode;
  const status = steps.at(-1)?.status ?? null;
  if (referral === null || (status !== null && ended.has(status))) return null;
  const byInstrument = Map.groupBy(administrations, ({ instrument }) => instrumentOfMeasure(instrument));
  const open = [...byInstrument].flatMap(([instrument, scores]): readonly OpenFollowUp[] => {
    const pairing = pairScores(referral.referredOn, scores);
    return pairing === null || pairing.last !== null ? [] : [{ instrument, baselineOn: pairing.baseline.on }];
  });
  const lastBaseline = open
    .map(({ baselineOn }) => baselineOn)
    .toSorted()
    .at(-1);
  if (lastBaseline === undefined) return null;
  const until = addDays(lastBaseline, followUpWindow.to);
  return { practice: referral.practice, referralId, refKey, status, until, open };
}

/** The instrument whose measure that is: `ons4:satisfied` and `eq-5d-5l@rowen.2026` are filled in as `ons4` and `eq-5d-5l`. */
export function instrumentOfMeasure(measure: string): string {
  return measure.split(/[:@]/, 1)[0] ?? measure;
}
