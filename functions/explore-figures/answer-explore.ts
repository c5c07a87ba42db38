import { gzipSync } from "node:zlib";
import { headerOf } from "../../adapters/http-request.ts";
import { explorePage } from "./explore-page.ts";

type Request = { readonly path: string; readonly headers: Readonly<Record<string, string | undefined>> };

/** The one policy of this service that lets a script run: ours, from here, and it may speak to nobody but us. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const always = { "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cache-control": "public, max-age=300" };

/** Answers `/explore` with the page and `/explore/explore.js` with its script, as they were built together. */
export function answerExplore(request: Request, script: () => string) {
  if (!request.path.endsWith("/explore.js")) {
    const headers = { ...always, "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
    return { statusCode: 200, headers, body: explorePage() };
  }
  const headers = { ...always, "content-type": "text/javascript; charset=utf-8", vary: "accept-encoding" };
  if (!/\bgzip\b/.test(headerOf(request, "accept-encoding") ?? "")) return { statusCode: 200, headers, body: script() };
  const body = gzipSync(script()).toString("base64");
  return { statusCode: 200, headers: { ...headers, "content-encoding": "gzip" }, body, isBase64Encoded: true };
}
