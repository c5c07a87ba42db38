import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { scopes } from "../names.ts";
import { cookieOf, sessionCookie } from "./http-cookies.ts";

type TokenSource = { readonly issuer: string; readonly jwksUrl: string; readonly signInClientId: string };
type Sent = { readonly cookie: string | undefined; readonly authorization: string | undefined };

const longestToken = 8192;
const clockSkewSeconds = 60;

/**
 * Says who reads: from the session cookie, whose token must be one of our own sign-in, or from a bearer token of a program. RS256 alone, by the
 * issuer's published keys; an access token and no other, with the scope to read. `null` for none and for any that does not hold.
 */
export function readerTokens(
  { issuer, jwksUrl, signInClientId }: TokenSource,
  keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(jwksUrl)),
) {
  return async ({ cookie, authorization }: Sent): Promise<string | null> => {
    const bearer = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
    const token = bearer ?? cookieOf(cookie, sessionCookie);
    if (token === undefined || token.length > longestToken) return null;
    const claims = await claimsOf(token, issuer, keys);
    if (claims === null || claims.token_use !== "access" || typeof claims.sub !== "string") return null;
    if (typeof claims.scope !== "string" || !claims.scope.split(" ").includes(scopes.read)) return null;
    return bearer === undefined && claims.client_id !== signInClientId ? null : claims.sub;
  };
}

/** @throws when the issuer's keys cannot be fetched: that is no fault of the token */
async function claimsOf(token: string, issuer: string, keys: JWTVerifyGetKey): Promise<JWTPayload | null> {
  try {
    return (
      await jwtVerify(token, keys, { issuer, algorithms: ["RS256"], clockTolerance: clockSkewSeconds, requiredClaims: ["exp", "sub"] })
    ).payload;
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) throw error;
    if (error instanceof errors.JOSEError && error.code !== "ERR_JOSE_GENERIC") return null;
    throw error;
  }
}
