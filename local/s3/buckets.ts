import { answerEmpty, answerXml, type Exchange, receiveDocument } from "./exchange.ts";
import { listObjects, listVersions } from "./listing.ts";
import { removeObject } from "./objects.ts";
import { StorageProblem } from "./problem.ts";
import { elements, escapeXml, textOf } from "./xml.ts";

/** Settings are kept and given back as they came. Versioning alone changes what the store does. */
const settings = [
  ...[
    "notification",
    "versioning",
    "cors",
    "publicAccessBlock",
    "lifecycle",
    "policy",
    "encryption",
    "tagging",
    "ownershipControls",
    "logging",
  ],
];
const emptyDocuments: Record<string, string> = { versioning: "<VersioningConfiguration/>", notification: "<NotificationConfiguration/>" };

/** `GET /`: every bucket. */
export function listBuckets(exchange: Exchange): void {
  const listed = exchange.buckets
    .all()
    .map(({ name, created }) => `<Bucket><Name>${name}</Name><CreationDate>${created}</CreationDate></Bucket>`);
  answerXml(exchange, `<ListAllMyBucketsResult><Buckets>${listed.join("")}</Buckets></ListAllMyBucketsResult>`);
}

/** Everything that is asked of a bucket and not of an object in it. */
export async function bucketRequest(exchange: Exchange): Promise<void> {
  const { method, query, buckets, bucket, request } = exchange;
  const setting = settings.find((name) => query.has(name));
  if (setting !== undefined) return bucketSetting(exchange, setting);
  if (method === "PUT") return createBucket(exchange);
  buckets.get(bucket);
  request.resume();
  if (method === "HEAD") return answerEmpty(exchange, 200);
  if (method === "DELETE") {
    buckets.delete(bucket);
    return answerEmpty(exchange, 204);
  }
  if (method === "POST" && query.has("delete")) return deleteObjects(exchange);
  if (method !== "GET") throw new StorageProblem("MethodNotAllowed", 405);
  if (query.has("location"))
    return answerXml(exchange, '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-2</LocationConstraint>');
  return query.has("versions") ? listVersions(exchange) : listObjects(exchange);
}

async function createBucket(exchange: Exchange): Promise<void> {
  await receiveDocument(exchange);
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(exchange.bucket)) throw new StorageProblem("InvalidBucketName", 400);
  exchange.buckets.create(exchange.bucket);
  answerEmpty(exchange, 200, { location: `/${exchange.bucket}` });
}

async function bucketSetting(exchange: Exchange, setting: string): Promise<void> {
  const { method, buckets, bucket } = exchange;
  const found = buckets.get(bucket);
  if (method === "GET") {
    const document = found.settings[setting] ?? emptyDocuments[setting];
    if (document === undefined) throw new StorageProblem("NoSuchConfiguration", 404);
    return answerXml(exchange, document.replace(/^<\?xml[^>]*\?>/, ""));
  }
  buckets.changeSetting(bucket, setting, method === "PUT" ? await receiveDocument(exchange) : undefined);
  answerEmpty(exchange, method === "PUT" ? 200 : 204);
}

async function deleteObjects(exchange: Exchange): Promise<void> {
  const document = await receiveDocument(exchange);
  const asked = elements(document, "Object").map((object) => ({ key: textOf(object, "Key") ?? "", version: textOf(object, "VersionId") }));
  if (asked.length > 1000) throw new StorageProblem("MalformedXML", 400);
  for (const { key, version } of asked) removeObject(exchange, key, version);
  const deleted = asked.map(({ key }) => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`);
  answerXml(exchange, `<DeleteResult>${textOf(document, "Quiet") === "true" ? "" : deleted.join("")}</DeleteResult>`);
}
