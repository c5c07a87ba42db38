import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { startDynamo } from "../../local/dynamo-process.ts";
import { localCredentials, region } from "../../local/place.ts";
import { startStorage } from "../../local/s3/server.ts";

/** Engines to ask how they behave, with an empty table and an empty bucket. */
export type Target = { name: string; dynamo: DynamoDBClient; s3: S3Client; table: string; bucket: string; stop(): Promise<void> };

type Started = Pick<Target, "name" | "dynamo" | "s3"> & { stop(): Promise<void> };

/** Set to anything, the suite asks whatever the SDK's own settings lead to: an account, or the endpoints that `AWS_ENDPOINT_URL_*` name. */
const elsewhere = process.env.HEARTEN_CONFORMANCE !== undefined;

/** The embedded engines, unless `HEARTEN_CONFORMANCE` asks for others. */
export async function startTarget(): Promise<Target> {
  const started = elsewhere ? others() : await embedded();
  const name = `hearten-conformance-${randomUUID()}`;
  await makeTable(started.dynamo, name);
  await makeBucket(started.s3, name);
  return { ...started, table: name, bucket: name, stop: () => stop(started, name) };
}

function others(): Started {
  const { AWS_ENDPOINT_URL_DYNAMODB: dynamoUrl, AWS_ENDPOINT_URL_S3: s3Url, AWS_ENDPOINT_URL: url } = process.env;
  const named = [dynamoUrl, s3Url, url].filter((each) => each !== undefined);
  const s3 = new S3Client({ region, maxAttempts: 1, forcePathStyle: (s3Url ?? url) !== undefined });
  return {
    name: named.length === 0 ? "AWS" : named.join(" and "),
    dynamo: new DynamoDBClient({ region, maxAttempts: 1 }),
    s3,
    stop: async () => undefined,
  };
}

async function embedded(): Promise<Started> {
  const directory = mkdtempSync(join(tmpdir(), "hearten-conformance-"));
  const dynamo = await startDynamo({ file: join(directory, "tables.sqlite") });
  const storage = await startStorage({ directory: join(directory, "s3"), credentials: { local: "local" } });
  const common = { region, credentials: localCredentials, maxAttempts: 1 };
  return {
    name: "the embedded engines",
    dynamo: new DynamoDBClient({ ...common, endpoint: dynamo.url }),
    s3: new S3Client({ ...common, endpoint: storage.url, forcePathStyle: true }),
    async stop() {
      await Promise.all([dynamo.stop(), storage.close()]);
      rmSync(directory, { recursive: true });
    },
  };
}

async function makeTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const key = (AttributeName: string, KeyType: "HASH" | "RANGE") => ({ AttributeName, KeyType });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
      GlobalSecondaryIndexes: [
        { IndexName: "gsi1", KeySchema: [key("gsi1pk", "HASH"), key("gsi1sk", "RANGE")], Projection: { ProjectionType: "ALL" } },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName });
}

async function makeBucket(client: S3Client, Bucket: string): Promise<void> {
  await client.send(
    new CreateBucketCommand({ Bucket, ...(elsewhere ? { CreateBucketConfiguration: { LocationConstraint: region } } : {}) }),
  );
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
}

async function stop({ dynamo, s3, stop: stopEngines }: Started, name: string): Promise<void> {
  await dynamo.send(new DeleteTableCommand({ TableName: name }));
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: name }));
  const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
  if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket: name, Delete: { Objects } }));
  await s3.send(new DeleteBucketCommand({ Bucket: name }));
  dynamo.destroy();
  s3.destroy();
  await stopEngines();
}
