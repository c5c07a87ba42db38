import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { Busy } from "../core/night/busy.ts";
import { type RunRecord, runRecord } from "../core/night/run-record.ts";
import type { DerivedStore } from "../core/ports/derived.ts";
import type { Pause } from "../core/ports/pause.ts";
import { leaseKey, runKey, runsKey } from "./derived-keys.ts";
import { queryAll } from "./query-all.ts";

type Table = { readonly client: DynamoDBDocumentClient; readonly table: string; readonly pause: Pause };

const attempts = 20;

/** Runs and the numbers they are given. */
export function runsTable(given: Table): Pick<DerivedStore, "takeGeneration" | "recordRun" | "runOf" | "runs"> {
  return {
    takeGeneration: (floor) => takeGeneration(given, floor),
    recordRun: (run) => recordRun(given, run),
    runOf: (gen) => runOf(given, gen),
    runs: () => runs(given),
  };
}

/** Two runs never get one number: the row is replaced only while it holds what was read, and read again otherwise. */
async function takeGeneration(given: Table, floor: number): Promise<number> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const gen = await tryGeneration(given, floor);
    if (gen !== null) return gen;
    await given.pause(attempt);
  }
  throw new Busy(`a run requires a number, and rivals took ${attempts} of them`);
}

async function tryGeneration({ client, table }: Table, floor: number): Promise<number | null> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: leaseKey, ConsistentRead: true }));
  const newest = Item === undefined ? null : Number(Item.gen);
  const gen = Math.max(newest ?? 0, floor) + 1;
  const condition =
    newest === null
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "gen = :newest", ExpressionAttributeValues: { ":newest": newest } };
  try {
    await client.send(new PutCommand({ TableName: table, Item: { ...leaseKey, gen }, ...condition }));
    return gen;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}

async function recordRun({ client, table }: Table, run: RunRecord): Promise<void> {
  await client.send(new PutCommand({ TableName: table, Item: { ...runKey(run.gen), ...run } }));
}

async function runOf({ client, table }: Table, gen: number): Promise<RunRecord | null> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: runKey(gen), ConsistentRead: true }));
  return Item === undefined ? null : runRecord.parse(Item);
}

async function runs({ client, table }: Table): Promise<readonly RunRecord[]> {
  const rows = await queryAll(client, { table, pk: runsKey, begins: "R#", newestFirst: true });
  return rows.map((row) => runRecord.parse(row));
}
