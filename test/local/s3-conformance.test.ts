import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import * as s3 from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StorageServer, startStorage } from "../../local/s3/server.ts";

const directory = mkdtempSync(join(tmpdir(), "hearten-s3-"));
const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
const Bucket = "conformance";
let server: StorageServer;
let client: s3.S3Client;

beforeAll(async () => {
  server = await startStorage({ directory, credentials: { local: "secret" } });
  client = new s3.S3Client({ endpoint: server.url, region: "eu-west-2", forcePathStyle: true, credentials, maxAttempts: 1 });
  await client.send(new s3.CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(directory, { recursive: true });
});

async function put(Key: string, Body: string | Buffer, more: Partial<s3.PutObjectCommandInput> = {}): Promise<s3.PutObjectCommandOutput> {
  return client.send(new s3.PutObjectCommand({ Bucket, Key, Body, ...more }));
}

async function text(Key: string, more: Partial<s3.GetObjectCommandInput> = {}): Promise<string | undefined> {
  const answer = await client.send(new s3.GetObjectCommand({ Bucket, Key, ...more }));
  return answer.Body?.transformToString();
}

async function statusOf(work: Promise<unknown>): Promise<number | undefined> {
  return work.then(
    () => 200,
    (error: s3.S3ServiceException) => error.$metadata.httpStatusCode,
  );
}

const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");
const blobCount = () => readdirSync(join(directory, "blobs")).length;

describe("objects", () => {
  it("gives back the bytes and the headers that were put", async () => {
    await put("a.txt", "héllo", { ContentType: "text/plain; charset=utf-8", Metadata: { run: "42" }, CacheControl: "max-age=60" });

    const answer = await client.send(new s3.GetObjectCommand({ Bucket, Key: "a.txt" }));

    expect(await answer.Body?.transformToString()).toBe("héllo");
    expect(answer).toMatchObject({ ContentType: "text/plain; charset=utf-8", Metadata: { run: "42" }, CacheControl: "max-age=60" });
  });

  it("takes a streamed body, which arrives in chunks with its checksum behind it", async () => {
    const body = Buffer.alloc(300_000, "abc");
    await client.send(
      new s3.PutObjectCommand({
        ...{ Bucket, Key: "streamed", ContentLength: body.length },
        Body: Readable.from([body.subarray(0, 100_000), body.subarray(100_000)]),
      }),
    );

    const answer = await client.send(new s3.GetObjectCommand({ Bucket, Key: "streamed" }));

    expect(md5((await answer.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(md5(body));
  });

  it("keeps the content encoding of the object and not that of its transport", async () => {
    await client.send(
      new s3.PutObjectCommand({ Bucket, Key: "z", Body: Readable.from([Buffer.from("zip")]), ContentLength: 3, ContentEncoding: "gzip" }),
    );

    expect((await client.send(new s3.HeadObjectCommand({ Bucket, Key: "z" }))).ContentEncoding).toBe("gzip");
  });

  it.each(["CRC32", "CRC32C", "SHA1", "SHA256"] as const)("keeps a %s checksum and gives it back when asked", async (ChecksumAlgorithm) => {
    await put(`sum-${ChecksumAlgorithm}`, "123456789", { ChecksumAlgorithm });

    const head = await client.send(new s3.HeadObjectCommand({ Bucket, Key: `sum-${ChecksumAlgorithm}`, ChecksumMode: "ENABLED" }));

    expect(head[`Checksum${ChecksumAlgorithm}`]).toMatch(/=$/);
  });

  it("computes CRC-32C as RFC 3720 does: 123456789 gives e3069283", async () => {
    const answer = await put("crc", "123456789", { ChecksumAlgorithm: "CRC32C" });

    expect(Buffer.from(answer.ChecksumCRC32C ?? "", "base64").toString("hex")).toBe("e3069283");
  });

  it("verifies its own checksum when the client asks for it", async () => {
    await put("checked", "x");

    expect(await text("checked", { ChecksumMode: "ENABLED" })).toBe("x");
  });

  it("refuses a body whose checksum does not match, and keeps nothing of it", async () => {
    const before = blobCount();

    const status = await statusOf(put("bad", "x", { ChecksumSHA256: createHash("sha256").update("y").digest("base64") }));

    expect(status).toBe(400);
    expect(blobCount()).toBe(before);
    expect(await statusOf(text("bad"))).toBe(404);
  });

  it("reads a range from the front, from the middle to the end, and from the back", async () => {
    await put("range", "0123456789");

    const middle = await client.send(new s3.GetObjectCommand({ Bucket, Key: "range", Range: "bytes=3-5" }));

    expect([await middle.Body?.transformToString(), middle.ContentRange]).toEqual(["345", "bytes 3-5/10"]);
    expect(await text("range", { Range: "bytes=7-" })).toBe("789");
    expect(await text("range", { Range: "bytes=-3" })).toBe("789");
    expect(await statusOf(text("range", { Range: "bytes=10-" }))).toBe(416);
  });

  it("takes any key: spaces, signs, other alphabets, dots, and one that is the beginning of another", async () => {
    const keys = ["a b/ü+%25&=(1).svg", "p", "p/q", "../../outside", "dots/./../up", "🌱/x", "q'\"<&>"];
    for (const key of keys) await put(key, key);

    for (const key of keys) expect(await text(key)).toBe(key);
    const listed = await client.send(new s3.ListObjectsV2Command({ Bucket }));
    expect(listed.Contents?.map((object) => object.Key)).toEqual(expect.arrayContaining(keys));
  });

  it("keeps nothing outside its directory, whatever a key says", async () => {
    await put("../../../escape.txt", "x");

    expect(readdirSync(directory).every((name) => name.startsWith("objects.sqlite") || name === "blobs")).toBe(true);
    expect(readdirSync(join(directory, "blobs")).every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(true);
  });

  it("copies an object, with its own headers or new ones", async () => {
    await put("original", "copied", { ContentType: "text/x", Metadata: { a: "1" } });
    await client.send(new s3.CopyObjectCommand({ Bucket, Key: "same", CopySource: `${Bucket}/original` }));
    const replaced = { MetadataDirective: "REPLACE", Metadata: { z: "1" }, ContentType: "x/y" } as const;
    await client.send(new s3.CopyObjectCommand({ Bucket, Key: "other", CopySource: `${Bucket}/original`, ...replaced }));

    expect(await client.send(new s3.HeadObjectCommand({ Bucket, Key: "same" }))).toMatchObject({
      ContentType: "text/x",
      Metadata: { a: "1" },
    });
    expect(await client.send(new s3.HeadObjectCommand({ Bucket, Key: "other" }))).toMatchObject({
      ContentType: "x/y",
      Metadata: { z: "1" },
    });
    expect(await text("other")).toBe("copied");
  });

  it("deletes one object or many, and the bytes with them", async () => {
    const before = blobCount();
    await put("d1", "1");
    await put("d2", "2");
    await put("d3", "3");

    const answer = await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "d1" }, { Key: "d2" }] } }));
    await client.send(new s3.DeleteObjectCommand({ Bucket, Key: "d3" }));

    expect(answer.Deleted).toHaveLength(2);
    expect(await statusOf(text("d1"))).toBe(404);
    expect(blobCount()).toBe(before);
  });

  it("names a missing key and a missing bucket as the client expects", async () => {
    await expect(text("nope")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(client.send(new s3.ListObjectsV2Command({ Bucket: "elsewhere" }))).rejects.toMatchObject({ name: "NoSuchBucket" });
    expect(await statusOf(client.send(new s3.HeadBucketCommand({ Bucket: "elsewhere" })))).toBe(404);
  });

  it("says that it does not offer what it does not offer", async () => {
    expect(await statusOf(client.send(new s3.GetObjectAclCommand({ Bucket, Key: "a.txt" })))).toBe(501);
  });

  it("keeps the tags of an object beside its bytes", async () => {
    await put("tagged", "bytes");
    await client.send(new s3.PutObjectTaggingCommand({ Bucket, Key: "tagged", Tagging: { TagSet: [{ Key: "k", Value: "v" }] } }));

    expect((await client.send(new s3.GetObjectTaggingCommand({ Bucket, Key: "tagged" }))).TagSet).toEqual([{ Key: "k", Value: "v" }]);
    expect(await text("tagged")).toBe("bytes");
  });
});

