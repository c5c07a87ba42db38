import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import type { APIGatewayProxyResult } from "aws-lambda";
import type { FunctionName } from "../../lib/functions.ts";
import { startKeyService } from "../../local/kms.ts";
import { startStorage } from "../../local/s3/server.ts";
import { env, prefixes } from "../../names.ts";
import { apiEvent, context } from "./api-event.ts";
import { putOrganisations } from "./org-rows.ts";
import { startSourceTables } from "./source-tables.ts";
import { startTokenIssuer } from "./token-issuer.ts";

type Handler = (event: unknown, given: typeof context) => Promise<unknown>;
type Asked = Parameters<typeof apiEvent>[0] & { readonly resource?: string };

const root = join(import.meta.dirname, "..", "..");

export type HandlerName = FunctionName;

/** Where the functions find their stores and queues, if it is not where they are. */
export type HandlerPlaces = {
  readonly before?: (stores: {
    readonly tables: string;
    readonly objects: string;
  }) => Promise<{ readonly tables: string; readonly objects: string }>;
  readonly queues?: string;
};

/**
 * The handlers themselves, over the embedded engines, with everything that they write to the log held back. One to a test file: their
 * settings are read on the first call of each.
 */
export async function startHandlers({ before: stand, queues = "http://127.0.0.1:9" }: HandlerPlaces = {}) {
  const directory = mkdtempSync(join(tmpdir(), "hearten-"));
  const before = { ...process.env };
  const written: string[] = [];
  const writers = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  for (const { stream } of writers) stream.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  const [tables, keys, issuer, storage] = await Promise.all([
    startSourceTables(),
    startKeyService({ file: join(directory, "keys.json"), keyIds: ["referral", "person"] }),
    startTokenIssuer(),
    startStorage({ directory: join(directory, "s3"), credentials: { local: "local" }, scanned: prefixes.raw }),
  ]);
  await putOrganisations(tables);
  const s3 = new S3Client({
    ...{ endpoint: storage.url, region: "eu-west-2", forcePathStyle: true },
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  for (const Bucket of ["raw", "reports", "lake"]) await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: "raw", VersioningConfiguration: { Status: "Enabled" } }));
  const places = (await stand?.({ tables: tables.url, objects: storage.url })) ?? { tables: tables.url, objects: storage.url };
  Object.assign(process.env, {
    ...{ AWS_REGION: "eu-west-2", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    ...{
      AWS_ENDPOINT_URL_DYNAMODB: places.tables,
      AWS_ENDPOINT_URL_KMS: keys.url,
      AWS_ENDPOINT_URL_S3: places.objects,
      AWS_ENDPOINT_URL_SQS: queues,
    },
    ...{ [env.sourceTable]: tables.source, [env.derivedTable]: tables.derived, [env.rawBucket]: "raw", [env.reportsBucket]: "reports" },
    ...{
      [env.partsQueueUrl]: `${queues}/parts`,
      [env.filesQueueUrl]: `${queues}/files`,
      [env.lakeBucket]: "lake",
      [env.codeVersion]: "code-1",
      [env.malwareScan]: "on",
    },
    ...{ [env.referralKeyId]: "referral", [env.personKeyId]: "person" },
    ...{ [env.tokenIssuer]: issuer.issuer, [env.tokenJwksUrl]: issuer.jwksUrl, [env.signInClientId]: "reports" },
    ...{ [env.signInAuthorizeUrl]: `${issuer.issuer}/authorize`, [env.signInTokenUrl]: `${issuer.issuer}/token` },
    ...{ [env.publicUrl]: "http://localhost:8080" },
  });
  return {
    ...{ tables, keys, issuer, s3, written },
    /** Loads functions before they are called: on a busy machine it takes longer than a test may. */
    async load(names: readonly HandlerName[]): Promise<void> {
      for (const name of names) await handlerOf(name);
    },
    /** Calls a function behind HTTP. */
    async call(name: HandlerName, asked: Asked): Promise<APIGatewayProxyResult> {
      return (await handlerOf(name))({ ...apiEvent(asked), resource: asked.resource ?? "" }, context) as Promise<APIGatewayProxyResult>;
    },
    /** Calls any function with any event. */
    invoke: async (name: HandlerName, event: unknown): Promise<unknown> => (await handlerOf(name))(event, context),
    /** Everything in a bucket, as text. */
    async objects(Bucket: string): Promise<readonly string[]> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      const read = async (Key: string | undefined) =>
        `${Key} ${await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()}`;
      return Promise.all(Contents.map(({ Key }) => read(Key)));
    },
    async stop(): Promise<void> {
      process.env = before;
      for (const { stream, write } of writers) stream.write = write;
      s3.destroy();
      await Promise.all([tables.stop(), keys.close(), issuer.stop(), storage.close()]);
      rmSync(directory, { recursive: true });
    },
  };
}

export type Handlers = Awaited<ReturnType<typeof startHandlers>>;

async function handlerOf(name: HandlerName): Promise<Handler> {
  const { handler } = (await import(/* @vite-ignore */ join(root, "functions", name, "handler.ts"))) as { handler: Handler };
  return handler;
}
