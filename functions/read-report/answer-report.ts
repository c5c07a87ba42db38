import { gzipSync } from "node:zlib";
import { headerOf } from "../../adapters/http-request.ts";
import { namedByContent } from "../../adapters/named-by-content.ts";
import { isKeptAsBase64 } from "../../core/kept-as-base64.ts";
import { notFoundPage } from "../../reports/not-found-page.ts";
import { serviceFiles } from "../../reports/theme/service-files.ts";
import { answerPack } from "./answer-pack.ts";
import { firstGeneration, type ReadDeps, readReport } from "./read-report.ts";

type Request = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
};

export type Answer = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
};

export type AnswerDeps = ReadDeps & {
  /** The subject of the session or token that came with a request; `null` for none, or one that does not hold. */
  readonly subjectOf: (request: {
    readonly cookie: string | undefined;
    readonly authorization: string | undefined;
  }) => Promise<string | null>;
};

const { style, icon } = serviceFiles(namedByContent);

/** No script, nothing from elsewhere, in no other site's frame. */
const always = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Answers `/reports` with the way to the generation that is shown first, and everything below it with a page or with nothing. */
export async function answerReport(request: Request, deps: AnswerDeps): Promise<Answer> {
  const path = request.pathParameters?.proxy;
  const subject = await deps.subjectOf({ cookie: headerOf(request, "cookie"), authorization: headerOf(request, "authorization") });
  if (path === undefined) return toFirstGeneration(subject, deps);
  const pack = await answerPack(path, deps);
  if (pack !== null) return { ...pack, headers: { ...always, ...pack.headers } };
  const reading = await readReport(path, subject, deps);
  if (reading.kind === "nothing") return nothing(path, subject !== null);
  const headers = { ...always, etag: `"${reading.file.sha256}"`, ...cachingOf(reading.isPublic) };
  if (headerOf(request, "if-none-match") === headers.etag) return { statusCode: 304, headers, body: "" };
  const body = await reading.body();
  if (body === null) return nothing(path, subject !== null);
  const found = { statusCode: 200, headers: { ...headers, "content-type": reading.file.contentType }, body };
  if (isKeptAsBase64(reading.file.contentType)) return { ...found, isBase64Encoded: true };
  return packed(found, headerOf(request, "accept-encoding"));
}

async function toFirstGeneration(subject: string | null, deps: AnswerDeps): Promise<Answer> {
  const gen = await firstGeneration(subject, deps);
  if (gen === null) return page(404, notFoundPage(from("."), { signedIn: true, published: false }));
  // Relative, so that it holds below whatever prefix the address has
  return { statusCode: 302, headers: { ...always, location: `reports/${gen}/england/index.html`, "cache-control": "no-cache" }, body: "" };
}

/**
 * What everybody may read never changes under its address. What few may read is asked for again each time, and answered with a 304: a grant
 * that was taken away, or a session that has ended, ends there too.
 */
function cachingOf(isPublic: boolean): Record<string, string> {
  return isPublic
    ? { "cache-control": "public, max-age=31536000, immutable", vary: "accept-encoding" }
    : { "cache-control": "private, no-cache", vary: "cookie, authorization, accept-encoding" };
}

/** The same for a page that is not there and for one that this reader may not see. */
function nothing(path: string, signedIn: boolean): Answer {
  return page(404, notFoundPage(from("../".repeat(path.split("/").length).slice(0, -1)), { signedIn, published: true }));
}

/** Relative, as the way to the first generation is. */
function from(site: string) {
  return { site, style: style.path, icon: icon.path };
}

function page(statusCode: number, body: string): Answer {
  return { statusCode, headers: { ...always, "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }, body };
}

const smallestPacked = 1024;

function packed(answer: Answer, accepted: string | undefined): Answer {
  if (!/\bgzip\b/.test(accepted ?? "") || answer.body.length < smallestPacked) return answer;
  const body = gzipSync(answer.body).toString("base64");
  return { ...answer, headers: { ...answer.headers, "content-encoding": "gzip" }, body, isBase64Encoded: true };
}
