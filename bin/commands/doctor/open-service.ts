import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { region } from "../../../lib/stages.ts";
import { queueUrl } from "../../../local/queues.ts";
import type { OpenStore } from "../night/open-store.ts";
import type { Service } from "./service.ts";

/** A service as the doctor asks it, over the stores that are open. */
export function serviceOf(store: OpenStore, data: string): Service {
  const { ports, dynamo, s3, source, derived, reports, deployed, local } = store;
  const raw = deployed?.names.rawBucket ?? local?.raw;
  return {
    ports,
    isAlone: local !== null,
    now: () => new Date(),
    stacks: deployed?.stacks ?? [],
    tables: () =>
      statesOf([source, derived], async (TableName) => (await dynamo.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus),
    buckets: () => statesOf(raw === undefined ? [reports] : [reports, raw], (Bucket) => bucketState(s3, Bucket)),
    keys: () => (deployed === null ? keptKeys(resolve(data)) : keysOf([deployed.names.referralKey, deployed.names.personKey])),
    parts: () => partsIn(store),
    storeClock: async () =>
      clockOf(local?.endpoints.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL_S3 ?? `https://s3.${region}.amazonaws.com`),
  };
}

async function bucketState(s3: OpenStore["s3"], Bucket: string): Promise<string> {
  await s3.send(new HeadBucketCommand({ Bucket }));
  return "ACTIVE";
}

/** What each is, by name; one that does not answer is told by the name of its error. */
async function statesOf(names: readonly string[], stateOf: (name: string) => Promise<string | undefined>): Promise<Record<string, string>> {
  const states = names.map((name) =>
    stateOf(name).then(
      (state) => [name, state ?? "unknown"] as const,
      (error: Error) => [name, error.name] as const,
    ),
  );
  return Object.fromEntries(await Promise.all(states));
}

async function keysOf(ids: readonly string[]): Promise<Record<string, string>> {
  const client = new KMSClient({ region });
  const states = await statesOf(ids, async (KeyId) => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState);
  client.destroy();
  return states;
}

/** On one machine the keys are a file that its owner alone may read. */
async function keptKeys(dataDir: string): Promise<Record<string, string>> {
  const path = join(dataDir, "keys.json");
  if (!existsSync(path)) return { "keys.json": "missing" };
  const isPrivate = (statSync(path).mode & 0o077) === 0;
  return Object.fromEntries(
    Object.keys(JSON.parse(readFileSync(path, "utf8"))).map((id) => [id, isPrivate ? "Enabled" : "readable by others"]),
  );
}

async function partsIn({ deployed, local }: OpenStore): Promise<{ waiting: number; failed: number }> {
  const client = new SQSClient(
    local === null ? { region } : { region, endpoint: local.endpoints.AWS_ENDPOINT_URL_SQS, credentials: local.credentials },
  );
  try {
    const urls = deployed?.names ?? (await queuesHere(client, local?.endpoints.AWS_ENDPOINT_URL_SQS ?? ""));
    const [waiting, failed] = await Promise.all([lengthOf(client, urls.partsQueue), lengthOf(client, urls.failedParts)]);
    return { waiting, failed };
  } finally {
    client.destroy();
  }
}

/** On one machine a queue is called after its place in the template. */
async function queuesHere(client: SQSClient, endpoint: string): Promise<{ partsQueue: string; failedParts: string }> {
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const named = (what: string) => {
    const found = QueueUrls.find((url) => url.toLowerCase().includes(what));
    if (found === undefined) throw new Error("the queue of parts requires to be there");
    return queueUrl(endpoint, found.split("/").at(-1) ?? "");
  };
  return { partsQueue: named("partsqueue"), failedParts: named("partsfailed") };
}

async function lengthOf(client: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }));
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function clockOf(url: string): Promise<Date | null> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await answer.arrayBuffer();
  const date = answer.headers.get("date");
  return date === null ? null : new Date(date);
}
