import { csvAnswer, jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { headerOf, pathValueOf, queryValueOf } from "../../adapters/http-request.ts";
import { type PracticeAccessDeps, practiceAccess } from "../../adapters/practice-access.ts";
import { followUpsCsv, followUpsOf } from "../../core/practice/follow-up-list.ts";
import { type QualityDeps, qualityOf } from "../../core/practice/practice-quality.ts";
import { type RiskDeps, riskFlagsOf } from "../../core/practice/risk-flag-list.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof headerOf>[0] & Parameters<typeof pathValueOf>[0] & Parameters<typeof queryValueOf>[0] & { path: string };

export type PracticeDeps = PracticeAccessDeps & QualityDeps & RiskDeps;

type Answering = (practice: string, request: Request, deps: PracticeDeps) => Promise<ReturnType<typeof jsonAnswer>>;

/** What is asked of a practice, by the last part of the path. */
const answers: Readonly<Record<string, Answering>> = {
  "follow-ups-due": followUpsAnswer,
  "data-quality": async (practice, _, deps) => jsonAnswer(200, await qualityOf(practice, deps.today(), deps)),
  "risk-flags": async (practice, _, deps) => jsonAnswer(200, await riskFlagsOf(practice, deps.today(), deps)),
};

/** Answers one request for something of a practice, for whoever may speak for that practice. */
export async function answerPractice(request: Request, deps: PracticeDeps) {
  const practice = pathValueOf(request, "ods");
  const what = request.path.split("/").at(-1) ?? "";
  const answering = answers[what];
  if (answering === undefined) throw new TypeError("answerPractice requires a route that it answers");
  const sent = { authorization: headerOf(request, "authorization"), cookie: headerOf(request, "cookie") };
  const access = await practiceAccess({ practice, what, ...sent }, deps);
  return access.ok ? answering(practice, request, deps) : problemAnswer(access.problem);
}

async function followUpsAnswer(practice: string, request: Request, deps: PracticeDeps) {
  const list = await followUpsOf(practice, { today: deps.today(), ahead: queryValueOf(request, "daysAhead") }, deps.lists);
  return wantsCsv(request) ? csvAnswer(followUpsCsv(list), `follow-ups-due-${practice}.csv`) : jsonAnswer(200, list);
}

/** By `?format`, or else by what is accepted. */
function wantsCsv(request: Request): boolean {
  const format = queryValueOf(request, "format");
  return format === undefined ? /\btext\/csv\b/i.test(headerOf(request, "accept") ?? "") : format === "csv";
}
