import { gzipSync } from "node:zlib";
import { type DynamoDBDocumentClient, PutCommand, TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { StatisticChange } from "../core/ports/derived.ts";
import { markKey, placesKey, standingKey, statisticRowKey } from "./derived-keys.ts";
import { isRivalry } from "./rivalry.ts";
import { partsOf } from "./statistic-parts.ts";

type Table = { readonly client: DynamoDBDocumentClient; readonly table: string };
type Actions = NonNullable<TransactWriteCommandInput["TransactItems"]>;

/**
 * Writes a statistic, its version, the marks of its parents and the removal of where it stood before, in one transaction that holds
 * only while the version is the one that was read. `false` when it was not, or when another writer or the store's limits got in between.
 */
export async function keepChange({ client, table }: Table, change: StatisticChange): Promise<boolean> {
  if (change.readVer === 0) await listPlace({ client, table }, change);
  try {
    await client.send(new TransactWriteCommand({ TransactItems: actionsFor(table, change) }));
    return true;
  } catch (error) {
    if (isRivalry(error)) return false;
    throw error;
  }
}

/** Lists the place before its first statistic stands: a listed place without one does no harm, the other way round it would be missed. */
async function listPlace({ client, table }: Table, { unit }: StatisticChange): Promise<void> {
  await client.send(new PutCommand({ TableName: table, Item: { pk: placesKey, sk: unit.code, level: unit.level } }));
}

function actionsFor(table: string, { unit, readVer, standing, text, organisationSnapshot, parentMarks, leaves }: StatisticChange): Actions {
  const { ver, hash, foldVersion, methodVersion } = standing;
  const key = statisticRowKey(unit, standing.parent);
  const { first, others } = partsOf(gzipSync(text), { key, ver });
  const statistic = { ver, hash, foldV: foldVersion, methodV: methodVersion, orgSnap: organisationSnapshot, ...first };
  return [
    {
      Put: {
        TableName: table,
        Item: { ...standingKey(unit), ...standing },
        ...(readVer === 0
          ? { ConditionExpression: "attribute_not_exists(pk)" }
          : { ConditionExpression: "ver = :ver", ExpressionAttributeValues: { ":ver": readVer } }),
      },
    },
    { Put: { TableName: table, Item: { ...key, ...statistic } } },
    ...others.map((Item) => ({ Put: { TableName: table, Item } })),
    ...parentMarks.map((mark) => ({ Put: { TableName: table, Item: { ...markKey(mark) } } })),
    ...(leaves === null ? [] : [{ Delete: { TableName: table, Key: statisticRowKey(unit, leaves) } }]),
  ];
}
