import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { type Problem, problemOf } from "../core/problem.ts";
import { submissionRefusal } from "../core/submission/submission-rules.ts";
import { sha256 } from "./sha256.ts";

/** Who a request comes from, by a token that was verified; or the problem, the same for every kind of bad token. */
export type Caller = { readonly ok: true; readonly client: string } | { readonly ok: false; readonly problem: Problem };

/** Says who calls, from the Authorization header, if their token carries the scope. */
export type AccessTokens = (authorization: string | undefined, scope: string) => Promise<Caller>;

const longestToken = 8192;
const clockSkewSeconds = 60;
const tokensKnown = 1_000;
const knownForMs = 60_000;
const unauthorised = problemOf(
  submissionRefusal(
    "access-token",
    "Authorization",
    "send Authorization: Bearer with an access token of this service that has not expired",
  ),
  401,
);

/**
 * Verifies access tokens: RS256 alone, by the issuer's published keys; an access token and no other; not expired. Keys that a token names itself
 * (`jku`, `x5u`, `jwk`) are never looked at.
 */
export function accessTokens({ issuer, jwksUrl, now = Date.now }: { issuer: string; jwksUrl: string; now?: () => number }): AccessTokens {
  const claimsOf = remembering(now, verifying(issuer, createRemoteJWKSet(new URL(jwksUrl))));
  return async (authorization, scope) => {
    const token = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/.exec(authorization ?? "")?.[1];
    if (token === undefined || token.length > longestToken) return { ok: false, problem: unauthorised };
    const claims = await claimsOf(token);
    if (claims === null || claims.token_use !== "access" || typeof claims.client_id !== "string")
      return { ok: false, problem: unauthorised };
    const allowed = typeof claims.scope === "string" && claims.scope.split(" ").includes(scope);
    if (!allowed)
      return { ok: false, problem: problemOf(submissionRefusal("scope", "Authorization", `use a token with the scope ${scope}`), 403) };
    return { ok: true, client: claims.client_id };
  };
}

type Claims = (token: string) => Promise<JWTPayload | null>;

/**
 * A client sends one token with thousands of requests. What was verified is known for a minute, by the token's hash, and never past its end; so a key that
 * the issuer withdraws is of no use a minute later. What a client may do is no part of it: grants are read for every request. What does not hold is
 * not remembered.
 */
function remembering(now: () => number, verify: Claims): Claims {
  const known = new Map<string, { readonly claims: JWTPayload; readonly until: number }>();
  return async (token) => {
    const name = sha256(token);
    const remembered = known.get(name);
    if (remembered !== undefined && remembered.until > now()) return remembered.claims;
    known.delete(name);
    const claims = await verify(token);
    if (claims === null) return null;
    if (known.size >= tokensKnown) known.clear();
    known.set(name, { claims, until: Math.min(now() + knownForMs, ((claims.exp ?? 0) + clockSkewSeconds) * 1000) });
    return claims;
  };
}

/** `null` for a token that does not hold. @throws when the issuer's keys cannot be fetched: that is no fault of the token */
function verifying(issuer: string, keys: ReturnType<typeof createRemoteJWKSet>): Claims {
  const options = { issuer, algorithms: ["RS256"], clockTolerance: clockSkewSeconds, requiredClaims: ["exp", "client_id"] };
  return async (token) => {
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      if (error instanceof errors.JWKSTimeout) throw error;
      if (error instanceof errors.JOSEError && error.code !== "ERR_JOSE_GENERIC") return null;
      throw error;
    }
  };
}
