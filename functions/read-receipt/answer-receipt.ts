import type { AccessTokens } from "../../adapters/access-tokens.ts";
import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { headerOf, pathValueOf, queryValueOf } from "../../adapters/http-request.ts";
import type { ReceiptStore } from "../../core/ports/receipts.ts";
import { scopes } from "../../names.ts";
import { readReceipt } from "./read-receipt.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof headerOf>[0] & Parameters<typeof pathValueOf>[0] & Parameters<typeof queryValueOf>[0];

/** Answers one request for a receipt. */
export async function answerReceipt(request: Request, { tokens, receipts }: { tokens: AccessTokens; receipts: ReceiptStore }) {
  const caller = await tokens(headerOf(request, "authorization"), scopes.submit);
  if (!caller.ok) return problemAnswer(caller.problem);
  const after = /^\d{1,9}$/.exec(queryValueOf(request, "after") ?? "")?.[0];
  const found = await readReceipt(
    { client: caller.client, submissionId: pathValueOf(request, "submissionId"), after: after === undefined ? -1 : Number(after) },
    receipts,
  );
  return "problem" in found ? problemAnswer(found.problem) : jsonAnswer(200, found.page);
}
