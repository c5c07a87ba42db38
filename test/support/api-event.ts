import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";

/** A request as the front door hands it to a function: every body as bytes in base 64. */
export function apiEvent(given: {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}): APIGatewayProxyEvent {
  const event: Partial<APIGatewayProxyEvent> = {
    httpMethod: given.method ?? "POST",
    path: given.path,
    headers: { ...given.headers },
    multiValueHeaders: {},
    body: given.body === undefined ? null : Buffer.from(given.body).toString("base64"),
    isBase64Encoded: given.body !== undefined,
    pathParameters: { ...given.pathParameters },
    queryStringParameters: { ...given.query },
  };
  return event as APIGatewayProxyEvent;
}

/** What Lambda says of itself. */
export const context = {
  awsRequestId: "request-1",
  functionName: "test",
  getRemainingTimeInMillis: () => 10_000,
} as Context;

/** The body of an answer, read. */
export function bodyOf({ body }: Pick<APIGatewayProxyResult, "body">): Record<string, unknown> {
  return JSON.parse(body);
}
