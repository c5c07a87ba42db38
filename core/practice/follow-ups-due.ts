import { addDays, type CivilDate, daysBetween } from "../civil-date.ts";
import { followUpDueDays, followUpWindow } from "../episodes/pairing.ts";
import type { Status } from "../events/event.ts";
import type { OpenFollowUp, OpenFollowUps } from "./open-follow-ups.ts";

/** How many days ahead a follow-up is listed unless told otherwise: four weeks, in time to arrange it. */
export const daysAheadUsually = 28;

/** One filling-in that is asked for. */
export type FollowUpDue = {
  readonly referralId: string;
  readonly instrument: string;
  readonly standing: "due" | "overdue";
  /** The newest step of the referral. */
  readonly status: Status | null;
  readonly baselineOn: CivilDate;
  /** 90 days after the baseline. */
  readonly dueOn: CivilDate;
  /** The first and last days on which it counts: 28 and 365 days after the baseline. */
  readonly opensOn: CivilDate;
  readonly closesOn: CivilDate;
  /** Days since it was due; negative while it is not. */
  readonly daysLate: number;
};

/**
 * The follow-ups that are due within so many days, and those that are overdue but would still count, the longest overdue first. What is past
 * its window is not listed: nothing can be done about it.
 */
export function followUpsDue(
  referrals: readonly OpenFollowUps[],
  { today, daysAhead = daysAheadUsually }: { today: CivilDate; daysAhead?: number },
): readonly FollowUpDue[] {
  const listed = referrals.flatMap((referral) => referral.open.map((open) => dueOf(referral, open, today)));
  const last = addDays(today, daysAhead);
  return listed.filter(({ dueOn, closesOn }) => dueOn <= last && closesOn >= today).toSorted(byDay);
}

function dueOf({ referralId, status }: OpenFollowUps, { instrument, baselineOn }: OpenFollowUp, today: CivilDate): FollowUpDue {
  const dueOn = addDays(baselineOn, followUpDueDays);
  return {
    referralId,
    instrument,
    standing: dueOn < today ? "overdue" : "due",
    status,
    baselineOn,
    dueOn,
    opensOn: addDays(baselineOn, followUpWindow.from),
    closesOn: addDays(baselineOn, followUpWindow.to),
    daysLate: daysBetween(dueOn, today),
  };
}

function byDay(a: FollowUpDue, b: FollowUpDue): number {
  return compareText(a.dueOn, b.dueOn) || compareText(a.referralId, b.referralId) || compareText(a.instrument, b.instrument);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
