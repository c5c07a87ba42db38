import type { AccessTokens } from "../../adapters/access-tokens.ts";
import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { headerOf, pathValueOf, queryValueOf } from "../../adapters/http-request.ts";
import type { ReceiptStore } from "../../core/ports/receipts.ts";
import type { Audit } from "../../core/practice/access-line.ts";
import { scopes } from "../../names.ts";
import { readReceipt } from "./read-receipt.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof headerOf>[0] & Parameters<typeof pathValueOf>[0] & Parameters<typeof queryValueOf>[0];

/** Answers one request for a receipt; one that is refused is noted, without the id that was asked for. */
export async function answerReceipt(
  request: Request,
  { tokens, receipts, audit }: { tokens: AccessTokens; receipts: ReceiptStore; audit: Audit },
) {
  const caller = await tokens(headerOf(request, "authorization"), scopes.submit);
  const asked = { practice: null, what: "receipt" };
  if (!caller.ok) {
    audit({ ...asked, principal: null, decision: "not-signed-in" });
    return problemAnswer(caller.problem);
  }
  const after = /^\d{1,9}$/.exec(queryValueOf(request, "after") ?? "")?.[0];
  const found = await readReceipt(
    { client: caller.client, submissionId: pathValueOf(request, "submissionId"), after: after === undefined ? -1 : Number(after) },
    receipts,
  );
  if (!("problem" in found)) return jsonAnswer(200, found.page);
  audit({ ...asked, principal: caller.client, decision: "refused" });
  return problemAnswer(found.problem);
}
