import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { type RunRecord, runRecord } from "../core/night/run-record.ts";
import { runsKey } from "./derived-keys.ts";

/** The newest runs, newest first, in one call. */
export async function newestRuns(client: DynamoDBDocumentClient, table: string, limit: number): Promise<readonly RunRecord[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :begins)",
      ExpressionAttributeValues: { ":pk": runsKey, ":begins": "R#" },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items.map((row) => runRecord.parse(row));
}
