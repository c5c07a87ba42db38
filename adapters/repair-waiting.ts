import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { waitingRow } from "./episode-actions.ts";
import type { ListRow } from "./list-actions.ts";
import { isEventSort, practiceAndEventIn } from "./source-keys.ts";

type Row = Record<string, unknown>;
type Tables = { readonly client: DynamoDBDocumentClient; readonly derived: string; readonly source: string };

/**
 * Makes the lists of withdrawals that wait from the source: those that stand beside an event id and are themselves in no episode yet. The rows
 * by which they waited stay when they are placed; where they are known tells the two apart.
 */
export async function relistWaiting(
  { client, derived: TableName, source }: Tables,
  scan: (table: string) => AsyncIterable<Row>,
): Promise<number> {
  const waits = new Map<string, ListRow>();
  const placed = new Set<string>();
  for await (const { pk, sk, refKey } of scan(source)) {
    const at = practiceAndEventIn(String(pk));
    if (at === null) continue;
    if (sk === "AT" && refKey !== undefined) placed.add(`${at.practice} ${at.eventId}`);
    if (!isEventSort(String(sk))) continue;
    const eventId = String(sk).slice(String(sk).indexOf("#") + 1);
    waits.set(`${at.practice} ${eventId}`, waitingRow(at.practice, { eventId, withdraws: at.eventId }));
  }
  for (const name of placed) waits.delete(name);
  const rows = new Map([...waits.values()].map((row) => [`${row.pk} ${row.sk}`, row]));
  let wrong = 0;
  for await (const { pk, sk, body } of scan(TableName)) {
    if (!String(pk).startsWith("WAI#")) continue;
    const row = rows.get(`${pk} ${sk}`);
    if (row?.body === body) rows.delete(`${pk} ${sk}`);
    if (row !== undefined) continue;
    wrong += 1;
    await client.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  }
  for (const Item of rows.values()) await client.send(new PutCommand({ TableName, Item }));
  return wrong + rows.size;
}
