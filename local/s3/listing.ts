import { answerXml, type Exchange } from "./exchange.ts";
import { behindAll, type ObjectLedger, type StoredObject } from "./object-ledger.ts";
import { StorageProblem } from "./problem.ts";
import { strictEncode } from "./signature.ts";
import { escapeXml } from "./xml.ts";

type Request = { bucket: string; prefix: string; delimiter: string; after: string; limit: number };
type Page = { objects: readonly StoredObject[]; groups: readonly string[]; next: string | undefined };

const fetched = 1000;

/** `GET /bucket?list-type=2`: keys in order, grouped at a delimiter, a page at a time. */
export function listObjects(exchange: Exchange): void {
  const { query, bucket } = exchange;
  const limit = Math.min(fetched, Number(query.get("max-keys") ?? fetched));
  if (!Number.isInteger(limit) || limit < 0) throw new StorageProblem("InvalidArgument", 400);
  const token = query.get("continuation-token");
  const after = token === null ? (query.get("start-after") ?? query.get("marker") ?? "") : Buffer.from(token, "base64url").toString();
  const prefix = query.get("prefix") ?? "";
  const page = pageOf(exchange.objects, { bucket, prefix, delimiter: query.get("delimiter") ?? "", after, limit });
  const encode = query.get("encoding-type") === "url" ? (text: string) => strictEncode(text).replaceAll("%2F", "/") : escapeXml;

  const parts = [
    ...[`<Name>${bucket}</Name>`, `<Prefix>${encode(prefix)}</Prefix>`, `<MaxKeys>${limit}</MaxKeys>`],
    `<KeyCount>${page.objects.length + page.groups.length}</KeyCount><IsTruncated>${page.next !== undefined}</IsTruncated>`,
    query.get("encoding-type") === "url" ? "<EncodingType>url</EncodingType>" : "",
    page.next === undefined ? "" : `<NextContinuationToken>${Buffer.from(page.next).toString("base64url")}</NextContinuationToken>`,
    ...page.objects.map(
      (object) => `<Contents><Key>${encode(object.key)}</Key>${facts(object)}<StorageClass>STANDARD</StorageClass></Contents>`,
    ),
    ...page.groups.map((group) => `<CommonPrefixes><Prefix>${encode(group)}</Prefix></CommonPrefixes>`),
  ];
  answerXml(exchange, `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</ListBucketResult>`);
}

function pageOf(ledger: ObjectLedger, { bucket, prefix, delimiter, after, limit }: Request): Page {
  const objects: StoredObject[] = [];
  const groups: string[] = [];
  let position = after;
  for (;;) {
    const rows = ledger.list(bucket, prefix, position, fetched);
    if (rows.length === 0) return { objects, groups, next: undefined };
    for (const row of rows) {
      if (groups.length > 0 && row.key.startsWith(groups.at(-1) ?? "")) continue;
      if (objects.length + groups.length >= limit) return { objects, groups, next: limit === 0 ? undefined : position };
      const cut = delimiter === "" ? -1 : row.key.indexOf(delimiter, prefix.length);
      if (cut < 0) objects.push(row);
      else groups.push(row.key.slice(0, cut + delimiter.length));
      position = cut < 0 ? row.key : row.key.slice(0, cut + delimiter.length) + behindAll;
    }
    if (rows.length < fetched) return { objects, groups, next: undefined };
  }
}

/** `GET /bucket?versions`: every version and delete marker. */
export function listVersions(exchange: Exchange): void {
  const versions = exchange.objects.versions(exchange.bucket, exchange.query.get("prefix") ?? "").map((object) => {
    const tag = object.marker === 1 ? "DeleteMarker" : "Version";
    const identity = `<Key>${escapeXml(object.key)}</Key><VersionId>${object.version}</VersionId><IsLatest>${object.latest === 1}</IsLatest>`;
    return `<${tag}>${identity}${facts(object)}</${tag}>`;
  });
  answerXml(exchange, `<ListVersionsResult><Name>${exchange.bucket}</Name>${versions.join("")}</ListVersionsResult>`);
}

function facts(object: StoredObject): string {
  const modified = `<LastModified>${new Date(object.modified).toISOString()}</LastModified>`;
  return object.marker === 1 ? modified : `${modified}<ETag>"${object.etag}"</ETag><Size>${object.size}</Size>`;
}
