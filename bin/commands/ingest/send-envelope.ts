import { setTimeout } from "node:timers/promises";
import type * as z from "zod";
import { problemSchema, receiptSchema } from "../../../core/submission/api-schemas.ts";
import type { Envelope } from "./envelopes.ts";

/** A receipt, or the problem that the service answered with. */
export type Answer = { readonly receipt: z.infer<typeof receiptSchema> } | { readonly problem: z.infer<typeof problemSchema> };

/** How to reach the service: its address, and a token that is fresh whenever it is asked for. */
export type Line = { readonly url: string; readonly token: () => Promise<string> };

const triesAtMost = 6;
const firstPauseMs = 200;
const pollMs = 500;

/**
 * Sends one submission and waits until its receipt is complete. What may be mended by another try is tried again: the same again is never taken
 * twice.
 *
 * @throws {Error} when the service cannot be reached or does not speak as Hearten does
 */
export async function sendEnvelope({ submissionId, contentType, body }: Envelope, line: Line): Promise<Answer> {
  const headers = { "content-type": contentType, "idempotency-key": submissionId };
  let answer = await ask(`${line.url}/v1/submissions`, { method: "POST", headers, body }, line);
  while ("receipt" in answer && answer.receipt.status !== "complete") {
    await setTimeout(pollMs);
    answer = await ask(
      `${line.url}/v1/submissions/${encodeURIComponent(answer.receipt.submissionId)}`,
      { method: "GET", headers: {} },
      line,
    );
  }
  return answer;
}

async function ask(url: string, request: { method: string; headers: Record<string, string>; body?: string }, line: Line): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await tried(url, request, line);
    const isPassing = response === undefined || response.status === 429 || response.status >= 500;
    if (!isPassing) return readAnswer(response);
    if (attempt === triesAtMost) throw new Error(`${url} ${response === undefined ? "cannot be reached" : `answered ${response.status}`}`);
    await setTimeout(firstPauseMs * 2 ** attempt * Math.random());
  }
}

async function tried(url: string, request: { method: string; headers: Record<string, string>; body?: string }, { token }: Line) {
  const headers = { ...request.headers, authorization: `Bearer ${await token()}` };
  return fetch(url, { ...request, headers }).catch(() => undefined);
}

async function readAnswer(response: Response): Promise<Answer> {
  const body: unknown = await response.json().catch(() => undefined);
  const receipt = receiptSchema.safeParse(body);
  if (response.ok && receipt.success) return { receipt: receipt.data };
  const problem = problemSchema.safeParse(body);
  if (problem.success) return { problem: problem.data };
  throw new Error(`${new URL(response.url).origin} answered ${response.status} and not as Hearten does`);
}
