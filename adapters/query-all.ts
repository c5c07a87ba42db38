import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";

/** What is asked of one partition. */
export type PartitionQuery = {
  readonly table: string;
  readonly pk: string;
  /** How the sort keys begin. */
  readonly begins?: string;
  /** The sort key to start at, where not at the first. */
  readonly from?: string;
  readonly newestFirst?: boolean;
};

/** Every row of a partition, page after page, read consistently. */
export async function queryAll(
  client: DynamoDBDocumentClient,
  { table, pk, begins, from: first, newestFirst }: PartitionQuery,
): Promise<readonly Record<string, unknown>[]> {
  const input: QueryCommandInput = {
    TableName: table,
    ConsistentRead: true,
    ...keyCondition({ pk, begins, first }),
    ScanIndexForward: newestFirst !== true,
  };
  const rows: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new QueryCommand({ ...input, ExclusiveStartKey: from }));
    rows.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
}

function keyCondition({ pk, begins, first }: { pk: string; begins: string | undefined; first: string | undefined }) {
  if (begins !== undefined) return conditionOf("pk = :pk AND begins_with(sk, :begins)", { ":pk": pk, ":begins": begins });
  if (first !== undefined) return conditionOf("pk = :pk AND sk >= :first", { ":pk": pk, ":first": first });
  return conditionOf("pk = :pk", { ":pk": pk });
}

function conditionOf(KeyConditionExpression: string, ExpressionAttributeValues: Record<string, string>) {
  return { KeyConditionExpression, ExpressionAttributeValues };
}
