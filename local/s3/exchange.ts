import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Blobs } from "./blobs.ts";
import type { BucketLedger } from "./bucket-ledger.ts";
import { checksumHeaders, runningChecksum } from "./checksums.ts";
import { unchunked } from "./chunked.ts";
import type { ObjectLedger } from "./object-ledger.ts";
import { StorageProblem } from "./problem.ts";
import type { UploadLedger } from "./upload-ledger.ts";

/** Something that happened to an object, told inside this process. */
export type StorageEvent = { name: string; bucket: string; key: string; size: number; etag: string; version: string | undefined };

/** One request on its way through the store. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  buckets: BucketLedger;
  objects: ObjectLedger;
  uploads: UploadLedger;
  blobs: Blobs;
  tell(event: StorageEvent): void;
  /** Which objects are scanned for malware, if any are. */
  scan: { readonly prefix: string } | null;
};

/** A body that is on the disk: its MD5, and the checksums that its sender gave and that held. */
export type ReceivedBody = { blob: string; size: number; md5: Buffer; checksums: Record<string, string> };

const largestDocument = 2_000_000;
const keptHeaders = ["content-type", "cache-control", "content-disposition", "content-language", "expires"];

/** Streams the request's body to a blob and checks every length and checksum that came with it. */
export async function receiveBody({ request, blobs }: Exchange): Promise<ReceivedBody> {
  const trailers = new Map<string, string>();
  const declared = declaredChecksums(request.headers);
  const running = declared.map((header) => ({ header, checksum: runningChecksum(header) }));
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  const look = (piece: Uint8Array) => {
    md5.update(piece);
    sha256.update(piece);
    for (const { checksum } of running) checksum?.update(piece);
  };
  const written = await blobs.write(decoded(request, trailers), look);

  try {
    const digest = md5.digest();
    requireLength(request.headers, written.size);
    requireDigests(request.headers, { md5: digest.toString("base64"), sha256: sha256.digest("hex") });
    const checksums: Record<string, string> = {};
    for (const { header, checksum } of running) {
      const given = request.headers[header] ?? trailers.get(header);
      if (given === undefined || given !== checksum?.base64())
        throw new StorageProblem("BadDigest", 400, `The ${header} does not match the body`);
      checksums[header] = String(given);
    }
    return { ...written, md5: digest, checksums };
  } catch (error) {
    blobs.remove(written.blob);
    throw error;
  }
}

/** A small XML body, as text. */
export async function receiveDocument({ request }: Exchange): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of decoded(request, new Map())) {
    size += piece.length;
    if (size > largestDocument) throw new StorageProblem("MaxMessageLengthExceeded", 400);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** The headers that are kept with an object and given back with it. */
export function objectHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = { "content-type": "binary/octet-stream" };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && (keptHeaders.includes(name) || name.startsWith("x-amz-meta-"))) kept[name] = String(value);
  }
  const encodings = String(headers["content-encoding"] ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "aws-chunked");
  if (encodings.length > 0) kept["content-encoding"] = encodings.join(",");
  return kept;
}

/** Answers with an XML document. */
export function answerXml({ response }: Pick<Exchange, "response">, document: string, status = 200): void {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${document}`);
  response.writeHead(status, { "content-type": "application/xml", "content-length": body.length });
  response.end(body);
}

/** Answers with headers alone. */
export function answerEmpty({ response }: Pick<Exchange, "response">, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, status === 204 ? headers : { ...headers, "content-length": 0 });
  response.end();
}

function decoded(request: IncomingMessage, trailers: Map<string, string>): AsyncIterable<Buffer> {
  const isChunked =
    String(request.headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING-") ||
    String(request.headers["content-encoding"] ?? "").includes("aws-chunked");
  return isChunked ? unchunked(request, trailers) : request;
}

function declaredChecksums(headers: IncomingHttpHeaders): readonly string[] {
  const trailer = String(headers["x-amz-trailer"] ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  return checksumHeaders.filter((header) => headers[header] !== undefined || trailer.includes(header));
}

function requireLength(headers: IncomingHttpHeaders, size: number): void {
  const declared = headers["x-amz-decoded-content-length"];
  if (declared !== undefined && Number(declared) !== size) throw new StorageProblem("IncompleteBody", 400);
}

function requireDigests(headers: IncomingHttpHeaders, { md5, sha256 }: { md5: string; sha256: string }): void {
  const [givenMd5, givenSha256] = [headers["content-md5"], String(headers["x-amz-content-sha256"] ?? "")];
  if (givenMd5 !== undefined && givenMd5 !== md5) throw new StorageProblem("BadDigest", 400);
  if (/^[0-9a-f]{64}$/.test(givenSha256) && givenSha256 !== sha256) throw new StorageProblem("XAmzContentSHA256Mismatch", 400);
}
