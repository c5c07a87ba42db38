import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { localCredentials, region } from "../../local/place.ts";
import { killed, startedChild } from "./support/child.ts";
import { scratchDirectory } from "./support/scratch.ts";

const Bucket = "kept";
const rounds = 3;
const writers = 4;

const bodyOf = (key: string) => Buffer.alloc(20_000, key);
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function clientOf(endpoint: string): S3Client {
  return new S3Client({ endpoint, region, credentials: localCredentials, forcePathStyle: true, maxAttempts: 1 });
}

/** Puts objects from several writers until the server is gone; gives the keys that were acknowledged. */
async function writeUntilGone(client: S3Client, round: number, acknowledged: string[]): Promise<void> {
  const write = async (writer: number) => {
    for (let n = 0; ; n += 1) {
      const key = `${round}/${writer}/${n}`;
      const isKept = await client.send(new PutObjectCommand({ Bucket, Key: key, Body: bodyOf(key), IfNoneMatch: "*" })).then(
        () => true,
        () => false,
      );
      if (!isKept) return;
      acknowledged.push(key);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
}

it("loses nothing that it acknowledged and shows nothing half written when it is killed again and again while it writes", async () => {
  const directory = scratchDirectory();
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { child, firstLine } = await startedChild(new URL("./support/storage-process.ts", import.meta.url), directory);
    const client = clientOf(firstLine);
    if (round === 0) await client.send(new CreateBucketCommand({ Bucket }));
    const before = acknowledged.length;
    const writing = writeUntilGone(client, round, acknowledged);
    while (acknowledged.length < before + 30) await new Promise((wake) => setTimeout(wake, 5));
    await killed(child);
    await writing;
    client.destroy();
  }

  const { child, firstLine } = await startedChild(new URL("./support/storage-process.ts", import.meta.url), directory);
  const client = clientOf(firstLine);
  const listed = await client.send(new ListObjectsV2Command({ Bucket }));
  const keys = (listed.Contents ?? []).map(({ Key }) => Key ?? "");
  const damaged: string[] = [];
  for (const Key of keys) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    if (digest((await Body?.transformToByteArray()) ?? new Uint8Array()) !== digest(bodyOf(Key))) damaged.push(Key);
  }
  client.destroy();
  await killed(child);

  expect(acknowledged.length).toBeGreaterThanOrEqual(rounds * 30);
  expect(acknowledged.filter((key) => !keys.includes(key))).toEqual([]);
  expect(damaged).toEqual([]);
  expect(readdirSync(join(directory, "blobs"))).toHaveLength(keys.length);
}, 60_000);
