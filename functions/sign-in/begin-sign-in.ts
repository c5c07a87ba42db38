import { createHash } from "node:crypto";

/** Where people sign in, and what this service is called there. */
export type SignInPlace = {
  readonly authorizeUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
};

/** Where a sign-in may lead: one of these, and nowhere that a request names. */
export const destinations = ["reports", "fill-in", "practice"] as const;
export type Destination = (typeof destinations)[number];

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

/** The secrets as one cookie value, with where the sign-in leads if that is not the reports. */
export function secretsText({ state, verifier }: SignInSecrets, to: Destination): string {
  return to === "reports" ? `${state}.${verifier}` : `${state}.${verifier}.${to}`;
}

/** The secrets of a cookie value; `null` where it is none of ours. */
export function parseSecrets(text: string | undefined): (SignInSecrets & { readonly to: Destination }) | null {
  const [, state, verifier, to] = /^([A-Za-z0-9_-]{20,128})\.([A-Za-z0-9_-]{43,128})(?:\.([a-z-]{1,20}))?$/.exec(text ?? "") ?? [];
  return state === undefined || verifier === undefined ? null : { state, verifier, to: destinationOf(to) };
}

/** Where a text says that a sign-in leads: the reports unless it names another place there is. */
export function destinationOf(text: string | undefined): Destination {
  return destinations.find((one) => one === text) ?? "reports";
}
