import { jsonAnswer } from "../../adapters/http-answer.ts";
import { statusPage } from "../../reports/status-page.ts";
import { type StatusPorts, tellStatus } from "./tell-status.ts";

/** A minute: long enough for a crowd that wonders, short enough to be true. */
const cached = "public, max-age=60";

const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": cached,
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
};

/** The status as a page for people, or as JSON for programs, by the address that was asked for. */
export async function answerStatus({ path }: { readonly path: string }, ports: StatusPorts) {
  const status = await tellStatus(ports);
  if (path.includes("/v1/")) return jsonAnswer(200, status, { "cache-control": cached });
  return { statusCode: 200, headers: pageHeaders, body: statusPage(status) };
}
