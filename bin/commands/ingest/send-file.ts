import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { setTimeout } from "node:timers/promises";
import type * as z from "zod";
import { type FileAddresses, openedFileSchema } from "../../../core/files/api-schemas.ts";
import { inParallel } from "../../../core/night/in-parallel.ts";
import { problemSchema, receiptSchema } from "../../../core/submission/api-schemas.ts";
import { type Answer, askService, type Line, untilAnswered } from "./ask-service.ts";
import { idOfContent } from "./envelopes.ts";

/** Hears how far a large file is: what is being done, and how much of it. */
export type FileProgress = { step(text: string): void; advance(done: number, total: number): void };

const partsAtOnce = 4;
const pollMs = 1_000;
/** A worker that was lost is made up for by completing the file again. */
const patienceMs = 60_000;
const openingsAtMost = 5;

/** Whether a file can be sent in parts: a whole JSON submission cannot. */
export function canBeSentInParts(file: string): boolean {
  return extname(file).toLowerCase() !== ".json";
}

/**
 * Sends a large file in parts, several at once, and waits until it is stored. Its id comes from its content: the same file again goes on where the
 * last time stopped, whatever stopped it.
 *
 * @throws {Error} when the service cannot be reached or does not speak as Hearten does
 */
export async function sendFile(file: string, line: Line, progress: FileProgress): Promise<Answer> {
  progress.step(`Reading ${file}`);
  const digest = await digestOf(file, (done) => progress.advance(done, statSync(file).size));
  const submissionId = idOfContent(file, digest);
  const contentType = /^\.(ndjson|jsonl)$/i.test(extname(file)) ? "application/x-ndjson" : "text/csv";
  const body = JSON.stringify({ submissionId, size: statSync(file).size, contentType, sha256: digest });
  progress.step(`Sending ${file}`);
  for (let opening = 0; opening < openingsAtMost; opening += 1) {
    const opened = await asked(`${line.url}/v1/uploads`, { body, line, schema: openedFileSchema });
    if ("problem" in opened) return opened;
    await sendParts(file, opened.answer, progress);
    const complete = await asked(`${line.url}${opened.answer.complete}`, { line, schema: receiptSchema });
    if ("answer" in complete) return followed(submissionId, line, progress);
    // An address that ended on the way: those of another opening are fresh.
    if (complete.problem.rule !== "file-parts-missing") return complete;
  }
  throw new Error(`${line.url} did not take every part of ${file}`);
}

/** Fetches the acknowledgement of a file that is stored. */
export async function fetchAcknowledgement(path: string, out: string, line: Line): Promise<void> {
  const url = `${line.url}${path}`;
  const headers = { authorization: `Bearer ${await line.token()}` };
  const answer = await untilAnswered(url, () => fetch(url, { headers }));
  if (!answer.ok || answer.body === null) throw new Error(`${line.url} answered ${answer.status} for the acknowledgement`);
  await pipeline(Readable.fromWeb(answer.body as ReadableStream<Uint8Array>), createWriteStream(out));
}

async function digestOf(file: string, told: (done: number) => void): Promise<string> {
  const hash = createHash("sha256");
  let done = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(piece);
    done += piece.length;
    told(done);
  }
  return hash.digest("hex");
}

type Problem = Extract<Answer, { readonly problem: unknown }>;
type Asking<T> = { readonly line: Line; readonly schema: z.ZodType<T>; readonly body?: string };

async function asked<T>(url: string, { line, schema, body }: Asking<T>): Promise<{ readonly answer: T } | Problem> {
  const headers = { "content-type": "application/json" };
  const {
    origin,
    status,
    body: answered,
  } = await askService(url, { method: "POST", headers, ...(body === undefined ? {} : { body }) }, line);
  const answer = schema.safeParse(answered);
  if (status < 400 && answer.success) return { answer: answer.data };
  const problem = problemSchema.safeParse(answered);
  if (problem.success) return { problem: problem.data };
  throw new Error(`${origin} answered ${status} and not as Hearten does`);
}

/** Parts that the bucket refuses are left out: the next opening names them. */
async function sendParts(file: string, { parts, stored }: FileAddresses, progress: FileProgress): Promise<void> {
  const total = stored.length + parts.length;
  let done = stored.length;
  progress.advance(done, total);
  const handle = await open(file);
  try {
    await inParallel(parts, partsAtOnce, async ({ number, size, url, headers }) => {
      // All parts are alike but the last.
      const from = number === total ? statSync(file).size - size : (number - 1) * size;
      const { buffer } = await handle.read(Buffer.alloc(size), 0, size, from);
      const { "content-length": _, ...sent } = headers;
      await untilAnswered(url, () => fetch(url, { method: "PUT", body: buffer, headers: sent }));
      progress.advance(++done, total);
    });
  } finally {
    await handle.close();
  }
}

async function followed(submissionId: string, line: Line, progress: FileProgress): Promise<Answer> {
  const path = encodeURIComponent(submissionId);
  let [seen, seenAt] = ["", Date.now()];
  for (;;) {
    const { origin, status, body } = await askService(`${line.url}/v1/submissions/${path}`, { method: "GET" }, line);
    const read = receiptSchema.safeParse(body);
    if (!read.success) throw new Error(`${origin} answered ${status} and not as Hearten does`);
    const receipt = read.data;
    if (receipt.status === "complete" || receipt.status === "refused") return { receipt };
    const { progress: far } = receipt;
    const now = `${receipt.status} ${far?.stored}`;
    if (receipt.status !== seen.split(" ")[0]) progress.step(receipt.status === "storing" ? "Storing" : "Cutting");
    if (far !== undefined) progress.advance(far.stored, far.parts);
    if (now !== seen) [seen, seenAt] = [now, Date.now()];
    if (Date.now() - seenAt > patienceMs) {
      await askService(`${line.url}/v1/uploads/${path}/complete`, { method: "POST" }, line);
      seenAt = Date.now();
    }
    await setTimeout(pollMs);
  }
}
