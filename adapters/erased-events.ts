import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { inParallel } from "../core/night/in-parallel.ts";
import type { EpisodeKey, StoredEvent } from "../core/ports/source.ts";
import { queryAll } from "./query-all.ts";
import { redactReceipts, redactThese } from "./redact-receipts.ts";
import { clearingPartition, eventKey, isEventSort, locatorKey, locatorPartition } from "./source-keys.ts";

type Source = { readonly client: DynamoDBDocumentClient; readonly table: string };

const writtenAtOnce = 16;
/** No function runs as long as this: whoever was making an answer when an episode was erased has long ended. */
const clearingMs = 3_600_000;

const clearingRow = z.object({ sk: z.string(), at: z.string(), ids: z.array(z.string()), submissions: z.array(z.string()) });

/**
 * Where somebody may only write and not delete: each event's row is left without a word, and what is known of its id is that it is taken. Receipts
 * forget it. The row itself goes with the next erasure of the episode.
 */
export async function blankEvents(source: Source, key: EpisodeKey, events: readonly StoredEvent[]): Promise<void> {
  const { client, table: TableName } = source;
  await redactReceipts(source, key.practice, events);
  await inParallel(events, writtenAtOnce, async ({ event: { eventId } }) => {
    await client.send(new PutCommand({ TableName, Item: { ...locatorKey(key.practice, eventId), refKey: key.refKey, waiting: 0 } }));
    await client.send(new PutCommand({ TableName, Item: { ...eventKey(key, eventId), blank: true } }));
  });
}

/**
 * Event by event: what waited for it, then where it was known, which keeps only that its id is taken, and last the event itself, so that one of
 * which anything is left is still among those to delete.
 */
export async function deleteEvents({ client, table }: Source, key: EpisodeKey, eventIds: readonly string[]): Promise<void> {
  const remove = async (Key: Record<string, unknown>) => void (await client.send(new DeleteCommand({ TableName: table, Key })));
  await inParallel(eventIds, writtenAtOnce, async (eventId) => {
    const rows = await queryAll(client, { table, pk: locatorPartition(key.practice, eventId) });
    for (const { pk, sk } of rows.filter((row) => isEventSort(String(row.sk)))) await remove({ pk, sk });
    const Item = { ...locatorKey(key.practice, eventId), refKey: key.refKey, waiting: 0 };
    await client.send(new PutCommand({ TableName: table, Item }));
    await remove({ ...eventKey(key, eventId) });
  });
}

/**
 * Says which events are being erased, before anything is taken out of receipts: an answer that tells of them and is written after the receipts
 * were gone through is then corrected by whoever writes it.
 */
export async function noteClearing({ client, table }: Source, key: EpisodeKey, { ids, submissions }: Clearing, at: string): Promise<void> {
  const Item = { pk: clearingPartition, sk: `${key.practice}#${key.refKey}`, at, ids, submissions };
  await client.send(new PutCommand({ TableName: table, Item }));
}

/** Events that were erased lately, and the submissions that brought them. */
export type Clearing = { readonly ids: readonly string[]; readonly submissions: readonly string[] };

/** The ids of events that were erased lately, read consistently. */
export async function erasedLately({ client, table }: Source): Promise<ReadonlySet<string>> {
  const rows = await queryAll(client, { table, pk: clearingPartition });
  return new Set(rows.flatMap((row) => clearingRow.parse(row).ids));
}

/** Goes once more through the receipts of what was erased more than an hour ago, and forgets that it was. */
export async function endClearings({ client, table }: Source, now: number): Promise<void> {
  for (const row of (await queryAll(client, { table, pk: clearingPartition })).map((each) => clearingRow.parse(each))) {
    if (now - Date.parse(row.at) < clearingMs) continue;
    await redactThese({ client, table }, row.submissions, new Set(row.ids));
    await client.send(new DeleteCommand({ TableName: table, Key: { pk: clearingPartition, sk: row.sk } }));
  }
}
