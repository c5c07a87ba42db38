import { csvAnswer, jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { headerOf, pathValueOf, queryValueOf } from "../../adapters/http-request.ts";
import { type PracticeAccessDeps, practiceAccess } from "../../adapters/practice-access.ts";
import type { PracticeLists } from "../../core/ports/practice-lists.ts";
import { followUpsCsv, followUpsOf } from "./follow-ups-answer.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof headerOf>[0] & Parameters<typeof pathValueOf>[0] & Parameters<typeof queryValueOf>[0] & { path: string };

export type PracticeDeps = PracticeAccessDeps & { readonly lists: PracticeLists };

/** Answers one request for a list of a practice, for whoever may speak for that practice. */
export async function answerPractice(request: Request, deps: PracticeDeps) {
  const practice = pathValueOf(request, "ods");
  const sent = { authorization: headerOf(request, "authorization"), cookie: headerOf(request, "cookie") };
  const access = await practiceAccess({ practice, what: "follow-ups-due", ...sent }, deps);
  if (!access.ok) return problemAnswer(access.problem);
  const list = await followUpsOf(practice, { today: deps.today(), ahead: queryValueOf(request, "daysAhead") }, deps.lists);
  return wantsCsv(request) ? csvAnswer(followUpsCsv(list), `follow-ups-due-${practice}.csv`) : jsonAnswer(200, list);
}

/** By `?format`, or else by what is accepted. */
function wantsCsv(request: Request): boolean {
  const format = queryValueOf(request, "format");
  return format === undefined ? /\btext\/csv\b/i.test(headerOf(request, "accept") ?? "") : format === "csv";
}
