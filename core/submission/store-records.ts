import type { Pseudonyms } from "../identifiers/pseudonym.ts";
import type { Arrival, Delivery } from "../keeping/arrivals.ts";
import { keepEvents, keepEventsAnswered } from "../keeping/keep-events.ts";
import type { KeepingDeps, Kept } from "../keeping/kept.ts";
import type { LedgerSource } from "../ports/ledger-book.ts";
import type { ReceiptHead, SubmissionKey } from "../ports/receipts.ts";
import type { WrittenAnswer } from "../ports/source.ts";
import { practiceLedgers } from "../practice/practice-ledgers.ts";
import type { Refusal } from "../refusal.ts";
import { arrivalsOf } from "./anonymise.ts";
import type { PreparedRecord } from "./prepared.ts";
import type { ReceiptRecord } from "./receipt.ts";

/** Events of one record at most: they share its number. */
const eventsToARecord = 10;

/** Keeps what is to be kept of some records, enters it in the ledgers of their practices, and says of each what became of it. Safe to repeat: the answer is then the same. */
export async function storeRecords(
  records: readonly PreparedRecord[],
  submission: Storing,
  deps: KeepingDeps & { readonly pseudonyms: Pseudonyms },
): Promise<readonly ReceiptRecord[]> {
  const kept = await keepEvents(await arrivalsIn(records, deps.pseudonyms), deliveryOf(submission), deps);
  return entered(records, kept, { submission, deps });
}

/** What the sender is told of every record, whether their receipt is written already, and whether that was in one transaction with all it tells of. */
export type StoredAnswered = { readonly records: readonly ReceiptRecord[]; readonly isAnswered: boolean; readonly isAtOnce: boolean };

/**
 * The same for all records of a small submission, whose receipt and ledgers are written in the transaction that keeps the last of its events where they fit. Where that
 * is the only one (`isAtOnce`) there is no moment in which a crash leaves events without their receipt. Where they do not fit, the receipt (`isAnswered`) is still to be opened.
 */
export async function storeAnswered(
  records: readonly PreparedRecord[],
  { whole, ...head }: ReceiptHead & Pick<Storing, "whole">,
  deps: KeepingDeps & { readonly pseudonyms: Pseudonyms },
): Promise<StoredAnswered> {
  const submission = { ...head, ...(whole === undefined ? {} : { whole }) };
  const answering = (kept: readonly Kept[]) => answerOf(records, kept, head);
  const arrivals = await arrivalsIn(records, deps.pseudonyms);
  const { kept, ...how } = await keepEventsAnswered(arrivals, { ...deliveryOf(submission), answering }, deps);
  return { records: how.isAnswered ? answersOf(records, kept) : await entered(records, kept, { submission, deps }), ...how };
}

/** Which submission records are of, when it was received, and whether it is kept together or not at all. */
type Storing = SubmissionKey & { readonly receivedAt: string; readonly whole?: boolean };

function arrivalsIn(records: readonly PreparedRecord[], pseudonyms: Pseudonyms): Promise<readonly Arrival[]> {
  const events = records.flatMap(({ index, events }) => events.map((event, place) => ({ index: index * eventsToARecord + place, event })));
  return arrivalsOf(events, pseudonyms);
}

function deliveryOf({ client, submissionId, receivedAt, whole }: Storing): Delivery {
  return { submission: `${client}#${submissionId}`, receivedAt, ...(whole === undefined ? {} : { whole }) };
}

function answersOf(records: readonly PreparedRecord[], kept: readonly Kept[]): readonly ReceiptRecord[] {
  const byRecord = Map.groupBy(kept, ({ index }) => Math.floor(index / eventsToARecord));
  return records.map((record) => receiptRecord(record, byRecord.get(record.index) ?? []));
}

function aboutOf(records: readonly PreparedRecord[], { client, submissionId }: SubmissionKey): LedgerSource {
  return { client, submissionId, firstIndex: records[0]?.index ?? 0 };
}

/** Practices to an answer that is written with its events: every one has a row. */
const practicesToAnAnswer = 10;

function answerOf(records: readonly PreparedRecord[], kept: readonly Kept[], head: ReceiptHead): WrittenAnswer | null {
  const answers = answersOf(records, kept);
  const ledgers = practiceLedgers(records, answers, head.receivedAt);
  return ledgers.length > practicesToAnAnswer ? null : { head, records: answers, about: aboutOf(records, head), ledgers };
}

async function entered(
  records: readonly PreparedRecord[],
  kept: readonly Kept[],
  { submission, deps }: { submission: Storing; deps: KeepingDeps },
): Promise<readonly ReceiptRecord[]> {
  const answers = answersOf(records, kept);
  await deps.ledgers.enter(aboutOf(records, submission), practiceLedgers(records, answers, submission.receivedAt));
  return answers;
}

/** What the sender is told of a record: the first thing wrong with it, or what became of its last event, which is what a row is about. */
export function receiptRecord(record: PreparedRecord, kept: readonly Kept[]): ReceiptRecord {
  if (record.erased === true) return { ...headOf(record), outcome: "excluded", standing: "erased" };
  const refusals = [...record.refusals, ...kept.flatMap((one) => (one.outcome === "rejected" ? [one.refusal] : []))];
  if (refusals.length > 0) return rejection(record, refusals);
  const last = kept.at(-1);
  if (last === undefined || last.outcome === "rejected") throw new TypeError("receiptRecord requires a verdict on every record");
  return {
    ...headOf(record),
    outcome: last.outcome,
    ...(last.standing === "used" || last.standing === last.outcome ? {} : { standing: last.standing }),
    ...(last.score === null ? {} : { score: last.score }),
  };
}

function rejection(record: PreparedRecord, [first, ...others]: readonly Refusal[]): ReceiptRecord {
  const column = first === undefined ? undefined : record.columns[first.field];
  return {
    ...headOf(record),
    ...(column === undefined ? {} : { column }),
    outcome: "rejected",
    ...first,
    ...(others.length === 0 ? {} : { also: others }),
  };
}

function headOf({ index, row, eventId }: PreparedRecord): Pick<ReceiptRecord, "index" | "row" | "eventId"> {
  return { index, ...(row === null ? {} : { row }), eventId };
}
