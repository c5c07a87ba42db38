import { pipeline } from "node:stream";
import { holdsThreat } from "../../core/files/malware.ts";
import { scanTag } from "../../names.ts";
import type { Bucket } from "./bucket-ledger.ts";
import { answerEmpty, answerXml, type Exchange, objectHeaders, receiveBody, receiveDocument } from "./exchange.ts";
import type { NewObject, StoredObject } from "./object-ledger.ts";
import { noSuchKey, preconditionFailed, StorageProblem } from "./problem.ts";

/** `PUT /bucket/key`: keeps a body as the object's new version, if the conditions hold. */
export async function putObject(exchange: Exchange): Promise<void> {
  const bucket = exchange.buckets.get(exchange.bucket);
  const body = await receiveBody(exchange);
  const etag = body.md5.toString("hex");
  const headers = { ...objectHeaders(exchange.request.headers), ...body.checksums };
  const version = commit(exchange, bucket, { object: { size: body.size, etag, blob: body.blob, headers }, cause: "ObjectCreated:Put" });
  answerEmpty(exchange, 200, { etag: `"${etag}"`, ...body.checksums, ...version });
}

/** Makes a blob the live version of the object, or removes the blob when a condition does not hold. */
export function commit(
  exchange: Exchange,
  bucket: Bucket,
  { object, cause }: { object: NewObject; cause: string },
): Record<string, string> {
  const { objects, blobs, key, request } = exchange;
  const conditions = { ifMatch: request.headers["if-match"], ifNoneMatch: request.headers["if-none-match"] };
  try {
    const { version, dropped } = objects.put(bucket, key, { ...object, ...conditions });
    dropped.forEach(blobs.remove);
    exchange.tell({ name: cause, bucket: bucket.name, key, size: object.size, etag: object.etag, version });
    return version === undefined ? {} : { "x-amz-version-id": version };
  } catch (error) {
    blobs.remove(object.blob);
    throw error;
  }
}

/** `PUT` with `x-amz-copy-source`. */
export async function copyObject(exchange: Exchange): Promise<void> {
  const { buckets, objects, blobs, request } = exchange;
  const bucket = buckets.get(exchange.bucket);
  const [source = "", version] = String(request.headers["x-amz-copy-source"]).split("?versionId=");
  const [from = "", ...key] = decodeURIComponent(source).replace(/^\//, "").split("/");
  const original = objects.find(from, key.join("/"), version);
  if (original?.blob == null) throw noSuchKey();

  const replaces = request.headers["x-amz-metadata-directive"] === "REPLACE";
  const headers = replaces ? objectHeaders(request.headers) : JSON.parse(original.headers);
  const { blob, size } = await blobs.write(blobs.read(original.blob));
  const object = { size, etag: original.etag, blob, headers, tags: original.tags };
  commit(exchange, bucket, { object, cause: "ObjectCreated:Copy" });
  answerXml(
    exchange,
    `<CopyObjectResult><LastModified>${new Date().toISOString()}</LastModified><ETag>"${original.etag}"</ETag></CopyObjectResult>`,
  );
}

/** `GET` and `HEAD`: the bytes, or the part of them that a range names. */
export function getObject(exchange: Exchange): void {
  const { buckets, objects, blobs, request, response, query, method } = exchange;
  const bucket = buckets.get(exchange.bucket);
  const object = objects.find(bucket.name, exchange.key, query.get("versionId") ?? undefined);
  if (!object) throw noSuchKey();
  requireReadConditions(exchange, object);

  const range = wantedRange(request.headers.range, object.size);
  const length = range ? range.to - range.from + 1 : object.size;
  const headers = { ...answerHeaders(exchange, object), "content-length": String(length) };
  if (range) Object.assign(headers, { "content-range": `bytes ${range.from}-${range.to}/${object.size}` });
  response.writeHead(range ? 206 : 200, headers);
  if (method === "HEAD" || length === 0 || object.blob === null) response.end();
  else pipeline(blobs.read(object.blob, range), response, () => response.destroy());
}

function requireReadConditions({ request, response }: Exchange, object: StoredObject): void {
  const etag = `"${object.etag}"`;
  if (request.headers["if-none-match"] === etag) {
    response.setHeader("etag", etag);
    throw new StorageProblem("NotModified", 304);
  }
  const ifMatch = request.headers["if-match"];
  if (ifMatch !== undefined && ifMatch.replaceAll('"', "") !== object.etag) throw preconditionFailed();
}

function answerHeaders({ request, query }: Exchange, object: StoredObject): Record<string, string> {
  const stored: Record<string, string> = JSON.parse(object.headers);
  const wantsChecksums = request.headers["x-amz-checksum-mode"] === "ENABLED" && request.headers.range === undefined;
  const kept = Object.entries(stored).filter(([name]) => wantsChecksums || !name.startsWith("x-amz-checksum-"));
  const asked = [...query].filter(([name]) => name.startsWith("response-")).map(([name, value]) => [name.slice("response-".length), value]);
  const version = object.version === "null" ? {} : { "x-amz-version-id": object.version };
  const fixed = { etag: `"${object.etag}"`, "last-modified": new Date(object.modified).toUTCString(), "accept-ranges": "bytes" };
  return { ...Object.fromEntries(kept), ...Object.fromEntries(asked), ...fixed, ...version };
}

/** The bytes that a `Range` header names: `bytes=2-5`, `bytes=2-`, `bytes=-3`. Any other form asks for the whole. */
export function wantedRange(header: string | undefined, size: number): { from: number; to: number } | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!parts || (parts[1] === "" && parts[2] === "")) return undefined;
  const isSuffix = parts[1] === "";
  const from = isSuffix ? Math.max(0, size - Number(parts[2])) : Number(parts[1]);
  const to = isSuffix || parts[2] === "" ? size - 1 : Math.min(size - 1, Number(parts[2]));
  if (from > to || from >= size) throw new StorageProblem("InvalidRange", 416);
  return { from, to };
}

