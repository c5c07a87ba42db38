import type { AccessTokens } from "../../adapters/access-tokens.ts";
import { jsonAnswer, problemAnswer, redirection } from "../../adapters/http-answer.ts";
import { headerOf, pathValueOf, queryValueOf } from "../../adapters/http-request.ts";
import type { AcknowledgementStore, FileBook } from "../../core/ports/files.ts";
import type { ReceiptStore } from "../../core/ports/receipts.ts";
import type { Audit } from "../../core/practice/access-line.ts";
import { problemOf } from "../../core/problem.ts";
import { submissionRefusal } from "../../core/submission/submission-rules.ts";
import { scopes } from "../../names.ts";
import { readReceipt } from "./read-receipt.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof headerOf>[0] &
  Parameters<typeof pathValueOf>[0] &
  Parameters<typeof queryValueOf>[0] & { readonly path: string };

type Surroundings = {
  readonly tokens: AccessTokens;
  readonly receipts: ReceiptStore;
  readonly files: Pick<FileBook, "readFile">;
  readonly acknowledgements: Pick<AcknowledgementStore, "addressOf">;
  readonly audit: Audit;
};

/** Answers one request for a receipt, or for the acknowledgement of a file; one that is refused is noted, without the id that was asked for. */
export async function answerReceipt(request: Request, { tokens, receipts, files, acknowledgements, audit }: Surroundings) {
  const caller = await tokens(headerOf(request, "authorization"), scopes.submit);
  const asked = { practice: null, what: "receipt" };
  if (!caller.ok) {
    audit({ ...asked, principal: null, decision: "not-signed-in" });
    return problemAnswer(caller.problem);
  }
  const after = /^\d{1,9}$/.exec(queryValueOf(request, "after") ?? "")?.[0];
  const key = { client: caller.client, submissionId: pathValueOf(request, "submissionId") };
  const found = await readReceipt({ ...key, after: after === undefined ? -1 : Number(after) }, receipts, files);
  if ("problem" in found) {
    audit({ ...asked, principal: caller.client, decision: "refused" });
    return problemAnswer(found.problem);
  }
  if (!request.path.endsWith("/acknowledgement.csv")) return jsonAnswer(200, found.page);
  if ("acknowledgement" in found.page) return redirection(await acknowledgements.addressOf(key));
  const fix = "fetch the receipt: its records are in it, or its acknowledgement when its status is complete";
  return problemAnswer(problemOf(submissionRefusal("no-acknowledgement", "submissionId", fix)));
}
