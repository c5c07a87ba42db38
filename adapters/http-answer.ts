import { createHash } from "node:crypto";
import type { APIGatewayProxyResult } from "aws-lambda";
import type { Problem } from "../core/problem.ts";

const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** An answer as JSON. */
export function jsonAnswer(statusCode: number, body: unknown, headers: Readonly<Record<string, string>> = {}): APIGatewayProxyResult {
  return { statusCode, headers: { "content-type": "application/json", ...always, ...headers }, body: JSON.stringify(body) };
}

/** A problem as RFC 9457 has it. */
export function problemAnswer(problem: Problem): APIGatewayProxyResult {
  const challenge: Readonly<Record<number, Record<string, string>>> = {
    401: { "www-authenticate": "Bearer" },
    503: { "retry-after": "2" },
  };
  return jsonAnswer(problem.status, problem, { "content-type": "application/problem+json", ...challenge[problem.status] });
}

/** A table to be saved as a file of that name. */
export function csvAnswer(csv: string, fileName: string): APIGatewayProxyResult {
  const headers = { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="${fileName}"`, ...always };
  return { statusCode: 200, headers, body: csv };
}

/** A page with one style of its own. It may load nothing and run nothing: the style is named by its hash. */
export function pageAnswer(html: string, style: string): APIGatewayProxyResult {
  const hash = createHash("sha256").update(style, "utf8").digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return {
    statusCode: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      ...always,
      "cache-control": "public, max-age=300",
      "content-security-policy": policy,
    },
    body: html,
  };
}

/** Leads to an address that can be fetched for a short time, without the token of this request. */
export function redirection(location: string): APIGatewayProxyResult {
  return { statusCode: 303, headers: { location, ...always, "referrer-policy": "no-referrer" }, body: "" };
}
