import type { CivilDate } from "../civil-date.ts";
import type { PracticeLists } from "../ports/practice-lists.ts";
import { safeCsv } from "../safe-csv.ts";
import { daysAheadUsually, type FollowUpDue, followUpsDue } from "./follow-ups-due.ts";

/** The follow-ups that a practice owes, as of a day. */
export type FollowUpsDueList = {
  readonly practice: string;
  readonly asOf: CivilDate;
  readonly daysAhead: number;
  readonly due: number;
  readonly overdue: number;
  readonly followUps: readonly FollowUpDue[];
};

/** Which referrals of a practice are due or overdue a follow-up. `ahead` is how many days to look ahead, as it was sent. */
export async function followUpsOf(
  practice: string,
  { today, ahead }: { today: CivilDate; ahead: string | undefined },
  lists: PracticeLists,
): Promise<FollowUpsDueList> {
  const daysAhead = /^\d{1,3}$/.test(ahead ?? "") ? Number(ahead) : daysAheadUsually;
  const followUps = followUpsDue(await lists.openFollowUps(practice, today), { today, daysAhead });
  const overdue = followUps.filter(({ standing }) => standing === "overdue").length;
  return { practice, asOf: today, daysAhead, due: followUps.length - overdue, overdue, followUps };
}

/** The same for a spreadsheet. */
export function followUpsCsv({ followUps }: FollowUpsDueList): string {
  const columns = ["referralId", "instrument", "standing", "daysLate", "dueOn", "opensOn", "closesOn", "baselineOn", "status"] as const;
  return safeCsv(
    columns,
    followUps.map((followUp) => columns.map((column) => followUp[column])),
  );
}
