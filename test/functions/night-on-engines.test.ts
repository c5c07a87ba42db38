import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it, onTestFinished } from "vitest";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { startDynamo } from "../../local/dynamo-process.ts";
import { localCredentials, region } from "../../local/place.ts";
import { startStorage } from "../../local/s3/server.ts";
import { marksIn, publishedFiles, statisticsIn } from "../support/night-states.ts";
import { keepEpisode, nightPorts } from "../support/night-twin.ts";
import { seeded, serviceHistory } from "../support/service-history.ts";
import type { Row } from "../support/versioned-rows.ts";

/** The embedded engines in a directory of their own, with two empty services in them. */
async function engines() {
  const directory = mkdtempSync(join(tmpdir(), "hearten-night-"));
  const dynamoProcess = await startDynamo({ file: join(directory, "tables.db") });
  const storage = await startStorage({
    directory: join(directory, "s3"),
    credentials: { [localCredentials.accessKeyId]: localCredentials.secretAccessKey },
  });
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: dynamoProcess.url, region, credentials: localCredentials }));
  const s3 = new S3Client({ endpoint: storage.url, region, credentials: localCredentials, forcePathStyle: true });
  onTestFinished(async () => {
    dynamo.destroy();
    s3.destroy();
    await dynamoProcess.stop();
    await storage.close();
    rmSync(directory, { recursive: true });
  });
  return { dynamo, s3 };
}

async function service({ dynamo, s3 }: Awaited<ReturnType<typeof engines>>, name: string, history: ReturnType<typeof serviceHistory>) {
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  return nightPorts({ dynamo, s3, organisations: history.organisations, table: name, bucket: name });
}

async function rowsOf(dynamo: DynamoDBDocumentClient, table: string): Promise<readonly Row[]> {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  if (LastEvaluatedKey !== undefined) throw new Error("the comparison requires all rows in one page");
  return Items;
}

/** The engine exists for linux-x64 alone; elsewhere this test says so by its name. */
const isPresent = (() => {
  try {
    createRequire(import.meta.url).resolve("@dynoxide/linux-x64/dynoxide");
    return true;
  } catch {
    return false;
  }
})();

it(`the embedded database is ${isPresent ? "here, and nights run on it below" : "not for this platform: nights run on the twins alone"}`, () => {
  expect(isPresent).toBe(process.platform === "linux" && process.arch === "x64");
});

it.runIf(isPresent)("on the embedded engines, many nights equal one night over everything, to the byte", async () => {
  const embedded = await engines();
  const draw = seeded(2026);
  const history = serviceHistory(draw);
  const here = await service(embedded, "incremental", history);
  for (let night = 0; night < 5; night++) {
    for (let event = 0; event < 8; event++) await history.happens(embedded.dynamo, "incremental");
    await runNight({ civilDate: `2026-06-${10 + night}` }, here);
  }

  const afresh = await service(embedded, "afresh", history);
  for (const [refKey, contribution] of history.people) await keepEpisode(embedded.dynamo, { refKey, contribution, table: "afresh" });
  expect(await runNight({ civilDate: "2026-06-14" }, afresh)).toEqual({ gen: 1, published: true });

  expect(Object.keys(await publishedFiles(here)).length).toBeGreaterThan(10);
  expect(await publishedFiles(here)).toEqual(await publishedFiles(afresh));
  const [incremental, rebuilt] = [await rowsOf(embedded.dynamo, "incremental"), await rowsOf(embedded.dynamo, "afresh")];
  expect(statisticsIn(incremental)).toEqual(statisticsIn(rebuilt));
  expect(marksIn(incremental)).toEqual([]);
  expect(await runNight({ civilDate: "2026-06-14" }, here)).toMatchObject({ published: false, reason: "unchanged" });
});
