import { createHash, randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";
import { expect, it, onTestFinished } from "vitest";
import { listenOnLoopback } from "../../local/loopback.ts";
import { type Directory, keptDirectory } from "../../local/sign-in/directory.ts";
import { type SignIn, startSignIn } from "../../local/sign-in/provider.ts";
import { scratchDirectory } from "./support/scratch.ts";

type Running = { signIn: SignIn; directory: Directory; publicUrl: string };

async function running(file = join(scratchDirectory(), "sign-in.json")): Promise<Running> {
  const directory = keptDirectory(file);
  let signIn: SignIn | undefined;
  const server = createServer((request, response) => signIn?.handle(request, response));
  const publicUrl = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  signIn = startSignIn(directory, publicUrl);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return { signIn, directory, publicUrl };
}

async function tokenFor({ signIn }: Running, { clientId, clientSecret }: { clientId: string; clientSecret: string }, scope: string) {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
  return fetch(signIn.tokenUrl, {
    method: "POST",
    headers: { authorization },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
  });
}

async function claimsOf(signIn: SignIn, token: string): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(signIn.jwksUrl)), {
    issuer: signIn.issuer,
    algorithms: ["RS256"],
  });
  expect(protectedHeader.alg).toBe("RS256");
  return payload;
}

/** What a browser does: follows the provider from page to page, keeping its cookies. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, form?: Record<string, string>): Promise<Response> => {
    const headers = { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") };
    const answer = await fetch(url, { redirect: "manual", headers, ...(form && { method: "POST", body: new URLSearchParams(form) }) });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
      cookies.set(name, value);
    }
    return answer;
  };
}

async function signedIn(place: Running, { account, password }: { account: string; password: string }) {
  const { signIn, publicUrl } = place;
  const verifier = randomBytes(32).toString("base64url");
  const redirectUri = `${publicUrl}/sign-in/callback`;
  const query = new URLSearchParams({
    ...{ client_id: signIn.clientId, response_type: "code", redirect_uri: redirectUri, state: "s1" },
    ...{ scope: "openid hearten/read hearten/operate", code_challenge_method: "S256" },
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  });
  const visit = browser();
  const start = await visit(`${signIn.authorizeUrl}?${query}`);
  const page = new URL(start.headers.get("location") ?? "", publicUrl).href;
  const form = await visit(page);
  const answer = await visit(page, { account, password });
  return { visit, form, answer, verifier, redirectUri };
}

it("gives a program an access token with the claims that the functions read", async () => {
  const place = await running();
  const [supplier] = place.directory.suppliers;
  if (!supplier) throw new Error("the directory has no supplier");

  const answer = (await (await tokenFor(place, supplier, "hearten/submit")).json()) as { access_token: string };

  expect(await claimsOf(place.signIn, answer.access_token)).toMatchObject({
    ...{ iss: place.signIn.issuer, sub: "supplier-one", client_id: "supplier-one", scope: "hearten/submit", token_use: "access" },
  });
});

it("gives no token for a wrong secret, and no scope that a program may not have", async () => {
  const place = await running();
  const [supplier] = place.directory.suppliers;
  const evaluator = place.directory.people.find(({ kind }) => kind === "evaluator");
  if (!supplier || !evaluator) throw new Error("the directory is not whole");

  expect((await tokenFor(place, { ...supplier, clientSecret: "wrong" }, "hearten/submit")).status).toBe(401);
  expect((await tokenFor(place, supplier, "hearten/operate")).status).toBe(400);
  expect((await tokenFor(place, evaluator, "hearten/submit")).status).toBe(400);
});

it("signs a person in through a page with labels and no script, and gives a token for what they may do", async () => {
  const place = await running();
  const practice = place.directory.people.find(({ kind }) => kind === "practice");
  if (!practice) throw new Error("the directory is not whole");

  const { visit, form, answer, verifier, redirectUri } = await signedIn(place, practice);
  const page = await form.text();
  const resumed = await visit(answer.headers.get("location") ?? "");
  const back = new URL(resumed.headers.get("location") ?? "");
  const exchanged = await fetch(place.signIn.tokenUrl, {
    method: "POST",
    body: new URLSearchParams({
      ...{ grant_type: "authorization_code", client_id: place.signIn.clientId, redirect_uri: redirectUri },
      ...{ code: back.searchParams.get("code") ?? "", code_verifier: verifier },
    }),
  });
  const { access_token } = (await exchanged.json()) as { access_token: string };

  expect(page).toContain('<label for="account">');
  expect(page).not.toContain("<script");
  expect([back.origin + back.pathname, back.searchParams.get("state")]).toEqual([redirectUri, "s1"]);
  expect(await claimsOf(place.signIn, access_token)).toMatchObject({
    sub: practice.subject,
    client_id: "reports",
    scope: "hearten/read",
    token_use: "access",
  });
});

it("asks again after a wrong password, and says how to put it right", async () => {
  const place = await running();

  const { answer } = await signedIn(place, { account: "practice", password: "wrong" });

  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("There is a problem");
});

it("sends nobody back to an address that is not the site's, and takes no code without proof", async () => {
  const { signIn, publicUrl } = await running();
  const query = (redirectUri: string) =>
    new URLSearchParams({ client_id: signIn.clientId, response_type: "code", scope: "openid", redirect_uri: redirectUri });

  const elsewhere = await fetch(`${signIn.authorizeUrl}?${query("https://example.org/")}`, { redirect: "manual" });
  const unproved = await fetch(`${signIn.authorizeUrl}?${query(`${publicUrl}/sign-in/callback`)}`, { redirect: "manual" });

  expect([elsewhere.status, elsewhere.headers.get("location")]).toEqual([400, null]);
  expect(new URL(unproved.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_request");
});

it("keeps accounts and keys from one start to the next, in a file its owner alone can read", () => {
  const file = join(scratchDirectory(), "sign-in.json");

  expect(keptDirectory(file)).toEqual(keptDirectory(file));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
