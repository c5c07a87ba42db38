import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { StoreBusy } from "../core/ports/source.ts";
import type { Key } from "./derived-keys.ts";
import { pauseWithJitter } from "./pause-with-jitter.ts";

type Row = Record<string, unknown>;

/** The row under a key, read consistently. */
export type ReadRow = (key: Key) => Promise<Row | undefined>;

/** Reads each row by itself. */
export function readEachRow(client: DynamoDBDocumentClient, table: string): ReadRow {
  return async (key) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true }));
    return Item;
  };
}

const rowsToACall = 100;
const attemptsAtMost = 8;

type Asked = {
  readonly key: Key;
  readonly found: Promise<Row | undefined>;
  done(row: Row | undefined): void;
  failed(error: unknown): void;
};

/** Reads the rows that are asked for in the same turn by one call, each as consistently as by itself. What is asked for alone is read alone. */
export function readRowsTogether(client: DynamoDBDocumentClient, table: string): ReadRow {
  const readOne = readEachRow(client, table);
  let gathered = new Map<string, Asked>();

  function sendOff(): void {
    const asked = [...gathered.values()];
    gathered = new Map();
    const [only, ...others] = asked;
    if (only !== undefined && others.length === 0) readOne(only.key).then(only.done, only.failed);
    else for (let from = 0; from < asked.length; from += rowsToACall) settle(asked.slice(from, from + rowsToACall), { client, table });
  }

  return (key) => {
    const name = nameOf(key);
    const known = gathered.get(name);
    if (known !== undefined) return known.found;
    // Everything that this turn leads to at once is asked for before the next one begins.
    if (gathered.size === 0) setImmediate(sendOff);
    const { promise: found, resolve: done, reject: failed } = Promise.withResolvers<Row | undefined>();
    gathered.set(name, { key, found, done, failed });
    return found;
  };
}

function settle(asked: readonly Asked[], table: { client: DynamoDBDocumentClient; table: string }): void {
  readBatch(
    asked.map(({ key }) => key),
    table,
  ).then(
    (rows) => {
      for (const { key, done } of asked) done(rows.get(nameOf(key)));
    },
    (error) => {
      for (const { failed } of asked) failed(error);
    },
  );
}

/** @throws {StoreBusy} when the store left some of the keys unread again and again */
async function readBatch(
  keys: readonly Key[],
  { client, table }: { client: DynamoDBDocumentClient; table: string },
): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>();
  let unread: readonly Row[] = keys.map((key) => ({ ...key }));
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    if (attempt > 0) await pauseWithJitter(attempt);
    const RequestItems = { [table]: { Keys: [...unread], ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems }));
    for (const row of Responses?.[table] ?? []) rows.set(nameOf({ pk: String(row.pk), sk: String(row.sk) }), row);
    unread = UnprocessedKeys?.[table]?.Keys ?? [];
    if (unread.length === 0) return rows;
  }
  throw new StoreBusy("readRowsTogether could not read every row: the store left some unread");
}

function nameOf({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}