describe("conditions", () => {
  it("creates only what is not there: If-None-Match *", async () => {
    await put("once", "1", { IfNoneMatch: "*" });

    expect(await statusOf(put("once", "2", { IfNoneMatch: "*" }))).toBe(412);
    expect(await text("once")).toBe("1");
  });

  it("changes only what was seen: If-Match", async () => {
    const first = await put("pointer", "1");
    const second = await put("pointer", "2", { IfMatch: first.ETag });

    expect(await statusOf(put("pointer", "3", { IfMatch: first.ETag }))).toBe(412);
    expect(await statusOf(put("never-made", "3", { IfMatch: first.ETag }))).toBe(404);
    expect(await text("pointer", { IfMatch: second.ETag })).toBe("2");
  });

  it("lets exactly one of many writers win who saw the same version", async () => {
    const { ETag } = await put("race", "0");

    const statuses = await Promise.all(Array.from({ length: 12 }, (_, writer) => statusOf(put("race", `w${writer}`, { IfMatch: ETag }))));

    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(11);
  });

  it("answers 304 to a reader who has the object already", async () => {
    const { ETag } = await put("seen", "1");

    expect(await statusOf(text("seen", { IfNoneMatch: ETag }))).toBe(304);
  });
});

describe("uploads in parts", () => {
  it("joins 17 MB sent in parts, headers and all", async () => {
    const body = Buffer.alloc(17 * 1024 * 1024, "q");
    const params = { Bucket, Key: "parts.bin", Body: Readable.from([body]), ContentType: "application/x-test", Metadata: { k: "v" } };
    await new Upload({ client, params }).done();

    const answer = await client.send(new s3.GetObjectCommand({ Bucket, Key: "parts.bin" }));

    expect(answer).toMatchObject({ ContentLength: body.length, ContentType: "application/x-test", Metadata: { k: "v" } });
    expect(answer.ETag).toMatch(/-4"$/);
    expect(md5((await answer.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(md5(body));
  });

  it("refuses parts that were never sent, and forgets an upload that was given up", async () => {
    const before = blobCount();
    const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand({ Bucket, Key: "half" }));
    await client.send(new s3.UploadPartCommand({ Bucket, Key: "half", UploadId, PartNumber: 1, Body: "part" }));
    const complete = { Bucket, Key: "half", UploadId, MultipartUpload: { Parts: [{ PartNumber: 2, ETag: '"00"' }] } };

    expect(await statusOf(client.send(new s3.CompleteMultipartUploadCommand(complete)))).toBe(400);
    await client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key: "half", UploadId }));
    expect(await statusOf(client.send(new s3.CompleteMultipartUploadCommand(complete)))).toBe(404);
    expect(blobCount()).toBe(before);
  });
});

