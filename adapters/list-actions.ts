import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { canonicalJson } from "../core/canonical-json.ts";
import type { EpisodeWrite } from "../core/ports/source.ts";
import type { EpisodeLists, Listed } from "../core/practice/episode-lists.ts";
import { attentionKey, followUpsKey, type Key } from "./derived-keys.ts";

type Item = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** A row on a list of a practice. */
export type ListRow = Key & { readonly body: string };

/** At most four actions: what an episode puts on each list, and what it takes off where it stood elsewhere before. */
export function listActions({ key: { refKey }, lists, wasListed }: EpisodeWrite, table: string): readonly Item[] {
  return replacedRows(listedKeys(wasListed, refKey), listRows(lists, refKey), table);
}

/** The rows that an episode puts on lists. */
export function listRows({ followUps, attention }: EpisodeLists, refKey: string): readonly ListRow[] {
  return [
    ...(followUps === null ? [] : [{ ...followUpsKey(followUps, refKey), body: canonicalJson(followUps) }]),
    ...(attention === null ? [] : [{ ...attentionKey(attention, refKey), body: canonicalJson(attention) }]),
  ];
}

/** The actions that put rows in the place of others: those that stay are put, those that do not are deleted. */
export function replacedRows(before: readonly Key[], after: readonly ListRow[], table: string): readonly Item[] {
  const gone = before.filter(({ pk, sk }) => !after.some((row) => row.pk === pk && row.sk === sk));
  return [
    ...gone.map(({ pk, sk }) => ({ Delete: { TableName: table, Key: { pk, sk } } })),
    ...after.map((Item) => ({ Put: { TableName: table, Item } })),
  ];
}

/** The rows by which an episode stands on lists. */
export function listedKeys({ followUps, attention }: Listed, refKey: string): readonly Key[] {
  return [
    ...(followUps === null ? [] : [followUpsKey(followUps, refKey)]),
    ...(attention === null ? [] : [attentionKey(attention, refKey)]),
  ];
}
