import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Context, type Grant, interactionPolicy, Provider } from "oidc-provider";
import { scopes } from "../../names.ts";
import type { Directory, Person } from "./directory.ts";
import { signInErrorPage, signInPage } from "./page.ts";
import { ShortMemory } from "./short-memory.ts";

/** Sign-in for the people and the programs of the sample service, under `/oidc` of the public address. */
export type SignIn = {
  issuer: string;
  jwksUrl: string;
  authorizeUrl: string;
  tokenUrl: string;
  clientId: string;
  handle(request: IncomingMessage, response: ServerResponse): void;
};

/** Where the provider stands under the public address. */
export const mountPath = "/oidc";
const siteClient = "reports";
const api = "urn:hearten";
const hour = 3600;
const largestForm = 10_000;

/**
 * OAuth 2 and OpenID Connect by oidc-provider: client credentials for programs, a code with PKCE for people. Access tokens are RS256 JWTs
 * with the claims that Cognito's have: `iss`, `sub`, `client_id`, `scope`, `token_use`.
 */
export function startSignIn(directory: Directory, publicUrl: string): SignIn {
  const issuer = `${publicUrl}${mountPath}`;
  const provider = new Provider(issuer, configuration(directory, publicUrl));
  const callback = provider.callback();
  const pages = interactionPages(provider, directory);

  return {
    ...{ issuer, jwksUrl: `${issuer}/jwks`, authorizeUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token`, clientId: siteClient },
    handle(request, response) {
      const path = (request.url ?? "").split("?")[0] ?? "";
      if (path.startsWith(`${mountPath}/interaction/`)) {
        pages(request, response).catch(() => answerPage(response, 400, signInErrorPage()));
        return;
      }
      // The provider routes what stands behind its mount, and writes addresses from the whole.
      Object.assign(request, { originalUrl: request.url, url: request.url?.slice(mountPath.length) || "/" });
      callback(request, response);
    },
  };
}

function configuration(directory: Directory, publicUrl: string): object {
  const allowed = (clientId: string) => directory.people.find((person) => person.clientId === clientId)?.scopes;
  return {
    adapter: ShortMemory,
    clients: clientsOf(directory, publicUrl),
    jwks: { keys: [directory.signingKey] },
    cookies: { keys: directory.cookieKeys },
    scopes: ["openid", ...Object.values(scopes)],
    ttl: {
      AccessToken: hour,
      ClientCredentials: hour,
      IdToken: hour,
      AuthorizationCode: 60,
      Interaction: hour,
      Session: hour,
      Grant: hour,
    },
    pkce: { required: () => true },
    interactions: { url: (_: Context, { uid }: { uid: string }) => `${mountPath}/interaction/${uid}`, policy: alwaysAsk() },
    findAccount: (_: Context, subject: string) => accountOf(directory, subject),
    loadExistingGrant: (context: Context) => grantOf(context, directory),
    extraTokenClaims: () => ({ token_use: "access" }),
    renderError: (context: { type: string; body: string }) => Object.assign(context, { type: "html", body: signInErrorPage() }),
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => api,
        useGrantedResource: () => true,
        getResourceServerInfo: (_: Context, __: string, client: { clientId: string }) => ({
          scope: (allowed(client.clientId) ?? Object.values(scopes)).join(" "),
          accessTokenFormat: "jwt",
          accessTokenTTL: hour,
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
  };
}

function clientsOf({ suppliers, people }: Directory, publicUrl: string): readonly object[] {
  const programs = [...suppliers, ...people].map(({ clientId, clientSecret, scopes: granted }) => ({
    ...{ client_id: clientId, client_secret: clientSecret, scope: granted.join(" ") },
    ...{ grant_types: ["client_credentials"], redirect_uris: [], response_types: [], token_endpoint_auth_method: "client_secret_basic" },
  }));
  const site = {
    ...{ client_id: siteClient, token_endpoint_auth_method: "none", grant_types: ["authorization_code"], response_types: ["code"] },
    redirect_uris: [`${publicUrl}/sign-in/callback`],
  };
  return [...programs, site];
}

/** Every sign-in asks who it is, so that one person can try every account; nobody is asked to agree to what they may do anyway. */
function alwaysAsk(): object {
  const policy = interactionPolicy.base();
  const unasked = new interactionPolicy.Check("always", "each sign-in asks for an account", ({ oidc }) => oidc.result?.login === undefined);
  policy.get("login").checks.add(unasked);
  policy.remove("consent");
  return policy;
}

function accountOf({ people }: Directory, subject: string) {
  const person = people.find((candidate) => candidate.subject === subject);
  return person && { accountId: person.subject, claims: () => ({ sub: person.subject, name: person.account }) };
}

async function grantOf({ oidc }: Context, { people }: Directory): Promise<Grant> {
  const accountId = oidc.session.accountId;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId });
  grant.addOIDCScope("openid");
  grant.addResourceScope(api, people.find(({ subject }) => subject === accountId)?.scopes.join(" ") ?? "");
  await grant.save();
  return grant;
}

function interactionPages(
  provider: Provider,
  { people }: Directory,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const { uid } = await provider.interactionDetails(request, response);
    const page = (failed: boolean) =>
      signInPage({ action: `${mountPath}/interaction/${uid}`, failed, accounts: people.map(({ account }) => account) });
    if (request.method !== "POST") return answerPage(response, 200, page(false));
    const person = personWith(people, await formOf(request));
    if (!person) return answerPage(response, 422, page(true));
    await provider.interactionFinished(
      request,
      response,
      { login: { accountId: person.subject, remember: false } },
      { mergeWithLastSubmission: false },
    );
  };
}

function personWith(people: readonly Person[], form: URLSearchParams): Person | undefined {
  const person = people.find(({ account }) => account === form.get("account")?.trim());
  const [given, expected] = [Buffer.from(form.get("password") ?? ""), Buffer.from(person?.password ?? "")];
  return given.length === expected.length && given.length > 0 && timingSafeEqual(given, expected) ? person : undefined;
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const piece of request) {
    text += piece;
    if (text.length > largestForm) throw new Error("the form is larger than a sign-in needs");
  }
  return new URLSearchParams(text);
}

function answerPage(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  });
  response.end(page);
}
