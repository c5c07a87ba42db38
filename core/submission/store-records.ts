import type { Pseudonyms } from "../identifiers/pseudonym.ts";
import { keepEvents } from "../keeping/keep-events.ts";
import type { KeepingDeps, Kept } from "../keeping/kept.ts";
import type { SubmissionKey } from "../ports/receipts.ts";
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
  { client, submissionId, receivedAt, whole }: SubmissionKey & { readonly receivedAt: string; readonly whole?: boolean },
  deps: KeepingDeps & { readonly pseudonyms: Pseudonyms },
): Promise<readonly ReceiptRecord[]> {
  const events = records.flatMap(({ index, events }) => events.map((event, place) => ({ index: index * eventsToARecord + place, event })));
  const delivery = { submission: `${client}#${submissionId}`, receivedAt, ...(whole === undefined ? {} : { whole }) };
  const kept = await keepEvents(await arrivalsOf(events, deps.pseudonyms), delivery, deps);
  const byRecord = Map.groupBy(kept, ({ index }) => Math.floor(index / eventsToARecord));
  const answers = records.map((record) => receiptRecord(record, byRecord.get(record.index) ?? []));
  const firstIndex = records[0]?.index ?? 0;
  await deps.ledgers.enter({ client, submissionId, firstIndex }, practiceLedgers(records, answers, receivedAt));
  return answers;
}

/** What the sender is told of a record: the first thing wrong with it, or what became of its last event, which is what a row is about. */
export function receiptRecord(record: PreparedRecord, kept: readonly Kept[]): ReceiptRecord {
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
