import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { headerOf, pathValueOf } from "../../adapters/http-request.ts";
import { type PracticeAccessDeps, practiceAccess } from "../../adapters/practice-access.ts";
import { type AcknowledgingDeps, acknowledgeRisk } from "../../core/practice/acknowledge-risk.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof headerOf>[0] & Parameters<typeof pathValueOf>[0];

/** Answers one acknowledgement, by whoever may speak for the practice. */
export async function answerAcknowledgement(request: Request, deps: PracticeAccessDeps & AcknowledgingDeps) {
  const practice = pathValueOf(request, "ods");
  const sent = { authorization: headerOf(request, "authorization"), cookie: headerOf(request, "cookie") };
  const access = await practiceAccess({ practice, what: "risk-flags/acknowledgement", ...sent }, deps);
  if (!access.ok) return problemAnswer(access.problem);
  const done = await acknowledgeRisk({ practice, id: pathValueOf(request, "id"), by: access.principal }, deps);
  return "problem" in done ? problemAnswer(done.problem) : jsonAnswer(200, done.flag);
}
