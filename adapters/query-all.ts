import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";

/** What is asked of one partition. */
export type PartitionQuery = {
  readonly table: string;
  readonly pk: string;
  /** How the sort keys begin. */
  readonly begins?: string;
  readonly newestFirst?: boolean;
};

/** Every row of a partition, page after page, read consistently. */
export async function queryAll(
  client: DynamoDBDocumentClient,
  { table, pk, begins, newestFirst }: PartitionQuery,
): Promise<readonly Record<string, unknown>[]> {
  const input: QueryCommandInput = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: begins === undefined ? "pk = :pk" : "pk = :pk AND begins_with(sk, :begins)",
    ExpressionAttributeValues: begins === undefined ? { ":pk": pk } : { ":pk": pk, ":begins": begins },
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
