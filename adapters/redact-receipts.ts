import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { inParallel } from "../core/night/in-parallel.ts";
import type { StoredEvent } from "../core/ports/source.ts";
import type { ReceiptRecord } from "../core/submission/receipt.ts";
import { submissionsOf } from "./dynamo-ledgers.ts";
import { queryAll } from "./query-all.ts";

type Source = { readonly client: DynamoDBDocumentClient; readonly table: string };

const receiptsAtOnce = 16;
const receiptPrefix = "SUB#";

/**
 * Takes events out of receipts: of the submissions that first brought them, and of every later one that named the practice and may have repeated
 * them. A record keeps its place and what it came to, so that the receipt still adds up; the event's id and its score go.
 */
export async function redactReceipts(source: Source, practice: string, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  await redactThese(source, [...(await submissionsThatTell(source, practice, events))], new Set(events.map(({ event }) => event.eventId)));
}

/** The submissions that brought events, and every later one that named the practice: each as client and id. */
export async function submissionsThatTell(source: Source, practice: string, events: readonly StoredEvent[]): Promise<ReadonlySet<string>> {
  const origins = new Set(events.map(({ origin }) => origin.slice(0, origin.lastIndexOf("#"))));
  const since = events.map(({ receivedAt }) => receivedAt.slice(0, 10)).sort()[0] ?? "";
  const later = await submissionsOf(source, practice, dayBefore(since));
  return origins.union(later);
}

/** Takes events out of the receipts of some submissions. */
export async function redactThese(source: Source, submissions: readonly string[], ids: ReadonlySet<string>): Promise<void> {
  await inParallel(submissions, receiptsAtOnce, (submission) => redactReceipt(source, submission, ids));
}

async function redactReceipt({ client, table: TableName }: Source, submission: string, ids: ReadonlySet<string>): Promise<void> {
  const rows = await queryAll(client, { table: TableName, pk: `${receiptPrefix}${submission}` });
  for (const { pk, sk, records } of rows) {
    if (typeof records !== "string") continue;
    const before: readonly ReceiptRecord[] = JSON.parse(records);
    if (!before.some(({ eventId }) => eventId !== null && ids.has(eventId))) continue;
    const after = JSON.stringify(before.map((record) => (ids.has(record.eventId ?? "") ? redacted(record) : record)));
    const UpdateExpression = "SET records = :after";
    await client.send(new UpdateCommand({ TableName, Key: { pk, sk }, UpdateExpression, ExpressionAttributeValues: { ":after": after } }));
  }
}

function redacted({ index, row, outcome }: ReceiptRecord): ReceiptRecord {
  return { index, ...(row === undefined ? {} : { row }), eventId: null, outcome };
}

/** Ledgers are of days in London, receipts of instants. */
function dayBefore(day: string): string {
  return day === "" ? "" : new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
