import type { AccessTokens } from "../../adapters/access-tokens.ts";
import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { bodyOf, headerOf } from "../../adapters/http-request.ts";
import { scopes } from "../../names.ts";
import { type SubmissionAnswer, type TakingDeps, takeSubmission } from "./take-submission.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof bodyOf>[0] & Parameters<typeof headerOf>[0];

/** Words and numbers for the log: never anything that was sent. */
type Tell = (message: string, counts: Readonly<Record<string, string | number>>) => void;

/** Answers one request over HTTP: who sends, what they send, and what came of it. */
export async function answerSubmission(request: Request, { tokens, deps, tell }: { tokens: AccessTokens; deps: TakingDeps; tell: Tell }) {
  const caller = await tokens(headerOf(request, "authorization"), scopes.submit);
  if (!caller.ok) return problemAnswer(caller.problem);
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
  if ("problem" in answer) return problemAnswer(answer.problem);
  const { receipt, status } = answer;
  return jsonAnswer(status, receipt, { location: `/v1/submissions/${encodeURIComponent(receipt.submissionId)}` });
}

function countsOf(answer: SubmissionAnswer): Readonly<Record<string, string | number>> {
  if ("problem" in answer) return { status: answer.status, rule: answer.problem.rule };
  const { received, accepted, duplicate, superseded, rejected, parked } = answer.receipt;
  return { status: answer.status, received, accepted, duplicate, superseded, rejected, parked };
}