describe("listing", () => {
  it("groups at a delimiter and turns pages without losing or repeating a key", async () => {
    const keys = Array.from({ length: 25 }, (_, n) => `reports/2026/${String(n).padStart(2, "0")}/r.json`);
    for (const key of keys) await put(key, "{}");
    await put("reports/2026/00/s.json", "{}");

    const grouped = await client.send(new s3.ListObjectsV2Command({ Bucket, Prefix: "reports/2026/", Delimiter: "/" }));
    const seen: (string | undefined)[] = [];
    const groups: (string | undefined)[] = [];
    for await (const page of s3.paginateListObjectsV2({ client, pageSize: 10 }, { Bucket, Prefix: "reports/" })) {
      seen.push(...(page.Contents ?? []).map((object) => object.Key));
    }
    for await (const page of s3.paginateListObjectsV2({ client, pageSize: 4 }, { Bucket, Prefix: "reports/2026/", Delimiter: "/" })) {
      groups.push(...(page.CommonPrefixes ?? []).map((group) => group.Prefix));
    }

    expect(grouped.CommonPrefixes).toHaveLength(25);
    expect(seen).toEqual([...keys, "reports/2026/00/s.json"].sort());
    expect(groups).toEqual(keys.map((key) => key.slice(0, -"r.json".length)));
  });

  it("starts after a key", async () => {
    await put("after/1", "1");
    await put("after/2", "2");

    const page = await client.send(new s3.ListObjectsV2Command({ Bucket, Prefix: "after/", StartAfter: "after/1" }));

    expect(page.Contents?.map((object) => object.Key)).toEqual(["after/2"]);
  });
});

