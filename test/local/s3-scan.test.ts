import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { objectNameOf } from "../../adapters/file-name.ts";
import { s3Files } from "../../adapters/s3-files.ts";
import { scannerTest } from "../../core/files/malware.ts";
import { localCredentials, region } from "../../local/place.ts";
import { type StorageServer, startStorage } from "../../local/s3/server.ts";
import { prefixes } from "../../names.ts";

const directory = mkdtempSync(join(tmpdir(), "hearten-scan-"));
const { accessKeyId, secretAccessKey } = localCredentials;
const megabyte = 1024 ** 2;
let storage: StorageServer;
let client: S3Client;

async function start(scanned?: string): Promise<void> {
  const credentials = { [accessKeyId]: secretAccessKey };
  storage = await startStorage({ directory, credentials, ...(scanned === undefined ? {} : { scanned }) });
  client = new S3Client({ endpoint: storage.url, region, credentials: localCredentials, forcePathStyle: true });
}

beforeAll(async () => {
  await start(prefixes.raw);
  await client.send(new CreateBucketCommand({ Bucket: "raw" }));
});
afterAll(async () => {
  await storage.close();
  rmSync(directory, { recursive: true });
});

const keyOf = (submissionId: string) => ({ client: "c1", submissionId });
const nameOf = (submissionId: string) => `${prefixes.raw}${objectNameOf(keyOf(submissionId))}`;

async function put(submissionId: string, body: string): Promise<string> {
  const { VersionId = "null" } = await client.send(new PutObjectCommand({ Bucket: "raw", Key: nameOf(submissionId), Body: body }));
  return VersionId;
}

it("says of a file what its scan found, and keeps to it when it was started anew", async () => {
  const clean = await put("clean", "practice,score\n");
  const infected = await put("infected", `practice,score\n${scannerTest}`);
  const scans = async () => [
    await s3Files("raw", client).scanOf(keyOf("clean"), clean),
    await s3Files("raw", client).scanOf(keyOf("infected"), infected),
  ];

  expect(await scans()).toEqual(["clean", "threat"]);
  await storage.close();
  await start();
  expect(await scans()).toEqual(["clean", "threat"]);
  expect(await s3Files("raw", client).scanOf(keyOf("later"), await put("later", scannerTest))).toBe("unscanned");
  await storage.close();
  await start(prefixes.raw);
});

it("finds what is divided among the parts of an upload", async () => {
  const place = { Bucket: "raw", Key: nameOf("divided") };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  const parts = [`${"x".repeat(5 * megabyte)}${scannerTest.slice(0, 30)}`, `${scannerTest.slice(30)}\n`];
  const sent = [];
  for (const [at, Body] of parts.entries()) {
    const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber: at + 1, Body }));
    sent.push({ PartNumber: at + 1, ETag });
  }
  const { VersionId = "null" } = await client.send(
    new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: sent } }),
  );

  expect(await s3Files("raw", client).scanOf(keyOf("divided"), VersionId)).toBe("threat");
});

it("leaves alone what the service wrote itself", async () => {
  const Key = `${prefixes.parts}one`;
  await client.send(new PutObjectCommand({ Bucket: "raw", Key, Body: scannerTest }));

  expect((await client.send(new GetObjectTaggingCommand({ Bucket: "raw", Key }))).TagSet ?? []).toEqual([]);
});
