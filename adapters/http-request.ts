import type { APIGatewayProxyEvent } from "aws-lambda";

/** The bytes that were sent. */
export function bodyOf({ body, isBase64Encoded }: Pick<APIGatewayProxyEvent, "body" | "isBase64Encoded">): Uint8Array {
  return Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
}

/** A header by its lower-case name, as the header normaliser leaves it. */
export function headerOf({ headers }: Pick<APIGatewayProxyEvent, "headers">, name: string): string | undefined {
  return headers[name] ?? undefined;
}

/** A part of the path, decoded; as it stands when it cannot be decoded. */
export function pathValueOf({ pathParameters }: Pick<APIGatewayProxyEvent, "pathParameters">, name: string): string {
  const value = pathParameters?.[name] ?? "";
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A value of the query. */
export function queryValueOf(
  { queryStringParameters }: Pick<APIGatewayProxyEvent, "queryStringParameters">,
  name: string,
): string | undefined {
  return queryStringParameters?.[name] ?? undefined;
}
