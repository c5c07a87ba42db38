import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { canonicalJson } from "../core/canonical-json.ts";
import { Busy } from "../core/night/busy.ts";
import { type Pointer, type PublishedFile, pointer } from "../core/night/manifest.ts";
import type { PlaceFile } from "../core/place-report.ts";
import type { PointerMove, ReportStore, TaggedPointer } from "../core/ports/report-store.ts";

/** The bucket of reports and how its keys are made, as `names.ts` has them. */
export type ReportBucket = {
  readonly client: S3Client;
  readonly bucket: string;
  readonly objects: string;
  readonly released: string;
  readonly runs: string;
  readonly pointerKey: string;
};

/** The report store over S3: every write names what it expects to find. */
export function reportBucket(given: ReportBucket): ReportStore {
  const runKey = (gen: number, name: string) => `${given.runs}${gen}/${name}`;
  return {
    keepObject: (file, freshSince) => keepObject(given, { ...file, under: given.objects }, freshSince),
    holdsObject: (file) => holdsObject(given, file),
    readObject: async (sha256) => (await orDamaged(read(given, given.objects + sha256)))?.text ?? null,
    keepRelease: async (body, freshSince) =>
      (await keepObject(given, { body, contentType: "application/json", under: given.released }, freshSince)).sha256,
    readRelease: async (sha256) => (await readReleased(given, sha256))?.text ?? null,
    writeRunFile: (gen, name, body) => putIf(given, { key: runKey(gen, name), body, contentType: "application/json" }),
    readRunFile: async (gen, name) => (await read(given, runKey(gen, name)))?.text ?? null,
    readPointer: () => readPointer(given),
    movePointer: (to, from) => movePointer(given, to, from),
  };
}

type Put = {
  readonly key: string;
  readonly body: string;
  readonly contentType: string;
  readonly checksum?: string;
  /** The tag of what is replaced; nothing may be there yet, where none is named. */
  readonly replaces?: string;
};

/** Writes what is not there yet, or is as it was; `false` when it is not. The store recomputes the checksum, so nothing damaged on the way is kept. */
async function putIf({ client, bucket }: ReportBucket, { key, body, contentType, checksum, replaces }: Put): Promise<boolean> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        ...(replaces === undefined ? { IfNoneMatch: "*" } : { IfMatch: replaces }),
        ...(checksum === undefined ? {} : { ChecksumSHA256: checksum }),
      }),
    );
    return true;
  } catch (error) {
    if (statusOf(error) === 412 || (statusOf(error) === 404 && replaces !== undefined)) return false;
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

const keepAttempts = 4;

async function keepObject(
  given: ReportBucket,
  { body, contentType, under }: Omit<PlaceFile, "path"> & { readonly under: string },
  freshSince: string | undefined,
): Promise<PublishedFile> {
  const digest = createHash("sha256").update(body, "utf8").digest();
  const sha256 = digest.toString("hex");
  const put: Put = { key: under + sha256, body, contentType, checksum: digest.toString("base64") };
  // Not there, then there, then gone again: a collection is at work on it.
  for (let attempt = 1; attempt <= keepAttempts; attempt++)
    if ((await putIf(given, put)) || (await isFreshOrRenewed(given, put, freshSince)))
      return { sha256, bytes: Buffer.byteLength(body), contentType };
  throw new Busy("keeping an object requires a moment in which nobody removes it");
}

/** Whether what is there was written since, or is now written again in its place. */
async function isFreshOrRenewed(given: ReportBucket, put: Put, freshSince: string | undefined): Promise<boolean> {
  if (freshSince === undefined) return true;
  const head = await headOf(given, put.key);
  if (head === null) return false;
  return instantOf(head.LastModified) >= freshSince || putIf(given, { ...put, replaces: head.ETag ?? "" });
}

async function headOf({ client, bucket }: ReportBucket, key: string): Promise<HeadObjectCommandOutput | null> {
  try {
    return await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: "ENABLED" }));
  } catch (error) {
    if (error instanceof NotFound || statusOf(error) === 404) return null;
    throw error;
  }
}

/** An instant as the store tells it. @throws where it tells none: without it nothing may be called old or new */
export function instantOf(told: Date | undefined): string {
  if (told === undefined) throw new Error("the store requires an instant for everything it holds");
  return told.toISOString();
}

/** The length and the checksum that the store computed when it took the object. */
async function holdsObject(given: ReportBucket, { sha256, bytes }: PublishedFile): Promise<boolean> {
  const head = await headOf(given, given.objects + sha256);
  return head?.ContentLength === bytes && head.ChecksumSHA256 === Buffer.from(sha256, "hex").toString("base64");
}

type Found = { readonly text: string; readonly etag: string; readonly writtenAt: Date | undefined };

async function read({ client, bucket }: ReportBucket, key: string): Promise<Found | null> {
  try {
    const { Body, ETag, LastModified } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { text: (await Body?.transformToString("utf-8")) ?? "", etag: ETag ?? "", writtenAt: LastModified };
  } catch (error) {
    if (error instanceof NoSuchKey || statusOf(error) === 404) return null;
    throw error;
  }
}

/** What is named by its content and is not that any more is as good as gone: whoever asked says what it was needed for. */
async function orDamaged(reading: Promise<Found | null>): Promise<Found | null> {
  try {
    return await reading;
  } catch (error) {
    // the client has no name of its own for it
    if (error instanceof Error && error.message.startsWith("Checksum mismatch")) return null;
    throw error;
  }
}

/** A table kept before released tables had a prefix of their own lies among the runs. */
async function readReleased(given: ReportBucket, sha256: string): Promise<Found | null> {
  return (await orDamaged(read(given, given.released + sha256))) ?? read(given, `${given.runs}releases/${sha256}`);
}

async function readPointer(given: ReportBucket): Promise<TaggedPointer | null> {
  const found = await read(given, given.pointerKey);
  if (found === null) return null;
  return { pointer: pointer.parse(JSON.parse(found.text)), etag: found.etag, movedAt: instantOf(found.writtenAt) };
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
