import { formToken, isFromElsewhere, isOfSession, tokenField } from "../../adapters/form-guard.ts";
import { cookieOf, sessionCookie } from "../../adapters/http-cookies.ts";
import { bodyOf, headerOf } from "../../adapters/http-request.ts";
import { holdsNhsNumber } from "../../core/submission/misplaced-numbers.ts";
import { fileRoute } from "./file-route.ts";
import { type Answer, type FillInDeps, rootOf, sharedFile } from "./fill-in.ts";
import { findRoute } from "./find-route.ts";
import { emptyForm, type Form, readForm, textOf } from "./form.ts";
import { pageOf } from "./html/page.ts";
import { noRightPage, notTakenPage, sendAgainPage, signedInAgain, signInPage } from "./html/stopped-pages.ts";
import { plainReceiptRoute, receiptRoute } from "./receipt-routes.ts";
import { newReferralRoute, nothingHere, referralRoute } from "./referral-routes.ts";
import { practicesOf } from "./sender.ts";
import { surveyRoute } from "./survey-route.ts";
import type { Visit } from "./visit.ts";
import { withdrawRoute } from "./withdraw-route.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof headerOf>[0] &
  Parameters<typeof bodyOf>[0] & {
    readonly httpMethod: string;
    readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
  };

export type AnswerDeps = FillInDeps & {
  /** Whose session a cookie holds; `null` for none, or one that does not hold. */
  readonly subjectOf: (cookie: string | undefined) => Promise<string | null>;
  /** Hears of what failed: never anything that was sent. */
  readonly failed: (error: unknown) => void;
};

const routes = [findRoute, newReferralRoute, referralRoute, surveyRoute, receiptRoute, plainReceiptRoute, withdrawRoute, fileRoute];

/** No script, nothing from elsewhere, in no other site's frame, and forms that lead nowhere else. */
const always = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Answers everything below `/fill-in`. */
export async function answerFillIn(request: Request, deps: AnswerDeps): Promise<HttpAnswer> {
  return overHttp(await answerTo(request, deps), rootOf(deps));
}

async function answerTo(request: Request, deps: AnswerDeps): Promise<Answer> {
  const path = request.pathParameters?.proxy ?? "";
  const shared = sharedFile(path);
  if (shared !== null) return shared;
  if (request.httpMethod !== "POST") return visited(request, { path, form: null }, deps);
  const root = rootOf(deps);
  const sentFrom = { origin: headerOf(request, "origin"), fetchSite: headerOf(request, "sec-fetch-site") };
  const form = isFromElsewhere(sentFrom, deps.publicUrl) ? null : await readForm(headerOf(request, "content-type"), bodyOf(request));
  if (form === null) return stopped(403, { root, title: "Not taken", main: notTakenPage(root), signedIn: false });
  // Whatever fails from here on, what was filled in goes back to whoever filled it in.
  return visited(request, { path, form }, deps).catch((error: unknown) => {
    deps.failed(error);
    return sendAgain(form, { path, root, reason: "busy" });
  });
}

async function visited(request: Request, { path, form }: { path: string; form: Form | null }, deps: AnswerDeps): Promise<Answer> {
  const root = rootOf(deps);
  const site = root.replace(/\/fill-in$/, "");
  const cookie = headerOf(request, "cookie");
  const session = cookieOf(cookie, sessionCookie);
  const subject = session === undefined ? null : await deps.subjectOf(cookie);
  const refusal = { practice: null, what: "fill-in" };
  if (session === undefined || subject === null) {
    // Whoever has never signed in is only shown the way; a session that does not hold, or a form without one, is refused.
    if (session !== undefined || form !== null) deps.audit?.({ ...refusal, principal: null, decision: "not-signed-in" });
    if (form !== null) return sendAgain(form, { path, root, reason: "signed-out" });
    return stopped(401, { root, title: "Sign in", main: signInPage(site), signedIn: false });
  }
  const practices = await practicesOf(subject, deps);
  if (practices.length === 0) {
    deps.audit?.({ ...refusal, principal: subject, decision: "refused" });
    return stopped(403, { root, title: "No right to send", main: noRightPage(site), signedIn: true });
  }
  const visit: Visit = { person: { subject, token: formToken(session), practices }, root, deps };
  return routed(visit, { path, form, isOwn: form !== null && isOfSession(textOf(form, tokenField), session) });
}

/** A form of an earlier session is shown again, to be looked over and sent; one of this session is taken in. */
async function routed(visit: Visit, { path, form, isOwn }: { path: string; form: Form | null; isOwn: boolean }): Promise<Answer> {
  const route = routes.find(({ shape }) => shape.test(path));
  const parts = route?.shape.exec(path)?.slice(1) ?? [];
  if (route === undefined) return nothingHere(visit);
  if (form === null || route.send === undefined) return route.show(visit, { form: emptyForm, errors: [] }, parts);
  if (!isOwn) return route.show(visit, { form, errors: [signedInAgain] }, parts);
  return route.send(visit, form, parts);
}

function sendAgain(form: Form, { path, root, reason }: { path: string; root: string; reason: "signed-out" | "busy" }): Answer {
  // An address that somebody made up is not repeated either.
  const action = holdsNhsNumber(path) ? root : `${root}/${path}`;
  const place = { action, site: root.replace(/\/fill-in$/, ""), reason };
  const main = sendAgainPage(form, place);
  return stopped(reason === "busy" ? 503 : 401, { root, title: "Not sent yet", main, signedIn: false });
}

function stopped(status: number, page: Parameters<typeof pageOf>[0]): Answer {
  return { kind: "page", status, page: pageOf(page) };
}

type HttpAnswer = { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: string };

/**
 * Browsers forget what was filled in on a page that may not be stored, so the pages with forms may be, by the browser alone; they are asked for
 * again each time. Pages with scores are never stored.
 */
function overHttp(answer: Answer, root: string): HttpAnswer {
  switch (answer.kind) {
    case "shared": {
      const headers = { ...always, "content-type": answer.contentType, "cache-control": "public, max-age=31536000, immutable" };
      return { statusCode: 200, headers, body: answer.body };
    }
    case "to":
      return { statusCode: 303, headers: { ...always, location: `${root}${answer.path}`, "cache-control": "no-store" }, body: "" };
    case "page": {
      const caching = answer.keeps === "form" ? "private, no-cache" : "no-store";
      const headers = { ...always, "content-type": "text/html; charset=utf-8", "cache-control": caching, vary: "cookie" };
      return { statusCode: answer.status, headers, body: answer.page };
    }
  }
}
