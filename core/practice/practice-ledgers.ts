import { type CivilDate, daysBetween } from "../civil-date.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import { type Ledger, ledgerOfRecords } from "../ledger.ts";
import { londonDate } from "../night/london-date.ts";
import type { PreparedRecord } from "../submission/prepared.ts";
import type { ReceiptRecord } from "../submission/receipt.ts";

/** How long after it happened a thing was received, in days. */
export const delays = ["within-7", "within-28", "within-90", "over-90"] as const;
export type Delay = (typeof delays)[number];

/** What one practice's records of one submission, or one part of it, came to. */
export type PracticeLedger = {
  readonly practice: string;
  /** The day in London on which they were received. */
  readonly on: CivilDate;
  readonly ledger: Ledger;
  /** How many were rejected under each rule. */
  readonly rules: Readonly<Partial<Record<string, number>>>;
  /** How late the new events among them were; corrections and withdrawals have no delay of their own. */
  readonly delays: Readonly<Partial<Record<Delay, number>>>;
};

type Answered = { readonly prepared: PreparedRecord; readonly answer: ReceiptRecord };

/** The ledgers of the practices that records name and their sender may speak for; a record that names none is in the ledger of its submission alone. */
export function practiceLedgers(
  prepared: readonly PreparedRecord[],
  answers: readonly ReceiptRecord[],
  receivedAt: string,
): readonly PracticeLedger[] {
  const on = londonDate(receivedAt);
  const byIndex = new Map(answers.map((answer) => [answer.index, answer]));
  const named = prepared.flatMap((record): readonly (Answered & { readonly practice: string })[] => {
    const answer = byIndex.get(record.index);
    const practice = record.practice ?? record.events[0]?.practice;
    return answer === undefined || practice === undefined ? [] : [{ prepared: record, answer, practice }];
  });
  return [...Map.groupBy(named, ({ practice }) => practice)].map(([practice, records]) => ledgerFor(practice, on, records));
}

function ledgerFor(practice: string, on: CivilDate, records: readonly Answered[]): PracticeLedger {
  const answers = records.map(({ answer }) => answer);
  const fresh = records.filter(({ answer: { outcome } }) => outcome === "accepted" || outcome === "parked");
  return {
    practice,
    on,
    ledger: ledgerOfRecords(records.length, answers),
    rules: countsOf(answers.flatMap(({ rule }) => rule ?? [])),
    delays: countsOf(fresh.flatMap(({ prepared }) => delayOf(prepared.events.at(-1), on) ?? [])),
  };
}

function countsOf<Name extends string>(names: readonly Name[]): Partial<Record<Name, number>> {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function delayOf(event: KeptEvent | undefined, received: CivilDate): Delay | null {
  const day = event === undefined ? null : dayToldBy(event);
  if (day === null) return null;
  const days = daysBetween(day, received);
  return days <= 7 ? "within-7" : days <= 28 ? "within-28" : days <= 90 ? "within-90" : "over-90";
}

function dayToldBy(event: KeptEvent): CivilDate | null {
  if (event.type === "referral.recorded") return event.referredOn;
  if (event.type === "referral.progressed") return event.on;
  return event.type === "survey.completed" ? event.completedOn : null;
}
