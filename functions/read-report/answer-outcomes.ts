import { gzipSync } from "node:zlib";
import { problemAnswer } from "../../adapters/http-answer.ts";
import { headerOf } from "../../adapters/http-request.ts";
import { canRead } from "../../core/access.ts";
import type { GenerationIndex } from "../../core/night/generation-index.ts";
import { problemOf } from "../../core/problem.ts";
import { submissionRefusal } from "../../core/submission/submission-rules.ts";
import { placeFolder } from "../../reports/html/page-shell.ts";
import { feedFiles } from "../../reports/outcomes-feed.ts";
import type { Answer, AnswerDeps } from "./answer-report.ts";
import { firstGeneration, parentIn, readReport } from "./read-report.ts";

type Request = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
};

type Form = keyof typeof feedFiles;

/** Whoever reads these is a program: it may keep what everybody may read for five minutes, and asks again each time for the rest. */
const caching = { open: "public, max-age=300", closed: "private, no-cache" };

/** Answers `/v1/outcomes` with the places that the reader may see, and `/v1/outcomes/{place}` with the numbers of one: those of its pages and no others. */
export async function answerOutcomes(request: Request, deps: AnswerDeps): Promise<Answer> {
  const subject = await deps.subjectOf({ cookie: headerOf(request, "cookie"), authorization: headerOf(request, "authorization") });
  const first = await firstGeneration(subject, deps);
  const index = first === null ? null : (await deps.reports.generation(first))?.index;
  if (index === null || index === undefined) return notFound();
  const name = request.pathParameters?.place;
  if (name === undefined) return listOf(index, { request, subject }, deps);
  const { code, form } = askedFeed(name, request);
  const place = Object.hasOwn(index.places, code) ? index.places[code] : undefined;
  const path = `${index.gen}/${place === undefined ? "nowhere" : placeFolder({ level: place.level, code })}/${feedFiles[form]}`;
  const reading = await readReport(path, subject, deps);
  if (reading.kind === "nothing") return notFound();
  const etag = `"${reading.file.sha256}"`;
  const headers = { ...headersOf(reading.isPublic), etag, "content-type": reading.file.contentType, link: describedBy(code) };
  if (headerOf(request, "if-none-match") === etag) return { statusCode: 304, headers, body: "" };
  const body = await reading.body();
  return body === null ? notFound() : packed({ statusCode: 200, headers, body }, request);
}

/** `E54000050.csv` or `?format=csv` or `Accept: text/csv` asks for the table, and JSON is for everybody else. */
function askedFeed(name: string, request: Request): { readonly code: string; readonly form: Form } {
  if (name.endsWith(".csv-metadata.json")) return { code: name.slice(0, -".csv-metadata.json".length), form: "metadata" };
  if (name.endsWith(".csv")) return { code: name.slice(0, -".csv".length), form: "csv" };
  const format = request.queryStringParameters?.format ?? (headerOf(request, "accept")?.includes("text/csv") ? "csv" : "json");
  return { code: name, form: format === "csv" ? "csv" : "json" };
}

async function listOf(
  { gen, places }: GenerationIndex,
  { request, subject }: { request: Request; subject: string | null },
  deps: AnswerDeps,
): Promise<Answer> {
  const grants = subject === null ? [] : await deps.grants.grantsOf(subject);
  const read = (code: string) => canRead({ grants, on: deps.today() }, code, parentIn({ places }));
  const readable = Object.entries(places).filter(([code]) => read(code));
  const listed = readable.map(([code, { level, name }]) => ({ level, code, name, href: `outcomes/${code}` }));
  return packed(
    {
      statusCode: 200,
      headers: { ...headersOf(false), "content-type": "application/json" },
      body: JSON.stringify({ generation: gen, places: listed }),
    },
    request,
  );
}

function headersOf(isOpen: boolean): Record<string, string> {
  return {
    "cache-control": isOpen ? caching.open : caching.closed,
    vary: "accept, cookie, authorization, accept-encoding",
    "x-content-type-options": "nosniff",
  };
}

function describedBy(code: string): string {
  return `<${code}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"`;
}

/** The same for a place that is not there and for one that this reader may not see. */
function notFound(): Answer {
  return withHeaders(problemAnswer(problemOf(submissionRefusal("no-such-place", "place", "use a place that GET /v1/outcomes lists"), 404)));
}

function withHeaders({ statusCode, headers = {}, body }: ReturnType<typeof problemAnswer>): Answer {
  return { statusCode, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])), body };
}

const smallestPacked = 1024;

function packed(answer: Answer, request: Request): Answer {
  if (!/\bgzip\b/.test(headerOf(request, "accept-encoding") ?? "") || answer.body.length < smallestPacked) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, "content-encoding": "gzip" },
    body: gzipSync(answer.body).toString("base64"),
    isBase64Encoded: true,
  };
}
