import { ConditionalCheckFailedException, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { DerivedBook, DerivedState } from "../core/night/same-derived.ts";
import { derivedNotePartition } from "../names.ts";
import { leaseKey } from "./derived-keys.ts";

type Tables = { readonly client: DynamoDBDocumentClient; readonly source: string; readonly derived: string };

const noteKey = { pk: derivedNotePartition, sk: "NEWEST" };
const noteRow = z.object({ gen: z.int(), table: z.string() });

/** One row of the source table, which no restore of the derived table alone takes back; and the derived table's own id, which every restore makes another. */
export function derivedBook({ client, source, derived }: Tables): DerivedBook {
  return {
    noted: () => noted(client, source),
    standing: () => standing(client, derived),
    note: (state) => note({ client, source }, state),
  };
}

async function noted(client: DynamoDBDocumentClient, TableName: string): Promise<DerivedState | null> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: noteKey, ConsistentRead: true }));
  return Item === undefined ? null : noteRow.parse(Item);
}

async function standing(client: DynamoDBDocumentClient, TableName: string): Promise<DerivedState> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: leaseKey, ConsistentRead: true }));
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return { gen: Number(Item?.gen ?? 0), table: Table?.TableId ?? "" };
}

async function note({ client, source }: Pick<Tables, "client" | "source">, state: DerivedState): Promise<void> {
  try {
    await client.send(
      new PutCommand({
        TableName: source,
        Item: { ...noteKey, ...state },
        ConditionExpression: "attribute_not_exists(gen) OR gen < :gen",
        ExpressionAttributeValues: { ":gen": state.gen },
      }),
    );
  } catch (error) {
    // A newer run has noted itself.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
