import type { CivilDate } from "../core/civil-date.ts";
import type { AuthoritySource } from "../core/ports/authority.ts";
import type { GrantBook } from "../core/ports/reports-reader.ts";
import type { Audit } from "../core/practice/access-line.ts";
import { isPracticeCode, worksAt } from "../core/practice/speaks-for.ts";
import { type Problem, problemOf } from "../core/problem.ts";
import { isGranted } from "../core/submission/authority.ts";
import { submissionRefusal } from "../core/submission/submission-rules.ts";
import { scopes } from "../names.ts";
import type { AccessTokens } from "./access-tokens.ts";

/** A request for something of one practice, and what came with it to show who asks. */
export type PracticeRequest = {
  readonly practice: string;
  readonly what: string;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
};

/** Somebody who may speak for the practice, or the problem: the same for a practice that is not theirs and for one that is not there. */
export type PracticeAccess = { readonly ok: true; readonly principal: string } | { readonly ok: false; readonly problem: Problem };

export type PracticeAccessDeps = {
  readonly tokens: AccessTokens;
  readonly subjectOf: (sent: { cookie: string | undefined; authorization: string | undefined }) => Promise<string | null>;
  readonly authority: AuthoritySource;
  readonly grants: GrantBook;
  readonly today: () => CivilDate;
  readonly audit: Audit;
};

/**
 * Says whether a request may see or do something of a practice: a supplier's client by the grants with which it sends, a person by a grant
 * for that practice. Grants are read each time; every decision is noted.
 */
export async function practiceAccess(request: PracticeRequest, deps: PracticeAccessDeps): Promise<PracticeAccess> {
  const { what } = request;
  const practice = isPracticeCode(request.practice) ? request.practice : null;
  const [caller, subject] = await Promise.all([deps.tokens(request.authorization, scopes.submit), deps.subjectOf(request)]);
  const client = caller.ok ? caller.client : null;
  if (!caller.ok && subject === null) {
    deps.audit({ principal: null, practice, what, decision: "not-signed-in" });
    return { ok: false, problem: caller.problem };
  }
  const principal = practice === null ? null : await whoMay({ practice, client, subject }, deps);
  deps.audit({ principal: principal ?? client ?? subject, practice, what, decision: principal === null ? "refused" : "granted" });
  return principal === null ? { ok: false, problem: noSuchPractice() } : { ok: true, principal };
}

type Callers = { readonly practice: string; readonly client: string | null; readonly subject: string | null };

async function whoMay({ practice, client, subject }: Callers, { authority, grants, today }: PracticeAccessDeps): Promise<string | null> {
  if (client !== null && (await isGranted(client, practice, { source: authority, today: today() }))) return client;
  return subject !== null && worksAt(await grants.grantsOf(subject), practice, today()) ? subject : null;
}

function noSuchPractice(): Problem {
  return problemOf(submissionRefusal("no-such-practice", "ods", "ask for a practice that you may speak for, by its ODS code"), 404);
}
