import { createHash } from "node:crypto";

/** Where people sign in, and what this service is called there. */
export type SignInPlace = {
  readonly authorizeUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
};

/** What a sign-in must come back with: the state, and the secret whose hash was sent ahead (PKCE, RFC 7636). */
export type SignInSecrets = { readonly state: string; readonly verifier: string };

/** The address to send a browser to. */
export function authorizeAddress({ authorizeUrl, clientId, redirectUri, scope }: SignInPlace, { state, verifier }: SignInSecrets): string {
  const address = new URL(authorizeUrl);
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const asked = { response_type: "code", client_id: clientId, redirect_uri: redirectUri, scope, state };
  for (const [name, value] of Object.entries({ ...asked, code_challenge: challenge, code_challenge_method: "S256" })) {
    address.searchParams.set(name, value);
  }
  return address.toString();
}

/** The secrets as one cookie value. */
export function secretsText({ state, verifier }: SignInSecrets): string {
  return `${state}.${verifier}`;
}

/** The secrets of a cookie value; `null` where it is none of ours. */
export function parseSecrets(text: string | undefined): SignInSecrets | null {
  const [, state, verifier] = /^([A-Za-z0-9_-]{20,128})\.([A-Za-z0-9_-]{43,128})$/.exec(text ?? "") ?? [];
  return state === undefined || verifier === undefined ? null : { state, verifier };
}
