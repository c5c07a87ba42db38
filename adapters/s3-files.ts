import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListPartsCommand,
  NoSuchUpload,
  NotFound,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Scan } from "../core/files/malware.ts";
import type { FileStore } from "../core/ports/files.ts";
import { prefixes, scanTag } from "../names.ts";
import { objectNameOf } from "./file-name.ts";

/** How long an address takes its part. Afterwards the file is opened again, and the parts that are there stay. */
export const addressSeconds = 3_600;

const readAtOnce = 8 * 1024 ** 2;
const pieceBytes = 256 * 1024;

/**
 * Raw files in the bucket. An address is for one part of one upload and for a body of one size: both are signed. The client is one of its own,
 * because what is signed must not name a checksum of a body that is not known yet.
 */
export function s3Files(bucket: string, client = new S3Client({ requestChecksumCalculation: "WHEN_REQUIRED" })): FileStore {
  const place = (key: Parameters<FileStore["find"]>[0]) => ({ Bucket: bucket, Key: `${prefixes.raw}${objectNameOf(key)}` });
  return {
    async startUpload(key, ContentType) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...place(key), ContentType }));
      if (UploadId === undefined) throw new Error("the bucket opened an upload without an id");
      return UploadId;
    },
    addressOf: (key, UploadId, { number, size, md5 }) =>
      getSignedUrl(
        client,
        new UploadPartCommand({
          ...place(key),
          ...{ UploadId, PartNumber: number, ContentLength: size, ...(md5 === null ? {} : { ContentMD5: md5 }) },
        }),
        { expiresIn: addressSeconds, signableHeaders: new Set(["host", "content-length", "content-md5"]) },
      ),
    partsOf: (key, UploadId) =>
      unlessGone(async () => {
        const { Parts = [] } = await client.send(new ListPartsCommand({ ...place(key), UploadId }));
        return Parts.map(({ PartNumber = 0, Size = 0 }) => ({ number: PartNumber, size: Size }));
      }),
    giveUp: async (key, UploadId) =>
      void (await unlessGone(() => client.send(new AbortMultipartUploadCommand({ ...place(key), UploadId })))),
    join: async (key, UploadId) =>
      void (await unlessGone(async () => {
        const { Parts = [] } = await client.send(new ListPartsCommand({ ...place(key), UploadId }));
        const named = Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
        await client.send(new CompleteMultipartUploadCommand({ ...place(key), UploadId, MultipartUpload: { Parts: named } }));
      })),
    async find(key) {
      try {
        const { VersionId, ContentLength, ContentType } = await client.send(new HeadObjectCommand(place(key)));
        return { version: VersionId ?? "", size: ContentLength ?? 0, contentType: ContentType ?? "" };
      } catch (error) {
        if (error instanceof NotFound) return null;
        throw error;
      }
    },
    read: (key, version, from) => bytesOf(client, { ...place(key), VersionId: version }, from),
    async scanOf(key, VersionId) {
      const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ ...place(key), VersionId }));
      return scanFromTag(TagSet.find(({ Key }) => Key === scanTag.name)?.Value);
    },
    remove: async (key, VersionId) => void (await client.send(new DeleteObjectCommand({ ...place(key), VersionId }))),
  };
}

/** Stretch by stretch: nothing is held open while what was read is worked on, and memory holds one stretch. */
async function* bytesOf(
  client: S3Client,
  object: { Bucket: string; Key: string; VersionId: string },
  from: number,
): AsyncGenerator<Uint8Array> {
  for (let at = from, size = Number.POSITIVE_INFINITY; at < size; at += readAtOnce) {
    const { Body, ContentRange } = await client.send(new GetObjectCommand({ ...object, Range: `bytes=${at}-${at + readAtOnce - 1}` }));
    const bytes = await Body?.transformToByteArray();
    size = Number(/\/(\d+)$/.exec(ContentRange ?? "")?.[1]);
    if (bytes === undefined || !Number.isSafeInteger(size)) throw new Error("the bucket answered without bytes");
    for (let piece = 0; piece < bytes.length; piece += pieceBytes) yield bytes.subarray(piece, piece + pieceBytes);
  }
}

/** Without a tag the scan is not over. Whatever else it says than that a file is clean, the file is not. */
function scanFromTag(status: string | undefined): Scan {
  if (status === undefined) return "unscanned";
  if (status === scanTag.clean) return "clean";
  return status === scanTag.threat ? "threat" : "failed";
}

async function unlessGone<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoSuchUpload || (error instanceof S3ServiceException && error.name === "NoSuchUpload")) return null;
    throw error;
  }
}
