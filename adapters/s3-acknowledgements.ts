import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { acknowledgementColumns, redactedLines } from "../core/files/acknowledged-row.ts";
import { inParallel } from "../core/night/in-parallel.ts";
import type { AcknowledgementStore } from "../core/ports/files.ts";
import { safeCsv, safeCsvLines } from "../core/safe-csv.ts";
import { prefixes } from "../names.ts";
import { objectNameOf } from "./file-name.ts";
import { sha256 } from "./sha256.ts";

const addressSeconds = 300;
const piecesAtOnce = 16;
/** S3 takes no part of an upload that is smaller, but for the last. */
const smallestPart = 5 * 1024 ** 2;

/** Acknowledgements in the bucket. A piece is named by its content, so that two workers on one part cannot mix theirs. */
export function s3Acknowledgements(client: S3Client, bucket: string): AcknowledgementStore {
  return {
    async keepPiece(key, part, rows) {
      const Body = safeCsvLines(rows);
      const piece = `${prefixes.acknowledgements}pieces/${objectNameOf(key)}/${String(part).padStart(6, "0")}-${sha256(Body).slice(0, 16)}.csv`;
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: piece, Body, ContentType: "text/csv" }));
      return piece;
    },
    async redact(pieces, events) {
      const were = await inParallel(pieces, piecesAtOnce, (piece) => redactPiece(client, { Bucket: bucket, Key: piece }, events));
      return were.every(Boolean);
    },
    putTogether: (key, pieces) => putTogether(client, { Bucket: bucket, Key: wholeKey(key) }, pieces),
    addressOf: (key) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          ...{ Bucket: bucket, Key: wholeKey(key) },
          ...{ ResponseContentDisposition: 'attachment; filename="acknowledgement.csv"', ResponseContentType: "text/csv; charset=utf-8" },
        }),
        { expiresIn: addressSeconds },
      ),
  };
}

/** A line of which the row and what became of it stay. `false` where there is no such piece any more. */
async function redactPiece(client: S3Client, place: Place, events: ReadonlySet<string>): Promise<boolean> {
  const text = await bytesOf(client, place, place.Key).then(
    (bytes) => Buffer.from(bytes).toString("utf8"),
    (error: unknown) => (error instanceof NoSuchKey ? null : Promise.reject(error)),
  );
  if (text === null) return false;
  const after = redactedLines(text, events);
  if (after !== text) await client.send(new PutObjectCommand({ ...place, Body: after, ContentType: "text/csv" }));
  return true;
}

function wholeKey(key: Parameters<AcknowledgementStore["addressOf"]>[0]): string {
  return `${prefixes.acknowledgements}${objectNameOf(key)}.csv`;
}

type Place = { readonly Bucket: string; readonly Key: string };

/** Some pieces at a time become a part of an upload: memory does not grow with the file. */
async function putTogether(client: S3Client, place: Place, pieces: readonly string[]): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...place, ContentType: "text/csv; charset=utf-8" }));
  try {
    const Parts: CompletedPart[] = [];
    let held = Buffer.from(safeCsv(acknowledgementColumns, []));
    const send = async () => {
      const PartNumber = Parts.length + 1;
      const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body: held }));
      Parts.push({ PartNumber, ETag });
      held = Buffer.alloc(0);
    };
    for (let at = 0; at < pieces.length; at += piecesAtOnce) {
      held = Buffer.concat([
        held,
        ...(await inParallel(pieces.slice(at, at + piecesAtOnce), piecesAtOnce, (piece) => bytesOf(client, place, piece))),
      ]);
      if (held.length >= smallestPart) await send();
    }
    if (held.length > 0 || Parts.length === 0) await send();
    await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...place, UploadId }));
    throw error;
  }
}

async function bytesOf(client: S3Client, { Bucket }: Place, Key: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  if (Body === undefined) throw new Error("the bucket answered without a piece");
  return Body.transformToByteArray();
}
