import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { prefixes } from "../names.ts";
import { startDynamo } from "./dynamo-process.ts";
import { startKeyService } from "./kms.ts";
import { localCredentials, region } from "./place.ts";
import { startQueues } from "./queues.ts";
import type { Clients } from "./resources.ts";
import { startStorage } from "./s3/server.ts";

/** Where each service answers, by the name of the setting that the SDK's clients read. */
export type Endpoints = { AWS_ENDPOINT_URL_DYNAMODB: string; AWS_ENDPOINT_URL_S3: string; AWS_ENDPOINT_URL_SQS: string };
export type Credentials = { accessKeyId: string; secretAccessKey: string };
export type Engines = { endpoints: Endpoints; credentials: Credentials; clients: Clients; stop(): Promise<void> };

type Started = { url: string; stop(): Promise<void> };

/** Starts the engines, each unless the environment names another in its place; its keys are then taken from there too. */
export async function startEngines(dataDir: string, environment: NodeJS.ProcessEnv): Promise<Engines> {
  const credentials = credentialsOf(environment);
  const storageCredentials = { [credentials.accessKeyId]: credentials.secretAccessKey };
  const started: Started[] = [];
  const orStart = async (setting: keyof Endpoints, start: () => Promise<Started>) => {
    const given = environment[setting];
    if (given !== undefined && given !== "") return given;
    const engine = await start();
    started.push(engine);
    return engine.url;
  };
  const stop = async () => void (await Promise.all(started.map((engine) => engine.stop())));

  try {
    const [dynamo, s3, sqs] = await allOrNothing([
      orStart("AWS_ENDPOINT_URL_DYNAMODB", () => startDynamo({ file: join(dataDir, "dynamodb", "tables.sqlite") })),
      orStart("AWS_ENDPOINT_URL_S3", async () => {
        const storage = await startStorage({ directory: join(dataDir, "s3"), credentials: storageCredentials, scanned: prefixes.raw });
        return { url: storage.url, stop: storage.close };
      }),
      orStart("AWS_ENDPOINT_URL_SQS", () => startQueues({ directory: join(dataDir, "sqs") })),
    ]);
    const endpoints = { AWS_ENDPOINT_URL_DYNAMODB: dynamo, AWS_ENDPOINT_URL_S3: s3, AWS_ENDPOINT_URL_SQS: sqs };
    const clients = clientsFor(endpoints, credentials);
    return {
      endpoints,
      credentials,
      clients,
      async stop() {
        for (const client of Object.values(clients)) client.destroy();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the key service for the app's keys, unless the environment names another. */
export async function startKeys(dataDir: string, keyIds: readonly string[], environment: NodeJS.ProcessEnv): Promise<Started> {
  const given = environment.AWS_ENDPOINT_URL_KMS;
  if (given !== undefined && given !== "") return { url: given, stop: async () => undefined };
  const service = await startKeyService({ file: join(dataDir, "keys.json"), keyIds });
  return { url: service.url, stop: service.close };
}

function credentialsOf({
  AWS_ENDPOINT_URL_DYNAMODB,
  AWS_ENDPOINT_URL_S3,
  AWS_ENDPOINT_URL_SQS,
  ...environment
}: NodeJS.ProcessEnv): Credentials {
  const isForeign = [AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL_SQS].some((url) => url !== undefined && url !== "");
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  return isForeign && accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : localCredentials;
}

function clientsFor(endpoints: Endpoints, credentials: Credentials): Clients {
  return {
    dynamo: new DynamoDBClient({ endpoint: endpoints.AWS_ENDPOINT_URL_DYNAMODB, region, credentials }),
    s3: new S3Client({ endpoint: endpoints.AWS_ENDPOINT_URL_S3, region, credentials, forcePathStyle: true }),
    sqs: new SQSClient({ endpoint: endpoints.AWS_ENDPOINT_URL_SQS, region, credentials }),
  };
}

/** All of them, or the first failure once the others are settled, so that what they started can be stopped. */
async function allOrNothing<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const settled = await Promise.allSettled(work);
  const failure = settled.find((one) => one.status === "rejected");
  if (failure) throw failure.reason;
  return settled.map((one) => (one.status === "fulfilled" ? one.value : undefined)) as unknown as T;
}
