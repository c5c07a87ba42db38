import {
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  type ScanCommandOutput,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** A table that was restored beside another: what it is called, and the instant (UTC) whose rows it holds. */
export type RestoredTable = { readonly table: string; readonly asOf: string };

/** Making and removing the tables of a drill. Nothing here writes to a table that it did not make. */
export type TableCopies = {
  readonly restore: (table: string, name: string) => Promise<RestoredTable>;
  /** An empty table of the same shape. */
  readonly likewise: (table: string, name: string) => Promise<string>;
  readonly remove: (name: string) => Promise<void>;
};

/** How a copy of a table is had: from its own history on AWS, by reading it on one machine, whose engine keeps none. */
export type CopyHow = "history" | "reading";

type Client = DynamoDBDocumentClient;
const rowsAtOnce = 25;
const lookEveryMilliseconds = 5_000;

/** Copies of tables in DynamoDB. */
export function tableCopies(client: Client, how: CopyHow): TableCopies {
  return {
    restore: (table, name) => (how === "history" ? fromHistory(client, table, name) : byReading(client, table, name)),
    likewise: (table, name) => likewise(client, table, name),
    remove: async (name) => void (await client.send(new DeleteTableCommand({ TableName: name }))),
  };
}

/** The newest state that AWS can restore, under the key of the original; a table of its own, which takes its time. */
async function fromHistory(client: Client, table: string, name: string): Promise<RestoredTable> {
  const { SSEDescription } = await described(client, table);
  const key = SSEDescription?.KMSMasterKeyArn;
  await client.send(
    new RestoreTableToPointInTimeCommand({
      ...{ SourceTableName: table, TargetTableName: name, UseLatestRestorableTime: true },
      ...(key !== undefined && { SSESpecificationOverride: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: key } }),
    }),
  );
  const restored = await whenActive(client, name);
  return { table: name, asOf: (restored.RestoreSummary?.RestoreDateTime ?? new Date()).toISOString() };
}

async function byReading(client: Client, table: string, name: string): Promise<RestoredTable> {
  const asOf = new Date().toISOString();
  await likewise(client, table, name);
  let from: ScanCommandOutput["LastEvaluatedKey"];
  do {
    const page: ScanCommandOutput = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: from }));
    await putAll(client, name, page.Items ?? []);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return { table: name, asOf };
}

/** Into a table that this drill made and nobody else knows: there is nothing that a write without a condition could replace. */
async function putAll(client: Client, table: string, items: NonNullable<ScanCommandOutput["Items"]>): Promise<void> {
  for (let at = 0; at < items.length; at += rowsAtOnce) {
    let waiting = items.slice(at, at + rowsAtOnce).map((Item) => ({ PutRequest: { Item } }));
    while (waiting.length > 0) {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: waiting } }));
      waiting = (UnprocessedItems?.[table] ?? []) as typeof waiting;
    }
  }
}

async function likewise(client: Client, table: string, name: string): Promise<string> {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = await described(client, table);
  const indexes = GlobalSecondaryIndexes?.map(({ IndexName, KeySchema: keys, Projection }) => ({ IndexName, KeySchema: keys, Projection }));
  const shape = {
    AttributeDefinitions,
    KeySchema,
    ...(indexes !== undefined && indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
  await client.send(new CreateTableCommand({ TableName: name, BillingMode: "PAY_PER_REQUEST", ...shape } as CreateTableCommandInput));
  await whenActive(client, name);
  return name;
}

async function whenActive(client: Client, name: string): Promise<TableDescription> {
  for (;;) {
    const table = await described(client, name);
    if (table.TableStatus === "ACTIVE") return table;
    await new Promise((wake) => setTimeout(wake, lookEveryMilliseconds));
  }
}

async function described(client: Client, TableName: string): Promise<TableDescription> {
  return (await client.send(new DescribeTableCommand({ TableName }))).Table ?? {};
}
