import { accountId, partition, region } from "../place.ts";
import type { Asked } from "./policy.ts";

/** A request of an SDK client, as it goes out. */
export type OutgoingCall = {
  service: "dynamodb" | "s3" | "sqs" | "kms";
  method: string;
  path: string;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
};

/** What a call asks to do, in the words of IAM: one line for each thing that must be allowed. An unknown call asks for what no policy names. */
export function askedBy(call: OutgoingCall): readonly Asked[] {
  if (call.service === "s3") return askedOfStorage(call);
  const operation = String(call.headers["x-amz-target"]).split(".").at(-1) ?? "";
  const body: Body = JSON.parse(call.body);
  if (call.service === "dynamodb") return askedOfTables(operation, body);
  if (call.service === "sqs") return [plainlyAsked(`sqs:${operation.replace(/Batch$/, "")}`, queueArn(body.QueueUrl ?? ""))];
  return [plainlyAsked(`kms:${operation}`, arn("kms", `key/${body.KeyId?.split("/").at(-1)}`))];
}

type Value = { S?: string };

/** The partition that a call of one item or one query is about. */
function partitionOf({ Key, Item, KeyConditionExpression = "", ExpressionAttributeValues = {} }: Body): string | undefined {
  const named = /\bpk = (:\w+)/.exec(KeyConditionExpression)?.[1] ?? "";
  return (Key?.pk ?? Item?.pk ?? ExpressionAttributeValues[named])?.S;
}

type Table = { TableName?: string; IndexName?: string };

/** What the calls name that are known here. What one of them does not name is nowhere, and nobody may do anything there. */
type Body = Table & {
  TransactItems?: readonly Readonly<Record<string, Table>>[];
  RequestItems?: Readonly<Record<string, unknown>>;
  Key?: Readonly<Record<string, Value>>;
  Item?: Readonly<Record<string, Value>>;
  KeyConditionExpression?: string;
  ExpressionAttributeValues?: Readonly<Record<string, Value>>;
  QueueUrl?: string;
  KeyId?: string;
};

/** A transaction asks for each of its actions by itself: `dynamodb:TransactWriteItems` is no action of IAM's. */
const actionsOfTransactions: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  Get: "GetItem",
  ConditionCheck: "ConditionCheckItem",
};

function askedOfTables(operation: string, body: Body): readonly Asked[] {
  if (operation.startsWith("Transact"))
    return (body.TransactItems ?? [{ nothing: {} }]).flatMap((one) =>
      Object.entries(one).map(([kind, of]) => plainlyAsked(`dynamodb:${actionsOfTransactions[kind]}`, tableArn(of))),
    );
  if (operation.startsWith("Batch"))
    return Object.keys(body.RequestItems ?? { nothing: {} }).map((TableName) =>
      plainlyAsked(`dynamodb:${operation}`, tableArn({ TableName })),
    );
  return [
    { ...plainlyAsked(`dynamodb:${operation}`, tableArn(body)), context: { ...surroundings, "dynamodb:LeadingKeys": partitionOf(body) } },
  ];
}

function askedOfStorage({ method, path, headers }: OutgoingCall): readonly Asked[] {
  const url = new URL(path, "http://storage");
  const [bucket = "", ...parts] = url.pathname.split("/").slice(1).map(decodeURIComponent);
  const name = parts.join("/");
  const object = `arn:${partition}:s3:::${bucket}/${name}`;
  const listing = url.searchParams.has("versions") ? "s3:ListBucketVersions" : "s3:ListBucket";
  if (name === "" && method === "GET") return [plainlyAsked(listing, `arn:${partition}:s3:::${bucket}`)];
  if (method === "GET" || method === "HEAD") return [plainlyAsked(readingOf(url.searchParams), object)];
  if (method === "DELETE") return [plainlyAsked(deletionOf(url.searchParams), object)];
  const written = { action: "s3:PutObject", resource: object, context: contextOfWrite(method, url.searchParams, headers) };
  // To compare an object one must be able to read it.
  return headers["if-match"] === undefined ? [written] : [written, plainlyAsked("s3:GetObject", object)];
}

function readingOf(query: URLSearchParams): string {
  if (query.has("uploadId")) return "s3:ListMultipartUploadParts";
  const what = query.has("tagging") ? "Tagging" : "";
  return query.has("versionId") ? `s3:GetObjectVersion${what}` : `s3:GetObject${what}`;
}

function deletionOf(query: URLSearchParams): string {
  if (query.has("uploadId")) return "s3:AbortMultipartUpload";
  return query.has("versionId") ? "s3:DeleteObjectVersion" : "s3:DeleteObject";
}

function contextOfWrite(method: string, query: URLSearchParams, headers: OutgoingCall["headers"]): Asked["context"] {
  const isPart = (method === "PUT" && query.has("uploadId")) || query.has("uploads");
  return {
    ...surroundings,
    "s3:if-match": headers["if-match"],
    "s3:if-none-match": headers["if-none-match"],
    "s3:ObjectCreationOperation": String(!isPart),
  };
}

/** The loopback stands in for TLS, without which AWS would not be spoken to. */
const surroundings = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

/** Whether nothing but the action and the thing decides whether it is allowed. */
export function isPlainlyAsked({ context }: Asked): boolean {
  return context === surroundings;
}

/** One action on one thing, about which no policy asks anything more. */
export function plainlyAsked(name: string, resource: string): Asked {
  return { action: name, resource, context: surroundings };
}

function tableArn({ TableName = "", IndexName }: Table): string {
  return arn("dynamodb", `table/${TableName}${IndexName === undefined ? "" : `/index/${IndexName}`}`);
}

function queueArn(url: string): string {
  return arn("sqs", url.split("/").at(-1) ?? "");
}

function arn(service: string, path: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${path}`;
}
