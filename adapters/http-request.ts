import type { APIGatewayProxyEvent } from "aws-lambda";

/** The bytes that were sent. */
export function bodyOf({ body, isBase64Encoded }: Pick<APIGatewayProxyEvent, "body" | "isBase64Encoded">): Uint8Array {
  return Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
}

/** A header by its lower-case name, as the header normaliser leaves it. */
export function headerOf({ headers }: Pick<APIGatewayProxyEvent, "headers">, name: string): string | undefined {
  return headers[name] ?? undefined;
}
