import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { StorageProblem } from "./problem.ts";

/** Secret keys by access key id. */
export type Credentials = Readonly<Record<string, string>>;

type Signed = { credential: string; signedHeaders: string; signature: string; date: string; payloadHash: string };

const clockSkewMilliseconds = 15 * 60_000;

/**
 * Admits a request that was signed with a known key (AWS Signature Version 4, in headers or as a presigned address) and
 * has neither expired nor been altered.
 *
 * @throws {StorageProblem} 403 otherwise
 */
export function verifySignature(request: IncomingMessage, url: URL, { credentials, now }: { credentials: Credentials; now: number }): void {
  const signed = url.searchParams.has("X-Amz-Signature") ? presigned(url.searchParams, now) : inHeaders(request, now);
  const [accessKey = "", day = "", region = "", service = ""] = signed.credential.split("/");
  const secret = Object.hasOwn(credentials, accessKey) ? credentials[accessKey] : undefined;
  if (secret === undefined) throw new StorageProblem("InvalidAccessKeyId", 403);

  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", signed.date, scope, sha256(canonicalRequest(request, url, signed))].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${secret}`));
  const expected = hmac(key, text);
  const given = Buffer.from(signed.signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new StorageProblem("SignatureDoesNotMatch", 403);
}

function presigned(query: URLSearchParams, now: number): Signed {
  const date = query.get("X-Amz-Date") ?? "";
  const expiresAt = instant(date) + Number(query.get("X-Amz-Expires")) * 1000;
  if (!(now <= expiresAt)) throw new StorageProblem("AccessDenied", 403, "Request has expired");
  return {
    credential: query.get("X-Amz-Credential") ?? "",
    signedHeaders: query.get("X-Amz-SignedHeaders") ?? "",
    signature: query.get("X-Amz-Signature") ?? "",
    date,
    payloadHash: query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
  };
}

function inHeaders(request: IncomingMessage, now: number): Signed {
  const parts = /Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)/.exec(request.headers.authorization ?? "");
  if (!parts) throw new StorageProblem("AccessDenied", 403, "The request is not signed");
  const date = String(request.headers["x-amz-date"]);
  if (!(Math.abs(now - instant(date)) <= clockSkewMilliseconds)) throw new StorageProblem("RequestTimeTooSkewed", 403);
  const [, credential = "", signedHeaders = "", signature = ""] = parts;
  return { credential, signedHeaders, signature, date, payloadHash: String(request.headers["x-amz-content-sha256"]) };
}

function canonicalRequest(request: IncomingMessage, url: URL, signed: Signed): string {
  const headers = signed.signedHeaders.split(";").map((name) => `${name}:${headerText(request, name)}`);
  return [
    request.method,
    canonicalPath(rawPath(request)),
    canonicalQuery(url.searchParams),
    ...headers,
    "",
    signed.signedHeaders,
    signed.payloadHash,
  ].join("\n");
}

function headerText(request: IncomingMessage, name: string): string {
  return String(request.headers[name] ?? "")
    .trim()
    .replace(/ +/g, " ");
}

/** The path as it was sent: a URL object would fold `..` and the like, which are ordinary text in a key. */
export function rawPath(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0] ?? "/";
}

function canonicalPath(path: string): string {
  return path
    .split("/")
    .map((part) => strictEncode(decodeURIComponent(part)))
    .join("/");
}

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [strictEncode(name), strictEncode(value)] as const);
  pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1));
  return pairs.map((pair) => pair.join("=")).join("&");
}

/** Percent-encoding as RFC 3986 has it: everything but letters, digits and `-._~`. */
export function strictEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function instant(compact: string): number {
  return Date.parse(compact.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
