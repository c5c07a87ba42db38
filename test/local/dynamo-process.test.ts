import { createServer } from "node:http";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { expect, it, onTestFinished } from "vitest";
import { type DynamoProcess, startDynamo } from "../../local/dynamo-process.ts";
import { listenOnLoopback } from "../../local/loopback.ts";
import { localCredentials, region } from "../../local/place.ts";
import { scratchDirectory } from "./support/scratch.ts";

const TableName = "kept";

function clientOf(url: string): DynamoDBClient {
  const client = new DynamoDBClient({ endpoint: url, region, credentials: localCredentials, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

async function withTable(engine: DynamoProcess): Promise<DynamoDBClient> {
  const client = clientOf(engine.url);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
  return client;
}

async function keysIn(client: DynamoDBClient): Promise<ReadonlySet<string>> {
  const answer = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return new Set((answer.Items ?? []).map((item) => item.pk?.S ?? ""));
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

async function untilEnded(processId: number): Promise<void> {
  while (isRunning(processId)) await new Promise((wake) => setTimeout(wake, 10));
}

it("loses nothing that it acknowledged, and tears no transaction, when it is killed again and again while it writes", async () => {
  const engine = await startDynamo({ file: join(scratchDirectory(), "d.sqlite") });
  const client = await withTable(engine);
  const acknowledged: string[] = [];
  let writing = true;
  const write = async (writer: number) => {
    for (let n = 0; writing; n += 1) {
      const keys = [`${writer}-${n}-a`, `${writer}-${n}-b`];
      const TransactItems = keys.map((pk) => ({ Put: { TableName, Item: { pk: { S: pk } } } }));
      await client.send(new TransactWriteItemsCommand({ TransactItems })).then(
        () => acknowledged.push(...keys),
        () => new Promise((wake) => setTimeout(wake, 20)),
      );
    }
  };
  const writers = [0, 1, 2, 3].map(write);

  for (let round = 0; round < 3; round += 1) {
    const before = acknowledged.length;
    while (acknowledged.length < before + 40) await new Promise((wake) => setTimeout(wake, 10));
    const killed = engine.processId;
    process.kill(killed, "SIGKILL");
    while (engine.processId === killed) await new Promise((wake) => setTimeout(wake, 10));
  }
  writing = false;
  await Promise.all(writers);
  const kept = await keysIn(client);
  await engine.stop();

  expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
  expect([...kept].filter((key) => key.endsWith("-a") && !kept.has(key.replace("-a", "-b")))).toEqual([]);
});

it("keeps its data from one start to the next, and ends when it is told to", async () => {
  const file = join(scratchDirectory(), "d.sqlite");
  const first = await startDynamo({ file });
  await (await withTable(first)).send(new PutItemCommand({ TableName, Item: { pk: { S: "a" } } }));
  await first.stop();
  const second = await startDynamo({ file });
  const kept = await keysIn(clientOf(second.url));
  await second.stop();

  await Promise.all([untilEnded(first.processId), untilEnded(second.processId)]);
  expect([...kept]).toEqual(["a"]);
});

it("says so when the port it was told to use belongs to another program, and never takes that program for itself", async () => {
  const other = createServer((_, answer) => answer.end("something else"));
  const port = await listenOnLoopback(other, 0);
  onTestFinished(() => void other.close());

  await expect(startDynamo({ file: join(scratchDirectory(), "d.sqlite"), port })).rejects.toThrow("found no port to listen on");
});