/** `DELETE /bucket/key`. */
export function deleteObject(exchange: Exchange): void {
  removeObject(exchange, exchange.key, exchange.query.get("versionId") ?? undefined);
  answerEmpty(exchange, 204);
}

/** Deletes one object or version and tells of it. */
export function removeObject(exchange: Exchange, key: string, version?: string): void {
  const bucket = exchange.buckets.get(exchange.bucket);
  const { dropped, existed } = exchange.objects.delete(bucket, key, version);
  dropped.forEach(exchange.blobs.remove);
  if (existed) exchange.tell({ name: "ObjectRemoved:Delete", bucket: bucket.name, key, size: 0, etag: "", version });
}

/**
 * The tags of an object. Where scans are made, the first who asks has one made, whose answer stands from then on, however often the store is started
 * anew: nobody reads an object that is scanned without asking.
 */
async function tagsOf({ objects, blobs, key, scan }: Exchange, object: StoredObject): Promise<string> {
  if (scan === null || !key.startsWith(scan.prefix) || object.tags !== "" || object.blob === null) return object.tags || tagging("");
  const status = (await holdsThreat(blobs.read(object.blob))) ? scanTag.threat : scanTag.clean;
  const tags = tagging(`<Tag><Key>${scanTag.name}</Key><Value>${status}</Value></Tag>`);
  objects.tag(object, tags);
  return tags;
}

function tagging(tags: string): string {
  return `<Tagging><TagSet>${tags}</TagSet></Tagging>`;
}

/** `?tagging`: reads, sets and clears an object's tags. */
export async function objectTagging(exchange: Exchange): Promise<void> {
  const object = exchange.objects.find(exchange.bucket, exchange.key, exchange.query.get("versionId") ?? undefined);
  if (!object) throw noSuchKey();
  if (exchange.method === "GET") return answerXml(exchange, await tagsOf(exchange, object));
  exchange.objects.tag(object, exchange.method === "PUT" ? await receiveDocument(exchange) : "");
  answerEmpty(exchange, exchange.method === "PUT" ? 200 : 204);
}
