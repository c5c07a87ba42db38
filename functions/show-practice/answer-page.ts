import { formToken, isFromElsewhere, isOfSession, tokenField } from "../../adapters/form-guard.ts";
import { cookieOf, sessionCookie } from "../../adapters/http-cookies.ts";
import { bodyOf, headerOf } from "../../adapters/http-request.ts";
import { namedByContent } from "../../adapters/named-by-content.ts";
import { practiceAccess } from "../../adapters/practice-access.ts";
import { acknowledgeRisk } from "../../core/practice/acknowledge-risk.ts";
import { html } from "../../reports/html/html.ts";
import { servicePage } from "../../reports/html/service-page.ts";
import { serviceFiles } from "../../reports/theme/service-files.ts";
import { chosenFrom, pages, practicesOf, type Showing, type ShowingDeps, type Shown } from "./show-practice.ts";

/** A request as the front door hands it on. */
type Request = Parameters<typeof headerOf>[0] &
  Parameters<typeof bodyOf>[0] & {
    readonly httpMethod: string;
    readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
  };

type HttpAnswer = { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: string };

/** No script, nothing from elsewhere, in no other site's frame, forms that lead nowhere else; and never stored: the pages name referrals. */
const always = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  vary: "cookie",
};

/** An address below `/practice`: a practice, one of its pages, and whether its form is meant. */
const shape = /^([A-Z]\d{5})(?:\/(risk-flags|follow-ups|data-quality))?(\/acknowledge)?$/;

const { style, icon } = serviceFiles(namedByContent);

/** Answers everything below `/practice`: what a practice's own people have to do, and the form with which they say that a risk was seen. */
export async function answerPage(request: Request, deps: ShowingDeps): Promise<HttpAnswer> {
  const site = new URL(deps.publicUrl).pathname.replace(/\/$/, "");
  const cookie = headerOf(request, "cookie");
  const session = cookieOf(cookie, sessionCookie);
  const path = request.pathParameters?.proxy ?? "";
  const isForm = request.httpMethod === "POST";
  const [, practice = "", page = "", form] = shape.exec(path) ?? [];
  if (isForm && isFromElsewhere({ origin: headerOf(request, "origin"), fetchSite: headerOf(request, "sec-fetch-site") }, deps.publicUrl))
    return stopped(403, site, notTaken(site));
  if (path === "") return startFor(cookie, site, deps);
  if (practice === "" || isForm !== (form !== undefined) || (isForm && page !== "risk-flags")) return stopped(404, site, nothingHere(site));
  const what = isForm ? "risk-flags/acknowledgement" : page === "" ? "practice" : page;
  const access = await practiceAccess({ practice, what, authorization: undefined, cookie }, deps);
  if (!access.ok) return access.problem.status === 404 ? stopped(404, site, nothingHere(site)) : stopped(401, site, signIn(site));
  const hidden = { [tokenField]: formToken(session ?? "") };
  const showing: Showing = { practice, reader: access.principal, site, hidden, problem: null };
  return isForm
    ? acknowledge(request, { showing, session: session ?? "" }, deps)
    : shown(200, await pageFor(page, showing, deps), { page, showing });
}

async function startFor(cookie: string | undefined, site: string, deps: ShowingDeps): Promise<HttpAnswer> {
  const subject = await deps.subjectOf({ cookie, authorization: undefined });
  const refusal = { practice: null, what: "practice" };
  if (subject === null) {
    if (cookieOf(cookie, sessionCookie) !== undefined) deps.audit({ ...refusal, principal: null, decision: "not-signed-in" });
    return stopped(401, site, signIn(site));
  }
  const practices = await practicesOf(subject, deps);
  const [only] = practices;
  if (only === undefined) {
    deps.audit({ ...refusal, principal: subject, decision: "refused" });
    return stopped(403, site, noPractice(site));
  }
  if (practices.length === 1) return { statusCode: 303, headers: { ...always, location: `${site}/practice/${only.code}` }, body: "" };
  return shown(200, chosenFrom(practices, site), { page: "", showing: { practice: "", reader: subject, site, hidden: {}, problem: null } });
}

