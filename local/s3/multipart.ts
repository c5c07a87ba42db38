import { createHash } from "node:crypto";
import { answerEmpty, answerXml, type Exchange, objectHeaders, receiveBody, receiveDocument } from "./exchange.ts";
import { commit } from "./objects.ts";
import { StorageProblem } from "./problem.ts";
import type { Part } from "./upload-ledger.ts";
import { elements, escapeXml, textOf } from "./xml.ts";

/** `POST ?uploads`: opens an upload in parts, and gives up those that were left. */
export function startUpload(exchange: Exchange): void {
  const { buckets, uploads, blobs, request, bucket, key } = exchange;
  request.resume();
  uploads.endAbandoned().forEach(blobs.remove);
  const id = uploads.start(buckets.get(bucket).name, key, objectHeaders(request.headers));
  answerXml(
    exchange,
    `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
  );
}

/** `PUT ?uploadId&partNumber`: keeps one part; sending it again takes the earlier one's place. */
export async function putPart(exchange: Exchange): Promise<void> {
  const { uploads, blobs, query, bucket, key } = exchange;
  const [upload, number] = [query.get("uploadId") ?? "", Number(query.get("partNumber"))];
  if (!Number.isInteger(number) || number < 1 || number > 10_000) throw new StorageProblem("InvalidArgument", 400);
  uploads.get(upload, bucket, key);
  const body = await receiveBody(exchange);
  const etag = body.md5.toString("hex");
  uploads.putPart(upload, { number, size: body.size, etag, blob: body.blob }).forEach(blobs.remove);
  answerEmpty(exchange, 200, { etag: `"${etag}"`, ...body.checksums });
}

/** `GET ?uploadId`: the parts that have come, all at once: an upload has ten thousand at most. */
export function listParts(exchange: Exchange): void {
  const { uploads, query, bucket, key } = exchange;
  const upload = query.get("uploadId") ?? "";
  uploads.get(upload, bucket, key);
  const parts = uploads
    .parts(upload)
    .map(({ number, size, etag }) => `<Part><PartNumber>${number}</PartNumber><Size>${size}</Size><ETag>"${etag}"</ETag></Part>`);
  answerXml(
    exchange,
    `<ListPartsResult><Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${upload}</UploadId><IsTruncated>false</IsTruncated>${parts.join("")}</ListPartsResult>`,
  );
}

/** `POST ?uploadId`: joins the named parts into the object. */
export async function completeUpload(exchange: Exchange): Promise<void> {
  const { uploads, blobs, query, bucket, key } = exchange;
  const upload = query.get("uploadId") ?? "";
  const document = await receiveDocument(exchange);
  const { headers } = uploads.get(upload, bucket, key);
  const parts = namedParts(document, uploads.parts(upload));

  const { blob, size } = await blobs.write(joined(exchange, parts));
  const digest = createHash("md5")
    .update(Buffer.concat(parts.map((part) => Buffer.from(part.etag, "hex"))))
    .digest("hex");
  const etag = `${digest}-${parts.length}`;
  const version = commit(exchange, exchange.buckets.get(bucket), {
    object: { size, etag, blob, headers },
    cause: "ObjectCreated:CompleteMultipartUpload",
  });
  uploads.end(upload).forEach(blobs.remove);
  for (const [name, value] of Object.entries(version)) exchange.response.setHeader(name, value);
  answerXml(
    exchange,
    `<CompleteMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><ETag>"${etag}"</ETag></CompleteMultipartUploadResult>`,
  );
}

/** `DELETE ?uploadId`: gives an upload up. */
export function abortUpload(exchange: Exchange): void {
  exchange.uploads.end(exchange.query.get("uploadId") ?? "").forEach(exchange.blobs.remove);
  answerEmpty(exchange, 204);
}

function namedParts(document: string, stored: readonly Part[]): readonly Part[] {
  const parts = elements(document, "Part").map((part) => {
    const number = Number(textOf(part, "PartNumber"));
    const found = stored.find((candidate) => candidate.number === number);
    if (!found || found.etag !== textOf(part, "ETag")?.replaceAll('"', "")) throw new StorageProblem("InvalidPart", 400);
    return found;
  });
  if (parts.length === 0) throw new StorageProblem("MalformedXML", 400);
  if (parts.some((part, at) => at > 0 && part.number <= (parts[at - 1]?.number ?? 0))) throw new StorageProblem("InvalidPartOrder", 400);
  return parts;
}

async function* joined({ blobs }: Exchange, parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* blobs.read(part.blob);
}
