import { createServer } from "node:http";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { buildSync } from "esbuild";
import { expect, it, onTestFinished } from "vitest";
import { startFunctions } from "../../../local/functions.ts";
import { listenOnLoopback } from "../../../local/loopback.ts";
import { localCredentials } from "../../../local/place.ts";
import { startStorage } from "../../../local/s3/server.ts";
import type { Resource } from "../../../local/template.ts";
import { appOf, bundledFunction } from "../support/bundle.ts";
import { scratchDirectory } from "../support/scratch.ts";

/** A handler that puts an object and reads another, with the SDK's own client. */
const source = `
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const client = new S3Client({ forcePathStyle: true, maxAttempts: 1 });
export const handler = async ({ put, get }) => {
  if (put) await client.send(new PutObjectCommand({ Bucket: "raw", Key: put, Body: "text" }));
  if (get) return (await client.send(new GetObjectCommand({ Bucket: "raw", Key: get }))).Body.transformToString();
};`;

const local = { AWS_REGION: "eu-west-2", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };

function bundled(contents: string): string {
  const [file] = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "js" },
    ...({ bundle: true, format: "esm", platform: "node", write: false } as const),
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  }).outputFiles;
  return file?.text ?? "";
}

function resource(type: string, name: string, properties: Record<string, unknown>): Resource {
  const attributes = { Arn: `arn:aws:iam::000000000000:role/${name}` };
  return { type, id: name, stack: "app", directory: "", properties, metadata: {}, name, ref: name, attributes };
}

it("lets a handler do what its synthesized role allows, and fails the call that it does not, before it reaches the engine", async () => {
  const directory = scratchDirectory();
  const storage = await startStorage({ directory: `${directory}/s3`, credentials: { local: "local" } });
  onTestFinished(() => storage.close());
  const role = resource("AWS::IAM::Role", "work-role", {});
  const Statement = [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::raw/parts/*" }];
  const policy = resource("AWS::IAM::ManagedPolicy", "work-policy", { Roles: ["work-role"], PolicyDocument: { Statement } });
  const work = bundledFunction(directory, "work", bundled(source), { Role: role.attributes.Arn, Timeout: 20 });
  const surroundings = { ...local, AWS_ENDPOINT_URL_S3: storage.url };
  const functions = startFunctions({ app: appOf(role, policy, work), surroundings, replaced: {}, logs: `${directory}/logs` });
  onTestFinished(() => functions.stop());
  const seen: string[] = [];
  storage.events.on("change", ({ key }) => seen.push(key));

  const owner = new S3Client({ endpoint: storage.url, region: "eu-west-2", forcePathStyle: true, credentials: localCredentials });
  await owner.send(new CreateBucketCommand({ Bucket: "raw" }));
  owner.destroy();
  await functions.invoke("work", { put: "parts/1" });

  await expect(functions.invoke("work", { put: "objects/1" })).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: "no policy of this function allows s3:PutObject on arn:aws:s3:::raw/objects/1",
  });
  await expect(functions.invoke("work", { get: "parts/1" })).rejects.toMatchObject({ name: "AccessDeniedException" });
  expect(seen).toEqual(["parts/1"]);
});

/** A handler that writes to and scans a table. */
const tableSource = `
import { DynamoDBClient, ScanCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({ maxAttempts: 1 });
const put = (TableName) => ({ Put: { TableName, Item: { pk: { S: "a" } } } });
export const handler = async ({ tables, scan }) => {
  if (tables) await client.send(new TransactWriteItemsCommand({ TransactItems: tables.map(put) }));
  if (scan) await client.send(new ScanCommand({ TableName: scan }));
};`;

it("reads a transaction as each of its writes, so that one table too many fails the whole of it", async () => {
  const directory = scratchDirectory();
  const reached: unknown[] = [];
  const engine = createServer((request, response) => {
    reached.push(request.headers["x-amz-target"]);
    request.resume();
    response.end("{}");
  });
  const port = await listenOnLoopback(engine, 0);
  onTestFinished(() => void engine.close());
  const role = resource("AWS::IAM::Role", "work-role", {});
  const Resource = "arn:aws:dynamodb:eu-west-2:000000000000:table/source";
  const policy = resource("AWS::IAM::ManagedPolicy", "work-policy", {
    Roles: ["work-role"],
    PolicyDocument: { Statement: [{ Effect: "Allow", Action: "dynamodb:PutItem", Resource }] },
  });
  const work = bundledFunction(directory, "work", bundled(tableSource), { Role: role.attributes.Arn, Timeout: 20 });
  const functions = startFunctions({
    app: appOf(role, policy, work),
    surroundings: { ...local, AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` },
    replaced: {},
    logs: `${directory}/logs`,
  });
  onTestFinished(() => functions.stop());

  await functions.invoke("work", { tables: ["source", "source"] });

  await expect(functions.invoke("work", { tables: ["source", "derived"] })).rejects.toThrow("dynamodb:PutItem");
  await expect(functions.invoke("work", { scan: "source" })).rejects.toMatchObject({ name: "AccessDeniedException" });
  expect(reached).toEqual(["DynamoDB_20120810.TransactWriteItems"]);
});
