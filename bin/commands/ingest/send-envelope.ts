import { setTimeout } from "node:timers/promises";
import { fhirMediaType } from "../../../core/fhir/outline.ts";
import { type Answer, ask, type Line } from "./ask-service.ts";
import type { Envelope } from "./envelopes.ts";
import { sendBundle } from "./send-bundle.ts";

const pollMs = 500;

/**
 * Sends one submission and waits until its receipt is complete. What may be mended by another try is tried again: the same again is never taken
 * twice.
 *
 * @throws {Error} when the service cannot be reached or does not speak as Hearten does
 */
export async function sendEnvelope({ submissionId, contentType, body }: Envelope, line: Line): Promise<Answer> {
  const headers = { "content-type": contentType, "idempotency-key": submissionId };
  const request = { method: "POST", headers, body } as const;
  let answer = await (contentType === fhirMediaType ? sendBundle : ask)(`${line.url}/v1/submissions`, request, line);
  while ("receipt" in answer && answer.receipt.status !== "complete") {
    await setTimeout(pollMs);
    answer = await ask(`${line.url}/v1/submissions/${encodeURIComponent(answer.receipt.submissionId)}`, { method: "GET" }, line);
  }
  return answer;
}
