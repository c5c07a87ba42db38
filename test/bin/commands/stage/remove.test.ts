import { execFile } from "node:child_process";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { emptyBucket } from "../../../../bin/commands/stage/empty-bucket.ts";
import { localCredentials, region } from "../../../../local/place.ts";
import { startStorage } from "../../../../local/s3/server.ts";
import { scratchDirectory } from "../../../local/support/scratch.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");

function remove(...args: readonly string[]) {
  const env = { PATH: process.env.PATH, HOME: "/nowhere", AWS_EC2_METADATA_DISABLED: "true" };
  return new Promise<{ code: number; err: string }>((done) => {
    execFile(process.execPath, [join(root, "bin", "remove.ts"), ...args], { env }, (error, _out, err) =>
      done({ code: error === null ? 0 : Number(error.code), err }),
    );
  });
}

describe("removing a stage", () => {
  it("is refused for production, for no stage and without credentials, before anything is asked of AWS", async () => {
    const [production, none, unknown, without] = await Promise.all([remove("production"), remove(), remove("staging"), remove("test")]);

    expect([production.code, none.code, unknown.code, without.code]).toEqual([2, 2, 2, 2]);
    expect(production.err).toBe("the stage production keeps its data: nothing of it is removed by a command\n");
    expect(unknown.err).toContain("stage must be one of test, production");
    expect(without.err).toMatch(/^there are no AWS credentials here/);
  }, 60_000);

  it("leaves no version of anything in a bucket", async () => {
    const storage = await startStorage({ directory: scratchDirectory(), credentials: { local: "local" } });
    const client = new S3Client({ endpoint: storage.url, region, credentials: localCredentials, forcePathStyle: true });
    const Bucket = "versions";
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    for (const Key of ["a", "b", "a"]) await client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: "b" }));

    const removed = await emptyBucket(client, Bucket);
    const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    client.destroy();
    await storage.close();

    expect(removed).toBe(4);
    expect([Versions, DeleteMarkers]).toEqual([undefined, undefined]);
  });
});
