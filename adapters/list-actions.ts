import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { canonicalJson } from "../core/canonical-json.ts";
import type { EpisodeWrite } from "../core/ports/source.ts";
import { attentionKey, followUpsKey, type Key } from "./derived-keys.ts";

type Item = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** At most four actions: what an episode puts on each list, and what it takes off where it stood elsewhere before. */
export function listActions({ key: { refKey }, lists, wasListed }: EpisodeWrite, table: string): readonly Item[] {
  const { followUps, attention } = lists;
  return [
    ...replaced(
      table,
      wasListed.followUps && followUpsKey(wasListed.followUps, refKey),
      followUps && rowOf(followUpsKey(followUps, refKey), followUps),
    ),
    ...replaced(
      table,
      wasListed.attention && attentionKey(wasListed.attention, refKey),
      attention && rowOf(attentionKey(attention, refKey), attention),
    ),
  ];
}

type Row = Key & { readonly body: string };

function rowOf(key: Key, content: unknown): Row {
  return { ...key, body: canonicalJson(content) };
}

function replaced(table: string, before: Key | null, after: Row | null): readonly Item[] {
  const moved = before !== null && (before.pk !== after?.pk || before.sk !== after.sk);
  return [
    ...(moved ? [{ Delete: { TableName: table, Key: before } }] : []),
    ...(after === null ? [] : [{ Put: { TableName: table, Item: after } }]),
  ];
}
