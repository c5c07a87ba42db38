import { type DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { KeptListRow, SourceEpisode } from "../core/ports/repair.ts";
import { type EpisodeLists, listedBy } from "../core/practice/episode-lists.ts";
import { cancellationOf } from "./cancellation.ts";
import { type ListRow, listRows, replacedRows } from "./list-actions.ts";
import { headKey, personEpisodeKey } from "./source-keys.ts";

type Tables = { readonly client: DynamoDBDocumentClient; readonly source: string; readonly derived: string };

/** A row of one of the lists of practices, or `null` for any other row of the derived table. */
export function listRowFrom({ pk, sk, body }: Record<string, unknown>): KeptListRow | null {
  const isList = /^(DUE|ATT)#/.test(String(pk));
  const refKey = String(sk).slice(String(sk).indexOf("#") + 1);
  return isList ? { refKey, pk: String(pk), sk: String(sk), body: String(body) } : null;
}

/**
 * Puts an episode on exactly these lists, and notes so in its head, unless it has been written since it was read: then it is on the right ones.
 * Answers whether anything was wrong.
 */
export async function relist(
  { client, source, derived }: Tables,
  { key, version }: Pick<SourceEpisode, "key" | "version">,
  { was, lists }: { was: readonly KeptListRow[]; lists: EpisodeLists },
): Promise<boolean> {
  const now = listRows(lists, key.refKey);
  if (was.length === now.length && now.every((row) => was.some((kept) => isSame(kept, row)))) return false;
  const inHead = {
    Update: {
      ...{ TableName: source, Key: headKey(key), UpdateExpression: "SET listed = :listed", ConditionExpression: "ver = :ver" },
      ExpressionAttributeValues: { ":ver": version, ":listed": listedBy(lists) },
    },
  };
  try {
    await client.send(new TransactWriteCommand({ TransactItems: [inHead, ...replacedRows(was, now, derived)] }));
    return true;
  } catch (error) {
    if (cancellationOf(error).kind === "conditions") return false;
    throw error;
  }
}

/** Puts an episode under people, and notes so in its head, unless it has been written since it was read: then it is under them. */
export async function indexEpisode(
  { client, source: TableName }: Tables,
  { key, version }: Pick<SourceEpisode, "key" | "version">,
  people: readonly string[],
): Promise<void> {
  const inHead = {
    Update: {
      ...{ TableName, Key: headKey(key), UpdateExpression: "SET people = :people", ConditionExpression: "ver = :ver" },
      ExpressionAttributeValues: { ":ver": version, ":people": people },
    },
  };
  const rows = people.map((pid) => ({ Put: { TableName, Item: personEpisodeKey(pid, key) } }));
  try {
    await client.send(new TransactWriteCommand({ TransactItems: [inHead, ...rows] }));
  } catch (error) {
    if (cancellationOf(error).kind !== "conditions") throw error;
  }
}

function isSame(kept: ListRow, row: ListRow): boolean {
  return kept.pk === row.pk && kept.sk === row.sk && kept.body === row.body;
}