describe("signatures", () => {
  it("serves a presigned address, with the headers that it names", async () => {
    await put("signed", "héllo");
    const command = new s3.GetObjectCommand({ Bucket, Key: "signed", ResponseContentDisposition: 'attachment; filename="x.txt"' });

    const answer = await fetch(await getSignedUrl(client, command, { expiresIn: 60 }));

    expect([answer.status, await answer.text()]).toEqual([200, "héllo"]);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="x.txt"');
  });

  it("takes an upload to a presigned address", async () => {
    const address = await getSignedUrl(client, new s3.PutObjectCommand({ Bucket, Key: "up", ContentType: "text/csv" }), { expiresIn: 60 });

    const answer = await fetch(address, { method: "PUT", body: "a,b", headers: { "content-type": "text/csv" } });

    expect([answer.status, await text("up")]).toEqual([200, "a,b"]);
  });

  it("refuses an address that was altered, one that has expired, a stranger and a caller without a signature", async () => {
    const command = new s3.GetObjectCommand({ Bucket, Key: "signed" });
    const address = await getSignedUrl(client, command, { expiresIn: 60 });
    const expired = await getSignedUrl(client, command, { expiresIn: 1, signingDate: new Date(Date.now() - 60_000) });
    const stranger = new s3.S3Client({
      endpoint: server.url,
      region: "eu-west-2",
      credentials: { accessKeyId: "x", secretAccessKey: "y" },
    });

    expect((await fetch(address.replace("/signed?", "/pointer?"))).status).toBe(403);
    expect((await fetch(address.replace(/X-Amz-Signature=.{6}/, "X-Amz-Signature=000000"))).status).toBe(403);
    expect((await fetch(expired)).status).toBe(403);
    expect((await fetch(`${server.url}/${Bucket}/signed`)).status).toBe(403);
    expect(await statusOf(stranger.send(command))).toBe(403);
  });
});

describe("buckets", () => {
  it("keeps the settings that it is given and gives them back", async () => {
    const cors = { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] };
    const lifecycle = { Rules: [{ ID: "x", Status: "Enabled" as const, Filter: { Prefix: "tmp/" }, Expiration: { Days: 1 } }] };
    const block = { BlockPublicAcls: true };
    const queue = { QueueConfigurations: [{ QueueArn: "arn:aws:sqs:eu-west-2:000000000000:q", Events: ["s3:ObjectCreated:*" as const] }] };
    await client.send(new s3.PutBucketCorsCommand({ Bucket, CORSConfiguration: cors }));
    await client.send(new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: lifecycle }));
    await client.send(new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }));
    await client.send(new s3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: queue }));

    expect((await client.send(new s3.GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(cors.CORSRules);
    expect((await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toMatchObject(lifecycle.Rules);
    expect((await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual(block);
    expect((await client.send(new s3.GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe("eu-west-2");
  });

  it("keeps every version of an object where versioning is on, behind a marker once deleted", async () => {
    await client.send(new s3.CreateBucketCommand({ Bucket: "versioned" }));
    await client.send(new s3.PutBucketVersioningCommand({ Bucket: "versioned", VersioningConfiguration: { Status: "Enabled" } }));
    const first = await put("v", "1", { Bucket: "versioned" });
    await put("v", "2", { Bucket: "versioned" });
    await client.send(new s3.DeleteObjectCommand({ Bucket: "versioned", Key: "v" }));

    const listed = await client.send(new s3.ListObjectVersionsCommand({ Bucket: "versioned" }));

    expect([listed.Versions?.length, listed.DeleteMarkers?.length]).toEqual([2, 1]);
    expect(await statusOf(text("v", { Bucket: "versioned" }))).toBe(404);
    expect(await text("v", { Bucket: "versioned", VersionId: first.VersionId })).toBe("1");
  });

  it("makes the version before live again when the newest is deleted by name", async () => {
    await put("w", "1", { Bucket: "versioned" });
    const second = await put("w", "2", { Bucket: "versioned" });

    await client.send(new s3.DeleteObjectCommand({ Bucket: "versioned", Key: "w", VersionId: second.VersionId }));

    expect(await text("w", { Bucket: "versioned" })).toBe("1");
  });

  it("are listed by name", async () => {
    const { Buckets } = await client.send(new s3.ListBucketsCommand({}));

    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
  });

  it("is not made twice, and not deleted while it holds anything", async () => {
    await expect(client.send(new s3.CreateBucketCommand({ Bucket }))).rejects.toMatchObject({ name: "BucketAlreadyOwnedByYou" });
    expect(await statusOf(client.send(new s3.DeleteBucketCommand({ Bucket })))).toBe(409);
  });

  it("tells this process what happened to an object", async () => {
    const told: string[] = [];
    const listen = (event: { name: string; key: string }) => void told.push(`${event.name} ${event.key}`);
    server.events.on("change", listen);
    await put("told", "1");
    await client.send(new s3.DeleteObjectCommand({ Bucket, Key: "told" }));
    server.events.off("change", listen);

    expect(told).toEqual(["ObjectCreated:Put told", "ObjectRemoved:Delete told"]);
  });
});
