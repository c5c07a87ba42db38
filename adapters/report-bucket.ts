import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { canonicalJson } from "../core/canonical-json.ts";
import { type Pointer, type PublishedFile, pointer } from "../core/night/manifest.ts";
import type { PlaceFile } from "../core/place-report.ts";
import type { PointerMove, ReportStore, TaggedPointer } from "../core/ports/report-store.ts";

/** The bucket of reports and how its keys are made, as `names.ts` has them. */
export type ReportBucket = {
  readonly client: S3Client;
  readonly bucket: string;
  readonly objects: string;
  readonly runs: string;
  readonly pointerKey: string;
};

/** The report store over S3: every write names what it expects to find. */
export function reportBucket(given: ReportBucket): ReportStore {
  const runKey = (gen: number, name: string) => `${given.runs}${gen}/${name}`;
  return {
    keepObject: (file) => keepObject(given, file),
    holdsObject: (file) => holdsObject(given, file),
    readObject: async (sha256) => (await read(given, given.objects + sha256))?.text ?? null,
    writeRunFile: (gen, name, body) => putOnce(given, { key: runKey(gen, name), body, contentType: "application/json" }),
    readRunFile: async (gen, name) => (await read(given, runKey(gen, name)))?.text ?? null,
    readPointer: () => readPointer(given),
    movePointer: (to, from) => movePointer(given, to, from),
  };
}

type Put = { readonly key: string; readonly body: string; readonly contentType: string; readonly checksum?: string };

/** Writes what is not there yet; `false` when it is. The store recomputes the checksum, so nothing damaged on the way is kept. */
async function putOnce({ client, bucket }: ReportBucket, { key, body, contentType, checksum }: Put): Promise<boolean> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        IfNoneMatch: "*",
        ...(checksum === undefined ? {} : { ChecksumSHA256: checksum }),
      }),
    );
    return true;
  } catch (error) {
    if (statusOf(error) === 412) return false;
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

async function keepObject(given: ReportBucket, { body, contentType }: Omit<PlaceFile, "path">): Promise<PublishedFile> {
  const digest = createHash("sha256").update(body, "utf8").digest();
  const sha256 = digest.toString("hex");
  await putOnce(given, { key: given.objects + sha256, body, contentType, checksum: digest.toString("base64") });
  return { sha256, bytes: Buffer.byteLength(body), contentType };
}

/** The length and the checksum that the store computed when it took the object. */
async function holdsObject({ client, bucket, objects }: ReportBucket, { sha256, bytes }: PublishedFile): Promise<boolean> {
  try {
    const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: objects + sha256, ChecksumMode: "ENABLED" }));
    return head.ContentLength === bytes && head.ChecksumSHA256 === Buffer.from(sha256, "hex").toString("base64");
  } catch (error) {
    if (error instanceof NotFound || statusOf(error) === 404) return false;
    throw error;
  }
}

async function read({ client, bucket }: ReportBucket, key: string): Promise<{ readonly text: string; readonly etag: string } | null> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { text: (await Body?.transformToString("utf-8")) ?? "", etag: ETag ?? "" };
  } catch (error) {
    if (error instanceof NoSuchKey || statusOf(error) === 404) return null;
    throw error;
  }
}

async function readPointer(given: ReportBucket): Promise<TaggedPointer | null> {
  const found = await read(given, given.pointerKey);
  return found === null ? null : { pointer: pointer.parse(JSON.parse(found.text)), etag: found.etag };
}

async function movePointer({ client, bucket, pointerKey }: ReportBucket, to: Pointer, from: string | null): Promise<PointerMove> {
  const condition = from === null ? { IfNoneMatch: "*" } : { IfMatch: from };
  const body = canonicalJson(to);
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: pointerKey,
        Body: body,
        ContentType: "application/json",
        CacheControl: "no-cache",
        ...condition,
      }),
    );
    return "moved";
  } catch (error) {
    const status = statusOf(error);
    if (status === 412 || (status === 404 && from !== null)) return "lost";
    if (status === 409) return "busy";
    throw error;
  }
}
