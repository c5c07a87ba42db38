import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { encodings } from "../core/files/encoding.ts";
import type { ReceiptHead, ReceiptStore, StoredReceipt, SubmissionKey } from "../core/ports/receipts.ts";
import type { ReceiptRecord } from "../core/submission/receipt.ts";
import { erasedLately } from "./erased-events.ts";
import { putFirst } from "./put-first.ts";
import { queryAll } from "./query-all.ts";
import type { ReadRow } from "./read-rows.ts";
import { redactThese } from "./redact-receipts.ts";
import { receiptKey, receiptPartition, receiptPartKey } from "./source-keys.ts";

const headRow = z.object({
  bodyHash: z.string(),
  received: z.number(),
  parts: z.number(),
  receivedAt: z.string(),
  encoding: z.enum(encodings).optional(),
  isFile: z.boolean().optional(),
  records: z.string().optional(),
});
const partRow = z.object({ part: z.number(), records: z.string() });

/**
 * Receipts in DynamoDB: the first version of anything stands. The records of a receipt in one part are in its head, which is read alone
 * where there is a way to read one row.
 */
export function dynamoReceipts(client: DynamoDBDocumentClient, table: string, readRow?: ReadRow): ReceiptStore {
  return {
    readReceipt: async (key) => receiptFrom(key, await rowsOf({ client, table, readRow }, key)),
    openReceipt: (head, records) => putFirst(client, table, receiptRow(head, records)),
    erasedLately: () => erasedLately({ client, table }),
    redact: ({ client: sender, submissionId }, events) => redactThese({ client, table }, [`${sender}#${submissionId}`], events),
    holdsPart: async ({ client: sender, submissionId }, part) => {
      const Key = receiptPartKey(sender, submissionId, part);
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true, ProjectionExpression: "pk" }));
      return Item !== undefined;
    },
    addPart: async ({ client: sender, submissionId }, part, records) => {
      await putFirst(client, table, { ...receiptPartKey(sender, submissionId, part), part, records: JSON.stringify(records) });
    },
  };
}

/** The row that opens a receipt. */
export function receiptRow({ client, submissionId, ...head }: ReceiptHead, records: readonly ReceiptRecord[] | null): Row {
  return { ...receiptKey(client, submissionId), ...head, ...(records === null ? {} : { records: JSON.stringify(records) }) };
}

type Row = Record<string, unknown>;
type Reading = { readonly client: DynamoDBDocumentClient; readonly table: string; readonly readRow: ReadRow | undefined };

async function rowsOf({ client, table, readRow }: Reading, { client: sender, submissionId }: SubmissionKey): Promise<readonly Row[]> {
  const head = await readRow?.(receiptKey(sender, submissionId));
  if (readRow !== undefined && (head === undefined || head.records !== undefined)) return head === undefined ? [] : [head];
  return queryAll(client, { table, pk: receiptPartition(sender, submissionId) });
}

function receiptFrom(key: SubmissionKey, rows: readonly Row[]): StoredReceipt | null {
  const opened = rows.find(({ sk }) => sk === receiptKey(key.client, key.submissionId).sk);
  if (opened === undefined) return null;
  const { records, isFile, encoding, ...facts } = headRow.parse(opened);
  const told = { ...(encoding === undefined ? {} : { encoding }), ...(isFile === true ? { isFile } : {}) };
  const head: ReceiptHead = { client: key.client, submissionId: key.submissionId, ...facts, ...told };
  const first = records === undefined ? [] : [{ part: 0, records: recordsFrom(records) }];
  const added = rows.filter((row) => row !== opened).map((row) => partRow.parse(row));
  return { head, stored: [...first, ...added.map(({ part, records }) => ({ part, records: recordsFrom(records) }))] };
}

function recordsFrom(text: string): readonly ReceiptRecord[] {
  return JSON.parse(text);
}
