import { cookieOf, sessionCookie, setCookie, signInCookie } from "../../adapters/http-cookies.ts";
import { headerOf, queryValueOf } from "../../adapters/http-request.ts";
import { namedByContent } from "../../adapters/named-by-content.ts";
import type { Audit } from "../../core/practice/access-line.ts";
import { signInStoppedPage } from "../../reports/sign-in-stopped-page.ts";
import { serviceFiles } from "../../reports/theme/service-files.ts";
import { authorizeAddress, destinationOf, parseSecrets, type SignInPlace, type SignInSecrets, secretsText } from "./begin-sign-in.ts";
import { type FinishDeps, finishSignIn } from "./finish-sign-in.ts";

type Request = Parameters<typeof headerOf>[0] & Parameters<typeof queryValueOf>[0] & { readonly resource: string };

export type SignInDeps = FinishDeps & {
  readonly place: SignInPlace;
  readonly publicUrl: string;
  readonly newSecrets: () => SignInSecrets;
  /** Notes every sign-in that ended in a session, and every one that was refused. */
  readonly audit: Audit;
};

export type SignInAnswer = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly body: string;
};

const minutesToSignIn = 10;
const { style, icon } = serviceFiles(namedByContent);
const always = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** Answers the three addresses of signing in: the way there, the way back, and out. */
export async function answerSignIn(request: Request, deps: SignInDeps): Promise<SignInAnswer> {
  const isSecure = new URL(deps.publicUrl).protocol === "https:";
  const gone = { maxAgeSeconds: 0, isSecure };
  if (request.resource === "/sign-in") {
    const secrets = deps.newSecrets();
    const kept = setCookie(signInCookie, secretsText(secrets, destinationOf(queryValueOf(request, "to"))), {
      maxAgeSeconds: minutesToSignIn * 60,
      isSecure,
    });
    return redirect(302, authorizeAddress(deps.place, secrets), [kept]);
  }
  if (request.resource === "/sign-out") return redirect(303, `${deps.publicUrl}/reports`, [setCookie(sessionCookie, "", gone)]);
  const came = {
    code: queryValueOf(request, "code"),
    state: queryValueOf(request, "state"),
    cookie: cookieOf(headerOf(request, "cookie"), signInCookie),
  };
  const session = await finishSignIn(came, deps);
  const decision = session === null ? "not-signed-in" : "granted";
  deps.audit({ principal: session?.subject ?? null, practice: null, what: "sign-in", decision });
  if (session === null) return stopped(deps.publicUrl, setCookie(signInCookie, "", gone));
  const cookie = setCookie(sessionCookie, session.accessToken, { maxAgeSeconds: session.seconds, isSecure });
  const to = parseSecrets(came.cookie)?.to ?? "reports";
  return redirect(303, `${deps.publicUrl}/${to}`, [cookie, setCookie(signInCookie, "", gone)]);
}

function redirect(statusCode: number, location: string, cookies: string[]): SignInAnswer {
  return { statusCode, headers: { ...always, location }, multiValueHeaders: { "set-cookie": cookies }, body: "" };
}

function stopped(publicUrl: string, cookie: string): SignInAnswer {
  const headers = { ...always, "content-type": "text/html; charset=utf-8" };
  const body = signInStoppedPage({ site: publicUrl.replace(/\/$/, ""), style: style.path, icon: icon.path });
  return { statusCode: 400, headers, multiValueHeaders: { "set-cookie": [cookie] }, body };
}