/** A form of an earlier session is shown again; one that is taken leads back to the list, where it stands among the acknowledged. */
async function acknowledge(
  request: Request,
  { showing, session }: { readonly showing: Showing; readonly session: string },
  deps: ShowingDeps,
): Promise<HttpAnswer> {
  const { practice, reader, site } = showing;
  const fields = new URLSearchParams(Buffer.from(bodyOf(request)).toString("utf8"));
  const again = async (problem: string) =>
    shown(422, await pageFor("risk-flags", { ...showing, problem }, deps), { page: "risk-flags", showing, isWrong: true });
  if (!isOfSession(fields.get(tokenField) ?? "", session))
    return again("You have signed in again since you opened this page. Nothing was noted: look it over and send it again.");
  const done = await acknowledgeRisk({ practice, id: fields.get("flag") ?? "", by: reader }, deps);
  if ("problem" in done) return again("That answer is not on the list any more: the questionnaire was corrected or withdrawn.");
  return { statusCode: 303, headers: { ...always, location: `${site}/practice/${practice}/risk-flags` }, body: "" };
}

async function pageFor(page: string, showing: Showing, deps: ShowingDeps): Promise<Shown> {
  const show = pages[page];
  if (show === undefined) throw new TypeError("pageFor requires a page that there is");
  return show(showing, deps);
}

type Where = { readonly page: string; readonly showing: Showing; readonly isWrong?: boolean };

function shown(statusCode: number, { title, main }: Shown, { page, showing, isWrong = false }: Where): HttpAnswer {
  const { site, practice } = showing;
  const back = page === "" ? undefined : { href: `${site}/practice/${practice}`, label: "What is to be done" };
  return answer(statusCode, site, { title, main, signedIn: true, isWrong, back, isWide: page === "follow-ups" || page === "data-quality" });
}

function stopped(statusCode: number, site: string, { title, main }: Shown): HttpAnswer {
  return answer(statusCode, site, { title, main, signedIn: false });
}

type Parts = Pick<Parameters<typeof servicePage>[0], "title" | "main" | "signedIn" | "isWrong" | "back" | "isWide">;

function answer(statusCode: number, site: string, parts: Parts): HttpAnswer {
  const body = servicePage({
    ...parts,
    ...{ site, style: `${site}/fill-in/${style.path}`, icon: `${site}/fill-in/${icon.path}` },
    head: { href: `${site}/practice`, label: "Social prescribing outcomes: your practice" },
    foot: html`These pages name referrals by your own references. Only people of the practice see them. <a href="${site}/reports">Read the reports</a>. <a href="${site}/fill-in">Send answers</a>`,
  });
  return { statusCode, headers: { ...always, "content-type": "text/html; charset=utf-8" }, body };
}

function signIn(site: string): Shown {
  return {
    title: "Sign in",
    main: html`<h1 class="nhsuk-heading-l">Sign in to see what is to be done</h1><p>These pages are for people who work at a practice.</p><p><a class="nhsuk-button" href="${site}/sign-in?to=practice">Sign in</a></p>`,
  };
}

function noPractice(site: string): Shown {
  return {
    title: "No practice",
    main: html`<h1 class="nhsuk-heading-l">You work at no practice here</h1><p>If you should, ask whoever gave you your account. Whoever commissions reads what is published, and never referrals.</p><p><a href="${site}/reports">Read the reports</a></p>`,
  };
}

function nothingHere(site: string): Shown {
  return {
    title: "Nothing here",
    main: html`<h1 class="nhsuk-heading-l">There is nothing here for you</h1><p>The address may be mistyped, or another practice’s.</p><p><a href="${site}/practice">Your practices</a></p>`,
  };
}

function notTaken(site: string): Shown {
  return {
    title: "Not taken",
    main: html`<h1 class="nhsuk-heading-l">This form was not taken</h1><p>It did not come from a page of this service. Nothing was noted.</p><p><a href="${site}/practice">Begin again</a></p>`,
  };
}
