import { setTimeout } from "node:timers/promises";
import type * as z from "zod";
import { problemSchema, receiptSchema } from "../../../core/submission/api-schemas.ts";

/** A receipt, or the problem that the service answered with. */
export type Answer = { readonly receipt: z.infer<typeof receiptSchema> } | { readonly problem: z.infer<typeof problemSchema> };

/** How to reach the service: its address, and a token that is fresh whenever it is asked for. */
export type Line = { readonly url: string; readonly token: () => Promise<string> };

const triesAtMost = 6;
const firstPauseMs = 200;

/** What is asked of the service, but for its token. */
export type Request = { readonly method: "GET" | "POST"; readonly headers?: Record<string, string>; readonly body?: string };

/** Asks for a receipt. @throws {Error} when the service cannot be reached or does not speak as Hearten does */
export async function ask(url: string, request: Request, line: Line): Promise<Answer> {
  const { origin, status, body } = await askService(url, request, line);
  const receipt = receiptSchema.safeParse(body);
  if (status < 400 && receipt.success) return { receipt: receipt.data };
  const problem = problemSchema.safeParse(body);
  if (problem.success) return { problem: problem.data };
  throw new Error(`${origin} answered ${status} and not as Hearten does`);
}

/** What the service answered, once it did, and where it says that the rest is. */
export type ServiceAnswer = {
  readonly origin: string;
  readonly status: number;
  readonly location: string | undefined;
  readonly body: unknown;
};

/**
 * Asks the service something, with a token.
 *
 * @throws {Error} when it cannot be reached, or keeps failing
 */
export async function askService(url: string, request: Request, line: Line): Promise<ServiceAnswer> {
  const response = await untilAnswered(url, async () => {
    const headers = { ...request.headers, authorization: `Bearer ${await line.token()}` };
    return fetch(url, { ...request, headers });
  });
  return {
    origin: new URL(url).origin,
    status: response.status,
    location: response.headers.get("location") ?? undefined,
    body: await response.json().catch(() => undefined),
  };
}

/**
 * Does a request again, after longer and longer pauses, while its answer is one that passes.
 *
 * @throws {Error} when it does not pass
 */
export async function untilAnswered(url: string, send: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await send().catch(() => undefined);
    if (response !== undefined && response.status !== 429 && response.status < 500) return response;
    const { origin, pathname } = new URL(url);
    if (attempt === triesAtMost) {
      throw new Error(`${origin}${pathname} ${response === undefined ? "cannot be reached" : `answered ${response.status}`}`);
    }
    await setTimeout(firstPauseMs * 2 ** attempt * Math.random());
  }
}
