import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { startKeyService } from "../../local/kms.ts";
import { startStorage } from "../../local/s3/server.ts";
import { env } from "../../names.ts";
import { apiEvent, context } from "./api-event.ts";
import { putOrganisations } from "./org-rows.ts";
import { startSourceTables } from "./source-tables.ts";
import { startTokenIssuer } from "./token-issuer.ts";

type Handler = (event: APIGatewayProxyEvent, given: typeof context) => Promise<APIGatewayProxyResult>;
type Asked = Parameters<typeof apiEvent>[0] & { readonly resource?: string };

const handlers: Readonly<Record<string, () => Promise<{ readonly handler: unknown }>>> = {
  "take-submission": () => import("../../functions/take-submission/handler.ts"),
  "read-receipt": () => import("../../functions/read-receipt/handler.ts"),
  "exclude-people": () => import("../../functions/exclude-people/handler.ts"),
  "read-practice": () => import("../../functions/read-practice/handler.ts"),
  "acknowledge-risk": () => import("../../functions/acknowledge-risk/handler.ts"),
  "read-report": () => import("../../functions/read-report/handler.ts"),
  "fill-in": () => import("../../functions/fill-in/handler.ts"),
  "sign-in": () => import("../../functions/sign-in/handler.ts"),
  "show-practice": () => import("../../functions/show-practice/handler.ts"),
};

export type HandlerName =
  | "take-submission"
  | "read-receipt"
  | "exclude-people"
  | "read-practice"
  | "acknowledge-risk"
  | "read-report"
  | "fill-in"
  | "sign-in"
  | "show-practice";

/**
 * The handlers themselves, over the embedded engines, with everything that they write to the log held back. One to a test file: their
 * settings are read on the first call of each.
 */
export async function startHandlers() {
  const directory = mkdtempSync(join(tmpdir(), "hearten-"));
  const before = { ...process.env };
  const written: string[] = [];
  const writers = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  for (const { stream } of writers) stream.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  const [tables, keys, issuer, storage] = await Promise.all([
    startSourceTables(),
    startKeyService({ file: join(directory, "keys.json"), keyIds: ["referral", "person"] }),
    startTokenIssuer(),
    startStorage({ directory: join(directory, "s3"), credentials: { local: "local" } }),
  ]);
  await putOrganisations(tables);
  const s3 = new S3Client({
    ...{ endpoint: storage.url, region: "eu-west-2", forcePathStyle: true },
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  for (const Bucket of ["raw", "reports"]) await s3.send(new CreateBucketCommand({ Bucket }));
  Object.assign(process.env, {
    ...{ AWS_REGION: "eu-west-2", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: tables.url, AWS_ENDPOINT_URL_KMS: keys.url, AWS_ENDPOINT_URL_S3: storage.url },
    ...{ [env.sourceTable]: tables.source, [env.derivedTable]: tables.derived, [env.rawBucket]: "raw", [env.reportsBucket]: "reports" },
    ...{ [env.partsQueueUrl]: "http://127.0.0.1:9/parts", [env.referralKeyId]: "referral", [env.personKeyId]: "person" },
    ...{ [env.tokenIssuer]: issuer.issuer, [env.tokenJwksUrl]: issuer.jwksUrl, [env.signInClientId]: "reports" },
    ...{ [env.signInAuthorizeUrl]: `${issuer.issuer}/authorize`, [env.signInTokenUrl]: `${issuer.issuer}/token` },
    ...{ [env.publicUrl]: "http://localhost:8080" },
  });
  return {
    ...{ tables, keys, issuer, s3, written },
    async call(name: HandlerName, asked: Asked): Promise<APIGatewayProxyResult> {
      const { handler } = (await handlers[name]?.()) ?? {};
      return (handler as Handler)({ ...apiEvent(asked), resource: asked.resource ?? "" }, context);
    },
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
