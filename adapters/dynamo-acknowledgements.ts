import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Acknowledgements } from "../core/ports/acknowledgements.ts";
import { putFirst } from "./put-first.ts";
import { queryAll } from "./query-all.ts";
import { acknowledgementKey } from "./source-keys.ts";

const row = z.object({ sk: z.string(), by: z.string(), at: z.string() });

/** Acknowledgements in the source table: a row for each, written once and never changed. */
export function dynamoAcknowledgements(client: DynamoDBDocumentClient, table: string): Acknowledgements {
  return {
    async acknowledgedBy(practice) {
      const rows = await queryAll(client, { table, pk: acknowledgementKey(practice, "").pk });
      return new Map(rows.map((one) => row.parse(one)).map(({ sk, by, at }) => [sk, { by, at }]));
    },
    async acknowledge(practice, id, { by, at }) {
      const Key = acknowledgementKey(practice, id);
      if (await putFirst(client, table, { ...Key, by, at })) return { by, at };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      const first = row.parse(Item);
      return { by: first.by, at: first.at };
    },
  };
}
