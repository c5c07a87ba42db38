import type { Logger } from "@aws-lambda-powertools/logger";
import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { StoreBusy } from "../core/ports/source.ts";
import { problemOf } from "../core/problem.ts";
import { submissionRefusal } from "../core/submission/submission-rules.ts";
import { correlation } from "./correlation.ts";
import { problemAnswer } from "./http-answer.ts";
import { nameOfError } from "./name-of-error.ts";

const busyNames = new Set([
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TimeoutError",
  "ECONNREFUSED",
  // A key that somebody has disabled: it is enabled again, or an older one restored, and what was refused is sent again.
  "DisabledException",
  "KMSInvalidStateException",
  "KMS.DisabledException",
]);

/**
 * The one place that decides what becomes of an error behind HTTP: 503 for what another attempt may mend, 500 for everything else. The answer
 * says nothing of the error but the name of the request; the log has its name and where it was thrown, never its message, which may quote what was sent.
 */
export function problemsForErrors(logger: Logger): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const { begin, answer } = correlation();
  return {
    before: begin,
    after: answer,
    onError: (request) => {
      const { error } = request;
      const problem = isPassing(error)
        ? problemOf(submissionRefusal("try-again", "", "send the same again: what was taken is not taken twice"), 503)
        : problemOf(submissionRefusal("fault", "", "send the same again later: what was taken is not taken twice"), 500);
      logger.error("request failed", { status: problem.status, ...nameOfError(error) });
      request.response = problemAnswer(problem);
      answer(request);
    },
  };
}

function isPassing(error: Error | null | undefined): boolean {
  return error instanceof StoreBusy || busyNames.has(error?.name ?? "");
}
