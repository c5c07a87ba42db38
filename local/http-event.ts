import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import * as z from "zod";
import type { Route } from "./http-routes.ts";
import { accountId } from "./place.ts";

type Asked = { route: Route; parameters: Record<string, string>; body: Buffer; binaryTypes: readonly string[] };

/** The event that API Gateway's Lambda proxy integration makes of a request (payload version 1.0). */
export function proxyEvent(request: IncomingMessage, { route, parameters, body, binaryTypes }: Asked): APIGatewayProxyEvent {
  const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
  const pairs = [...new URLSearchParams(query)];
  const headers = headerPairs(request);
  const isBinary = body.length > 0 && matches(binaryTypes, request.headers["content-type"]);
  return {
    resource: route.path,
    path,
    httpMethod: request.method ?? "GET",
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    queryStringParameters: pairs.length === 0 ? null : Object.fromEntries(pairs),
    multiValueQueryStringParameters: pairs.length === 0 ? null : grouped(pairs),
    pathParameters: Object.keys(parameters).length === 0 ? null : parameters,
    stageVariables: null,
    requestContext: requestContext(request, route.path, path),
    body: body.length === 0 ? null : body.toString(isBinary ? "base64" : "utf8"),
    isBase64Encoded: isBinary,
  };
}

function requestContext(request: IncomingMessage, resourcePath: string, path: string): APIGatewayProxyEvent["requestContext"] {
  const now = new Date();
  const identity = { sourceIp: request.socket.remoteAddress ?? "127.0.0.1", userAgent: request.headers["user-agent"] ?? null };
  return {
    ...{ accountId, apiId: "local", stage: "local", resourceId: "local", authorizer: null, protocol: `HTTP/${request.httpVersion}` },
    ...{ httpMethod: request.method ?? "GET", path, resourcePath, requestId: randomUUID() },
    ...{ requestTime: now.toUTCString(), requestTimeEpoch: now.getTime(), domainName: request.headers.host },
    identity: identity as APIGatewayProxyEvent["requestContext"]["identity"],
  };
}

function headerPairs(request: IncomingMessage): readonly (readonly [string, string])[] {
  return request.rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, request.rawHeaders[at + 1] ?? ""] as const] : []));
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const [name, value] of pairs) groups[name] = [...(groups[name] ?? []), value];
  return groups;
}

function matches(binaryTypes: readonly string[], contentType: string | undefined): boolean {
  const given = (contentType ?? "application/json").split(";")[0]?.trim().toLowerCase() ?? "";
  return binaryTypes.some((type) => type === "*/*" || type === given || (type.endsWith("/*") && given.startsWith(type.slice(0, -1))));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const answer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Sends what a function answered; `false` when it is not an answer that API Gateway would take, and nothing was sent. */
export function sendAnswer(response: ServerResponse, given: unknown): boolean {
  const parsed = answer.safeParse(given);
  if (!parsed.success) return false;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const bytes = Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8");
  const isBodiless = statusCode === 204 || statusCode === 304 || statusCode < 200;
  const sent = { "content-type": "application/json", ...lowered(headers ?? {}), ...lowered(multiValueHeaders ?? {}) };
  response.writeHead(statusCode, isBodiless ? sent : { ...sent, "content-length": bytes.length });
  response.end(isBodiless ? undefined : bytes);
  return true;
}

function lowered<Value>(headers: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
