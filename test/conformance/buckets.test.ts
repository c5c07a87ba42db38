import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTarget, type Target } from "./target.ts";

let target: Target;

beforeAll(async () => {
  target = await startTarget();
}, 180_000);

afterAll(() => target.stop());

async function put(Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) {
  return target.s3.send(new PutObjectCommand({ Bucket: target.bucket, Key, Body, ...more }));
}

async function text(Key: string, VersionId?: string): Promise<string | undefined> {
  const { Body } = await target.s3.send(new GetObjectCommand({ Bucket: target.bucket, Key, VersionId }));
  return Body?.transformToString();
}

async function statusOf(work: Promise<unknown>): Promise<number | undefined> {
  return work.then(
    () => 200,
    (error: unknown) => (error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined),
  );
}

describe("a write of what must not be there yet", () => {
  it("is refused with 412 when it is, and leaves what is there", async () => {
    await put("runs/1/plan.json", "first", { IfNoneMatch: "*" });

    expect(await statusOf(put("runs/1/plan.json", "second", { IfNoneMatch: "*" }))).toBe(412);
    expect(await text("runs/1/plan.json")).toBe("first");
  });

  it("is won by exactly one of many at once; the others are told 412 or 409", async () => {
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, at) => statusOf(put("raced", `${at}`, { IfNoneMatch: "*" }))));

    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 200 && status !== 412 && status !== 409)).toEqual([]);
  });
});

describe("a write of what was seen", () => {
  it("is taken while it is still so, refused with 412 once it is not, and with 404 where nothing is", async () => {
    const { ETag: first } = await put("current.json", "1");
    const { ETag: second } = await put("current.json", "2", { IfMatch: first });

    expect(await statusOf(put("current.json", "3", { IfMatch: first }))).toBe(412);
    expect(await text("current.json")).toBe("2");
    expect(await statusOf(put("current.json", "3", { IfMatch: second }))).toBe(200);
    expect(await statusOf(put("nothing.json", "1", { IfMatch: first }))).toBe(404);
  });

  it("is won by exactly one of many who saw the same; the others are told 412 or 409", async () => {
    const { ETag } = await put("pointer", "seen");

    const statuses = await Promise.all(Array.from({ length: 20 }, (_, at) => statusOf(put("pointer", `${at}`, { IfMatch: ETag }))));

    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 200 && status !== 412 && status !== 409)).toEqual([]);
  });
});

describe("an object", () => {
  it("is read as it was written from the moment that the write is acknowledged", async () => {
    for (let at = 0; at < 20; at += 1) {
      await put("fresh", `${at}`);
      expect(await text("fresh")).toBe(`${at}`);
    }
  });

  it("is refused when its checksum is not its body's, and tells its checksum and length afterwards", async () => {
    const checksum = (body: string) => createHash("sha256").update(body).digest("base64");

    expect(await statusOf(put("objects/wrong", "body", { ChecksumSHA256: checksum("other") }))).toBe(400);
    expect(await statusOf(text("objects/wrong"))).toBe(404);

    await put("objects/right", "body", { ChecksumSHA256: checksum("body") });
    const head = await target.s3.send(new HeadObjectCommand({ Bucket: target.bucket, Key: "objects/right", ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({ ChecksumSHA256: checksum("body"), ContentLength: 4 });
  });

  it("keeps the versions before it", async () => {
    const { VersionId } = await put("kept", "old");
    await put("kept", "new");

    expect([await text("kept"), await text("kept", VersionId)]).toEqual(["new", "old"]);
  });
});

describe("a list", () => {
  it("turns pages without losing or repeating a key", async () => {
    const keys = Array.from({ length: 7 }, (_, at) => `list/${at}`);
    for (const each of keys) await put(each, "x");
    const found: (string | undefined)[] = [];

    for (let from: string | undefined, isFirst = true; isFirst || from !== undefined; isFirst = false) {
      const page = await target.s3.send(
        new ListObjectsV2Command({ Bucket: target.bucket, Prefix: "list/", MaxKeys: 3, ContinuationToken: from }),
      );
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      from = page.NextContinuationToken;
    }

    expect(found).toEqual(keys);
  });
});
