import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Busy } from "../core/night/busy.ts";
import type { Pause } from "../core/ports/pause.ts";
import type { Key } from "./derived-keys.ts";

type Row = Record<string, unknown>;
type Table = { readonly client: DynamoDBDocumentClient; readonly table: string; readonly pause: Pause };

/** The store takes no more in one call, and answers with no more than 16 MB of them. */
const rowsInCall = 100;
const attempts = 8;

/** The rows of many keys, read consistently and with few calls, in the order of the keys; `undefined` where there is none. */
export async function rowsAt(given: Table, keys: readonly Key[]): Promise<readonly (Row | undefined)[]> {
  const found = new Map<string, Row>();
  for (let at = 0; at < keys.length; at += rowsInCall)
    for (const row of await readTogether(given, keys.slice(at, at + rowsInCall))) found.set(nameOf(row as Key), row);
  return keys.map((key) => found.get(nameOf(key)));
}

/** What the store leaves over, because it is too much or too fast, is asked for again. @throws {Busy} when it goes on answering nothing */
async function readTogether({ client, table, pause }: Table, keys: readonly Key[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let left: readonly Row[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let attempt = 1; left.length > 0; attempt++) {
    if (attempt > attempts) throw new Busy("reading many statistics requires a store that answers");
    const request = { [table]: { Keys: [...left], ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: request }));
    const read = Responses?.[table] ?? [];
    rows.push(...read);
    left = UnprocessedKeys?.[table]?.Keys ?? [];
    if (read.length > 0) attempt = 0;
    else if (left.length > 0) await pause(attempt);
  }
  return rows;
}

function nameOf({ pk, sk }: Key): string {
  return `${pk} ${sk}`;
}
