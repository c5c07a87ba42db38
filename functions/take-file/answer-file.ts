import type { AccessTokens } from "../../adapters/access-tokens.ts";
import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { bodyOf, headerOf, pathValueOf } from "../../adapters/http-request.ts";
import type { Audit } from "../../core/practice/access-line.ts";
import { scopes } from "../../names.ts";
import { completeFile } from "./complete-file.ts";
import { openFile, type TakingFileDeps } from "./open-file.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof bodyOf>[0] & Parameters<typeof headerOf>[0] & Parameters<typeof pathValueOf>[0];

/** Words and numbers for the log: never anything that was sent. */
type Tell = (message: string, counts: Readonly<Record<string, string | number>>) => void;

type Surroundings = { readonly tokens: AccessTokens; readonly deps: TakingFileDeps; readonly tell: Tell; readonly audit?: Audit };

/** Answers a request to open a file, or to complete the one that its path names. */
export async function answerFile(request: Request, { tokens, deps, tell, audit }: Surroundings) {
  const caller = await tokens(headerOf(request, "authorization"), scopes.submit);
  if (!caller.ok) {
    audit?.({ principal: null, practice: null, what: "submit", decision: "not-signed-in" });
    tell("file refused", { status: caller.problem.status, rule: caller.problem.rule });
    return problemAnswer(caller.problem);
  }
  const { client } = caller;
  const submissionId = pathValueOf(request, "submissionId");
  return submissionId === "" ? opened(request, { client, deps, tell }) : completed({ client, submissionId }, deps, tell);
}

async function opened(request: Request, { client, deps, tell }: { client: string; deps: TakingFileDeps; tell: Tell }) {
  const answer = await openFile({ client, body: Buffer.from(bodyOf(request)).toString("utf8") }, deps);
  if ("problem" in answer) {
    tell("file refused", { status: answer.problem.status, rule: answer.problem.rule });
    return problemAnswer(answer.problem);
  }
  tell("file opened", { status: answer.status, parts: answer.file.parts.length, stored: answer.file.stored.length });
  return jsonAnswer(answer.status, answer.file, { location: `/v1/submissions/${encodeURIComponent(answer.file.submissionId)}` });
}

async function completed(key: { client: string; submissionId: string }, deps: TakingFileDeps, tell: Tell) {
  const answer = await completeFile(key, deps);
  if ("problem" in answer) {
    tell("file not complete", { status: answer.problem.status, rule: answer.problem.rule });
    return problemAnswer(answer.problem);
  }
  tell("file complete", { status: answer.status });
  return jsonAnswer(answer.status, answer.page, { location: `/v1/submissions/${encodeURIComponent(key.submissionId)}` });
}
