import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AccessLine } from "../../../core/practice/access-line.ts";
import { answerSignIn, type SignInDeps } from "../../../functions/sign-in/answer-sign-in.ts";

const secrets = { state: "s".repeat(32), verifier: "v".repeat(64) };

const noted: AccessLine[] = [];

/** A place to sign in that gives each code once, and only to whoever holds the verifier that was announced. */
function signInPlace(publicUrl = "http://127.0.0.1:8080") {
  noted.length = 0;
  const codes = new Map([["good-code", secrets.verifier]]);
  const deps: SignInDeps = {
    publicUrl,
    place: {
      authorizeUrl: `${publicUrl}/oidc/auth`,
      clientId: "reports",
      redirectUri: `${publicUrl}/sign-in/callback`,
      scope: "openid hearten/read",
    },
    newSecrets: () => secrets,
    exchange: async (code, verifier) =>
      codes.get(code) === verifier && codes.delete(code) ? { accessToken: "token", seconds: 3600 } : null,
    readerOf: async (token) => (token === "token" ? "subject-1" : null),
    audit: (line) => void noted.push(line),
  };
  return deps;
}

const request = (resource: string, query: Record<string, string> = {}, cookie?: string) => ({
  resource,
  headers: cookie === undefined ? {} : { cookie },
  queryStringParameters: query,
});
const kept = `hearten-sign-in=${secrets.state}.${secrets.verifier}`;
const cookiesOf = (answer: Awaited<ReturnType<typeof answerSignIn>>) => answer.multiValueHeaders?.["set-cookie"] ?? [];

describe("signing in", () => {
  it("sends the browser away with a state and the hash of a secret, and keeps both in a cookie no script can read", async () => {
    const answer = await answerSignIn(request("/sign-in"), signInPlace());

    const address = new URL(answer.headers.location ?? "");
    expect(Object.fromEntries(address.searchParams)).toEqual({
      response_type: "code",
      client_id: "reports",
      redirect_uri: "http://127.0.0.1:8080/sign-in/callback",
      scope: "openid hearten/read",
      state: secrets.state,
      code_challenge: createHash("sha256").update(secrets.verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    expect(cookiesOf(answer)).toEqual([`${kept}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax`]);
    expect(answer.headers.location).not.toContain(secrets.verifier);
  });

  it("ends in a session and the reports, and the cookie of the sign-in is gone", async () => {
    const answer = await answerSignIn(request("/sign-in/callback", { code: "good-code", state: secrets.state }, kept), signInPlace());

    expect([answer.statusCode, answer.headers.location]).toEqual([303, "http://127.0.0.1:8080/reports"]);
    expect(cookiesOf(answer)).toEqual([
      "hearten-session=token; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax",
      "hearten-sign-in=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
    ]);
  });

  it("leads back to the form it began from, and to no other place that a request names", async () => {
    const leads = async (to: string) => {
      const [cookie = ""] = cookiesOf(await answerSignIn(request("/sign-in", { to }), signInPlace()));
      const back = request("/sign-in/callback", { code: "good-code", state: secrets.state }, cookie.split(";")[0]);
      return (await answerSignIn(back, signInPlace())).headers.location;
    };

    expect(await leads("fill-in")).toBe("http://127.0.0.1:8080/fill-in");
    for (const to of ["reports", "", "//evil.example", "fill-in/../x", "https://evil.example"]) {
      expect(await leads(to)).toBe("http://127.0.0.1:8080/reports");
    }
  });

  it("keeps its cookies off plain http wherever the service is on https", async () => {
    for (const resource of ["/sign-in", "/sign-out"]) {
      for (const cookie of cookiesOf(await answerSignIn(request(resource), signInPlace("https://reports.example"))))
        expect(cookie).toMatch(/; Secure$/);
    }
  });

  it("stops for another state, no cookie, another browser's cookie, a code that is not taken, and a code taken before", async () => {
    const deps = signInPlace();
    const coming = { code: "good-code", state: secrets.state };
    const other = `hearten-sign-in=${"o".repeat(32)}.${secrets.verifier}`;
    const otherVerifier = `hearten-sign-in=${secrets.state}.${"w".repeat(64)}`;
    const wrong = [
      request("/sign-in/callback", { ...coming, state: "t".repeat(32) }, kept),
      request("/sign-in/callback", coming),
      request("/sign-in/callback", coming, other),
      request("/sign-in/callback", coming, otherVerifier),
      request("/sign-in/callback", { ...coming, code: "bad-code" }, kept),
      request("/sign-in/callback", { error: "access_denied", state: secrets.state }, kept),
    ];

    for (const one of wrong) {
      const answer = await answerSignIn(one, deps);
      expect([answer.statusCode, cookiesOf(answer).some((cookie) => cookie.startsWith("hearten-session="))]).toEqual([400, false]);
    }
    expect((await answerSignIn(request("/sign-in/callback", coming, kept), deps)).statusCode).toBe(303);
    expect((await answerSignIn(request("/sign-in/callback", coming, kept), deps)).statusCode).toBe(400);
    const refused = { principal: null, practice: null, what: "sign-in", decision: "not-signed-in" };
    expect(noted).toEqual([
      ...wrong.map(() => refused),
      { principal: "subject-1", practice: null, what: "sign-in", decision: "granted" },
      refused,
    ]);
  });

  it("stops for a token that reports cannot be read with", async () => {
    const deps = { ...signInPlace(), readerOf: async () => null };

    expect((await answerSignIn(request("/sign-in/callback", { code: "good-code", state: secrets.state }, kept), deps)).statusCode).toBe(
      400,
    );
  });

  it("ends a session when it is asked to", async () => {
    const answer = await answerSignIn(request("/sign-out"), signInPlace());

    expect([answer.statusCode, cookiesOf(answer)]).toEqual([303, ["hearten-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"]]);
  });
});
