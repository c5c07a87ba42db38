import type * as z from "zod";
import type { AccessTokens } from "../../adapters/access-tokens.ts";
import { jsonAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { bodyOf, headerOf } from "../../adapters/http-request.ts";
import { erasureBody, optOutsBody } from "../../core/people/exclusion-schemas.ts";
import { problemOf } from "../../core/problem.ts";
import { type Parsed, type Refusal, refused, taken } from "../../core/refusal.ts";
import { decodeText } from "../../core/submission/decode-text.ts";
import { parseStrictJson } from "../../core/submission/strict-json.ts";
import { scopes } from "../../names.ts";
import { type RequestDeps, takeErasure, takeOptOuts } from "./exclude-people.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof bodyOf>[0] & Parameters<typeof headerOf>[0] & { readonly path: string };

export type AnswerDeps = RequestDeps & { readonly tokens: AccessTokens };

const largestBody = 64 * 1024;

/** Answers one request to erase somebody, or to apply a list of opt-outs, for a supplier's client or an operator's. */
export async function answerExclusion(request: Request, deps: AnswerDeps) {
  const isErasure = request.path.endsWith("/erasures");
  const what = isErasure ? "erasure" : "opt-outs";
  const client = await clientOf(request, deps);
  if (client === null) {
    deps.audit({ principal: null, practice: null, what, decision: "not-signed-in" });
    return problemAnswer(problemOf(noToken(), 401));
  }
  const done = isErasure
    ? await read(request, erasureBody, (body) => takeErasure(body, client, deps))
    : await read(request, optOutsBody, (body) => takeOptOuts(body, client, deps));
  if (done.ok) return jsonAnswer(200, done.value);
  const [refusal = noToken()] = done.refusals;
  return problemAnswer(problemOf(refusal, refusal.rule === "practice-not-granted" ? 403 : undefined));
}

/** Suppliers' clients carry one scope and operators' another; what either may do stands in its grants. */
async function clientOf(request: Request, { tokens }: AnswerDeps): Promise<string | null> {
  for (const scope of [scopes.submit, scopes.operate]) {
    const caller = await tokens(headerOf(request, "authorization"), scope);
    if (caller.ok) return caller.client;
  }
  return null;
}

async function read<Body, Done>(
  request: Request,
  schema: z.ZodType<Body>,
  work: (body: Body) => Promise<Parsed<Done>>,
): Promise<Parsed<Done>> {
  const bytes = bodyOf(request);
  if (bytes.length > largestBody) return refused("body-too-large", "", "send at most 500 people at once");
  const text = decodeText(bytes);
  const json = text.ok ? parseStrictJson(text.value) : text;
  if (!json.ok) return json;
  const parsed = schema.safeParse(json.value);
  const body: Parsed<Body> = parsed.success ? taken(parsed.data) : { ok: false, refusals: [unreadable(parsed.error)] };
  return body.ok ? work(body.value) : body;
}

/** Where it is wrong, and never what stands there. */
function unreadable({ issues: [issue] }: z.ZodError): Refusal {
  const field = issue?.path.join(".") ?? "";
  return { rule: "wrong-type", field, fix: "send what the description of the API at /docs has for this request" };
}

function noToken(): Refusal {
  return {
    rule: "access-token",
    field: "Authorization",
    fix: "send Authorization: Bearer with an access token of this service that has not expired",
  };
}
