import type { CivilDate } from "../civil-date.ts";
import type { Contribution } from "../episodes/contribution.ts";
import { addLedgers, type Ledger } from "../ledger.ts";
import { type Attention, idsListed } from "./attention.ts";
import { type Completeness, completenessOf } from "./completeness.ts";
import { type Fix, fixesFor } from "./fix-next.ts";
import { type FollowUpDue, followUpsDue } from "./follow-ups-due.ts";
import type { OpenFollowUps } from "./open-follow-ups.ts";
import type { Delay, PracticeLedger } from "./practice-ledgers.ts";
import type { Waiting } from "./waiting.ts";

/** What is known of a practice: its referrals of the cohort months looked at, its lists, and its ledgers of the time looked at. */
export type PracticeRecords = {
  readonly contributions: readonly Contribution[];
  readonly openFollowUps: readonly OpenFollowUps[];
  readonly attention: readonly Attention[];
  readonly waiting: readonly Waiting[];
  readonly ledgers: readonly PracticeLedger[];
};

/** Events of one referral that are kept and do not count; of no referral where none is known. */
export type ParkedRecords = {
  readonly referralId: string | null;
  readonly count: number;
  readonly eventIds: readonly string[];
  readonly waitsFor: "referral" | "corrected-event" | "withdrawn-event";
};

/** How good a practice's records are, and what to do about it. */
export type DataQuality = {
  readonly completeness: Completeness;
  /** What was received in the last year, and what became of it. */
  readonly ledger: Ledger;
  readonly rejectedByRule: Readonly<Record<string, number>>;
  /** How long after they happened new events were received. */
  readonly timeliness: Readonly<Record<Delay, number>>;
  readonly parked: readonly ParkedRecords[];
  /** The practice's own figure: people with a score before and after, by measure; and what it would be if everything were put right. */
  readonly pairs: { readonly now: number; readonly possible: number };
  /** What to do, that with the greatest effect on the figure first. */
  readonly fixNext: readonly Fix[];
};

/** The data quality of a practice, as of a day. */
export function dataQuality(records: PracticeRecords, today: CivilDate): DataQuality {
  const { contributions, openFollowUps, attention, waiting, ledgers } = records;
  const completeness = completenessOf(contributions);
  const takeable = followUpsDue(openFollowUps, { today, daysAhead: 365 }).filter(({ opensOn }) => opensOn <= today);
  const rejectedByRule = addCounts(ledgers.map(({ rules }) => rules));
  const fixNext = fixesFor({ completeness, takeable: instrumentsOf(takeable), attention, waiting: waiting.length, rejectedByRule });
  const now = completeness.instruments.reduce((sum, { pairs }) => sum + pairs, 0);
  return {
    completeness,
    ledger: addLedgers(ledgers.map(({ ledger }) => ledger)),
    rejectedByRule,
    timeliness: { ...noDelays, ...addCounts(ledgers.map((each) => each.delays)) },
    parked: [...attention.filter(({ parkedCount }) => parkedCount > 0).map(parkedIn), ...withoutReferral(waiting)],
    pairs: { now, possible: now + fixNext.reduce((sum, { pairsGained }) => sum + (pairsGained ?? 0), 0) },
    fixNext,
  };
}

const noDelays: Readonly<Record<Delay, number>> = { "within-7": 0, "within-28": 0, "within-90": 0, "over-90": 0 };

function instrumentsOf(followUps: readonly FollowUpDue[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(followUps, ({ instrument }) => instrument)].map(([instrument, each]) => [instrument, each.length]));
}

function addCounts(counted: readonly Readonly<Partial<Record<string, number>>>[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const counts of counted) for (const [name, n = 0] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + n;
  return sum;
}

function withoutReferral(waiting: readonly Waiting[]): readonly ParkedRecords[] {
  if (waiting.length === 0) return [];
  const eventIds = waiting.map(({ eventId }) => eventId).slice(0, idsListed);
  return [{ referralId: null, count: waiting.length, eventIds, waitsFor: "withdrawn-event" }];
}

function parkedIn({ referralId, parked, parkedCount, lacksReferral }: Attention): ParkedRecords {
  return { referralId, count: parkedCount, eventIds: parked, waitsFor: lacksReferral ? "referral" : "corrected-event" };
}
