import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3Acknowledgements } from "../../adapters/s3-acknowledgements.ts";
import { addressSeconds, s3Files } from "../../adapters/s3-files.ts";
import { type StorageServer, startStorage } from "../../local/s3/server.ts";

const run = promisify(execFile);
const isThere = (client: string) => run(client, ["--version"]).then(...([() => true, () => false] as const));
const [hasCurl, hasAws] = await Promise.all([isThere("curl"), isThere("aws")]);
const directory = mkdtempSync(join(tmpdir(), "hearten-"));
const credentials = { accessKeyId: "local", secretAccessKey: "local-secret" };
const Bucket = "raw-files";
let now = Date.now();
let storage: StorageServer;
let client: S3Client;
let store: ReturnType<typeof s3Files>;
let serial = 0;

beforeAll(async () => {
  storage = await startStorage({ directory, credentials: { [credentials.accessKeyId]: credentials.secretAccessKey }, now: () => now });
  client = new S3Client({
    ...{ endpoint: storage.url, region: "eu-west-2", credentials, forcePathStyle: true },
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  store = s3Files(Bucket, client);
});
afterAll(async () => {
  client.destroy();
  await storage.close();
  rmSync(directory, { recursive: true });
});

const md5Of = (body: Uint8Array) => createHash("md5").update(body).digest("base64");

/** An upload of one part, and its address. */
async function opened(body: Uint8Array, md5: string | null = null) {
  const key = { client: "c1", submissionId: `file-${++serial}` };
  const uploadId = await store.startUpload(key, "text/csv");
  const url = await store.addressOf(key, uploadId, { number: 1, size: body.length, md5 });
  return { key, uploadId, url };
}

async function put(url: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<number> {
  return (await fetch(url, { method: "PUT", body: Buffer.from(body), headers })).status;
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

describe("the address of a part", () => {
  const body = Buffer.from("practice,patient\nA81001,N1\n");

  it("takes the part, and the parts make the file", async () => {
    const { key, uploadId, url } = await opened(body);

    expect(await store.partsOf(key, uploadId)).toEqual([]);
    expect(await put(url, body)).toBe(200);
    expect(await store.partsOf(key, uploadId)).toEqual([{ number: 1, size: body.length }]);
    await store.join(key, uploadId);
    const found = await store.find(key);

    expect(found).toMatchObject({ size: body.length, contentType: "text/csv" });
    expect(await bytesOf(store.read(key, found?.version ?? "", 9))).toEqual(body.subarray(9));
    expect(await store.partsOf(key, uploadId)).toBeNull();
  });

  it("takes no other size, and with a digest no other content", async () => {
    const { url } = await opened(body, md5Of(body));

    expect(await put(url, body.subarray(1), { "content-md5": md5Of(body) })).toBe(403);
    expect(await put(url, Buffer.concat([body, body]), { "content-md5": md5Of(body) })).toBe(403);
    expect(await put(url, Buffer.alloc(body.length), { "content-md5": md5Of(body) })).toBe(400);
    expect(await put(url, Buffer.alloc(body.length), { "content-md5": md5Of(Buffer.alloc(body.length)) })).toBe(403);
    expect(await put(url, Buffer.alloc(body.length))).toBe(403);
    expect(await put(url, body, { "content-md5": md5Of(body) })).toBe(200);
  });

  it("takes no other part, file or method", async () => {
    const { url } = await opened(body);

    expect(await put(url.replace("partNumber=1", "partNumber=2"), body)).toBe(403);
    expect(await put(url.replace(/raw\/[0-9a-f]{8}/, "raw/00000000"), body)).toBe(403);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
  });

  it("is of no use when the file is complete, or given up, or the hour is over", async () => {
    const complete = await opened(body);
    await put(complete.url, body);
    await store.join(complete.key, complete.uploadId);
    expect(await put(complete.url, body)).toBe(404);

    const given = await opened(body);
    await store.giveUp(given.key, given.uploadId);
    expect(await put(given.url, body)).toBe(404);

    const late = await opened(body);
    now = Date.now() + (addressSeconds + 1) * 1000;
    expect(await put(late.url, body)).toBe(403);
    now = Date.now();
    expect(await put(late.url, body)).toBe(200);
  });
});

describe("a file in the bucket", () => {
  it("is read as the version that was found, whatever took its place, and is gone when it is removed", async () => {
    const first = Buffer.alloc(9_000_000, "a");
    const { key, uploadId, url } = await opened(first);
    await put(url, first);
    await store.join(key, uploadId);
    const { version = "" } = (await store.find(key)) ?? {};
    const other = await store.startUpload(key, "text/csv");
    await put(await store.addressOf(key, other, { number: 1, size: 1, md5: null }), Buffer.from("b"));
    await store.join(key, other);

    expect((await bytesOf(store.read(key, version, 0))).equals(first)).toBe(true);
    await store.remove(key, version);
    await expect(bytesOf(store.read(key, version, 0))).rejects.toThrow();
    expect(await store.find(key)).toMatchObject({ size: 1 });
  });
});

describe("an acknowledgement", () => {
  it("is put together from its pieces in their order, and fetched without a token for a while", async () => {
    const acknowledgements = s3Acknowledgements(client, Bucket);
    const key = { client: "c1", submissionId: "acknowledged" };
    const pieces = [
      await acknowledgements.keepPiece(key, 0, [[2, "a", "accepted", null, null, null, 3, "minimal", null]]),
      await acknowledgements.keepPiece(key, 1, [[3, null, "rejected", "row-length", "", "=fix", null, null, null]]),
    ];
    await acknowledgements.putTogether(key, pieces);

    const answer = await fetch(await acknowledgements.addressOf(key));

    expect(answer.headers.get("content-disposition")).toContain("acknowledgement.csv");
    expect(Buffer.from(await answer.arrayBuffer()).toString("utf8")).toBe(
      "\uFEFFrow,eventId,outcome,rule,field,fix,score,band,action\r\n2,a,accepted,,,,3,minimal,\r\n3,,rejected,row-length,,'=fix,,,\r\n",
    );
  });
});

describe("clients that nobody here wrote", () => {
  const parts = [Buffer.alloc(5 * 1024 ** 2, "1"), Buffer.from("the rest\n")];
  const [one = "", two = ""] = parts.map((bytes, at) => {
    const path = join(directory, `part-${at + 1}`);
    writeFileSync(path, bytes);
    return path;
  });
  const aws = (...given: readonly string[]) =>
    run("aws", ["--endpoint-url", storage.url, "--region", "eu-west-2", "--output", "json", "s3api", ...given], {
      env: { ...process.env, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
    }).then(({ stdout }): Record<string, unknown> => JSON.parse(stdout));
  const curl = (url: string, path: string) =>
    run("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "PUT", "--upload-file", path, url]).then(({ stdout }) => stdout);

  it("says which of them are here", () => {
    expect([hasCurl, hasAws].every((each) => typeof each === "boolean")).toBe(true);
  });

  it.runIf(hasCurl)("curl sends the parts to their addresses, and is refused one that is short", async () => {
    const key = { client: "c1", submissionId: "by-curl" };
    const uploadId = await store.startUpload(key, "text/csv");
    const addresses = await Promise.all(
      parts.map(({ length }, at) => store.addressOf(key, uploadId, { number: at + 1, size: length, md5: null })),
    );

    expect(await curl(addresses[0] ?? "", two)).toBe("403");
    expect(await curl(addresses[1] ?? "", two)).toBe("200");
    expect(await curl(addresses[0] ?? "", one)).toBe("200");
    await store.join(key, uploadId);

    const { version = "" } = (await store.find(key)) ?? {};
    expect((await bytesOf(store.read(key, version, 0))).equals(Buffer.concat(parts))).toBe(true);
  });

  it.runIf(hasAws)("the AWS CLI sees the parts of the same upload, adds one, and completes it", async () => {
    const key = { client: "c1", submissionId: "by-aws" };
    const uploadId = await store.startUpload(key, "text/csv");
    await put(await store.addressOf(key, uploadId, { number: 1, size: parts[0]?.length ?? 0, md5: null }), parts[0] ?? Buffer.alloc(0));
    const Key = `raw/${createHash("sha256").update("c1#by-aws").digest("hex")}`;
    const upload = ["--bucket", Bucket, "--key", Key, "--upload-id", uploadId];

    await aws("upload-part", ...upload, "--part-number", "2", "--body", two);
    const listed = (await aws("list-parts", ...upload)) as { Parts: { PartNumber: number; Size: number; ETag: string }[] };
    expect(listed.Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 5 * 1024 ** 2],
      [2, 9],
    ]);
    const Parts = listed.Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    await aws("complete-multipart-upload", ...upload, "--multipart-upload", JSON.stringify({ Parts }));

    expect(await store.find(key)).toMatchObject({ size: 5 * 1024 ** 2 + 9, contentType: "text/csv" });
  });
});
