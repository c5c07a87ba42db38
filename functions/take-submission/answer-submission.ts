import type { AccessTokens } from "../../adapters/access-tokens.ts";
import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { bodyOf, headerOf } from "../../adapters/http-request.ts";
import { answerToBundle } from "../../core/fhir/answer-entries.ts";
import { outcomeOf } from "../../core/fhir/operation-outcome.ts";
import { fhirMediaType } from "../../core/fhir/outline.ts";
import type { OperationOutcomeOrBundle } from "../../core/fhir/response-bundle.ts";
import type { Problem } from "../../core/problem.ts";
import { scopes } from "../../names.ts";
import { type SubmissionAnswer, type TakingDeps, takeSubmission } from "./take-submission.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof bodyOf>[0] & Parameters<typeof headerOf>[0];

/** Words and numbers for the log: never anything that was sent. */
type Tell = (message: string, counts: Readonly<Record<string, string | number>>) => void;

/** Answers one request over HTTP: who sends, what they send, and what came of it. */
export async function answerSubmission(request: Request, { tokens, deps, tell }: { tokens: AccessTokens; deps: TakingDeps; tell: Tell }) {
  const caller = await tokens(headerOf(request, "authorization"), scopes.submit);
  if (!caller.ok) {
    deps.audit?.({ principal: null, practice: null, what: "submit", decision: "not-signed-in" });
    tell("submission refused", { status: caller.problem.status, rule: caller.problem.rule });
    return problemAnswer(caller.problem);
  }
  const answer = await takeSubmission(
    {
      client: caller.client,
      contentType: headerOf(request, "content-type") ?? "",
      body: bodyOf(request),
      idempotencyKey: headerOf(request, "idempotency-key") ?? null,
    },
    deps,
  );
  tell("submission answered", countsOf(answer));
  if ("problem" in answer) return isFhir(request) ? fhirProblem(answer.problem) : problemAnswer(answer.problem);
  const { receipt, status, outline } = answer;
  const location = `/v1/submissions/${encodeURIComponent(receipt.submissionId)}`;
  return outline === undefined ? jsonAnswer(status, receipt, { location }) : fhirAnswer(answerToBundle(outline, receipt), location);
}

function isFhir(request: Request): boolean {
  return (headerOf(request, "content-type") ?? "").toLowerCase().startsWith(fhirMediaType);
}

/** A bundle is answered entry by entry; a transaction of which nothing was kept, by its reasons. */
function fhirAnswer(answer: OperationOutcomeOrBundle, location: string) {
  const status = answer.resourceType === "Bundle" ? 200 : 422;
  return jsonAnswer(status, answer, { "content-type": fhirMediaType, location });
}

function fhirProblem(problem: Problem) {
  return jsonAnswer(problem.status, outcomeOf([problem], { entry: null, type: null }), { "content-type": fhirMediaType });
}

function countsOf(answer: SubmissionAnswer): Readonly<Record<string, string | number>> {
  if ("problem" in answer) return { status: answer.status, rule: answer.problem.rule };
  const { received, accepted, duplicate, superseded, rejected, parked } = answer.receipt;
  return { status: answer.status, received, accepted, duplicate, superseded, rejected, parked };
}
