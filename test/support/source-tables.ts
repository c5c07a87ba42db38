import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { startDynamo } from "../../local/dynamo-process.ts";
import { indexes } from "../../names.ts";

const indexKeys = [`${indexes.organisationsByParent}pk`, `${indexes.organisationsByParent}sk`];

export type Rows = readonly Record<string, unknown>[];

/** The two tables on the embedded engine, empty, on a file of their own. */
export type SourceTables = {
  readonly url: string;
  readonly client: DynamoDBDocumentClient;
  readonly source: string;
  readonly derived: string;
  rowsOf(table: string): Promise<Rows>;
  /** Makes a table hold exactly these rows. */
  putBack(table: string, rows: Rows): Promise<void>;
  stop(): Promise<void>;
};

export async function startSourceTables(): Promise<SourceTables> {
  const directory = mkdtempSync(join(tmpdir(), "hearten-"));
  const engine = await startDynamo({ file: join(directory, "dynamo.db") });
  const bare = new DynamoDBClient({
    endpoint: engine.url,
    region: "eu-west-2",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  for (const TableName of ["source", "derived"]) {
    await bare.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk", ...indexKeys].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: indexes.organisationsByParent,
            KeySchema: indexKeys.map((AttributeName, at) => ({
              AttributeName,
              KeyType: at === 0 ? ("HASH" as const) : ("RANGE" as const),
            })),
            Projection: { ProjectionType: "ALL" },
          },
        ],
      }),
    );
  }
  const client = DynamoDBDocumentClient.from(bare, { marshallOptions: { removeUndefinedValues: true } });
  const rowsOf = async (table: string): Promise<Rows> =>
    (await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }))).Items ?? [];
  return {
    url: engine.url,
    client,
    source: "source",
    derived: "derived",
    rowsOf,
    async putBack(table, rows) {
      const now = await rowsOf(table);
      await Promise.all(now.map(({ pk, sk }) => client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }))));
      await Promise.all(rows.map((Item) => client.send(new PutCommand({ TableName: table, Item }))));
    },
    async stop() {
      bare.destroy();
      await engine.stop();
      rmSync(directory, { recursive: true });
    },
  };
}
