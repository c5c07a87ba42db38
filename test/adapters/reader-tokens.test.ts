import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { readerTokens } from "../../adapters/reader-tokens.ts";

const issuer = "https://sign-in.example";
const source = { issuer, jwksUrl: `${issuer}/jwks`, signInClientId: "reports" };
type Claims = Record<string, unknown>;

let subjectOf: ReturnType<typeof readerTokens>;
let sign: (claims: Claims, options?: { readonly seconds?: number; readonly kid?: string }) => Promise<string>;
let otherKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
let publicText: string;

const claims = { sub: "someone", client_id: "reports", token_use: "access", scope: "openid hearten/read" };

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  otherKey = (await generateKeyPair("RS256")).privateKey;
  const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256", use: "sig" };
  publicText = JSON.stringify(jwk);
  subjectOf = readerTokens(source, createLocalJWKSet({ keys: [jwk] }));
  sign = (given, { seconds = 600, kid = "k1" } = {}) =>
    new SignJWT({ iss: issuer, ...given })
      .setProtectedHeader({ alg: "RS256", kid })
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(privateKey);
});

const withCookie = (token: string) => subjectOf({ cookie: `theme=dark; hearten-session=${token}`, authorization: undefined });
const withBearer = (token: string) => subjectOf({ cookie: undefined, authorization: `Bearer ${token}` });

describe("who a reader is", () => {
  it("is said by the session cookie of our own sign-in, and by a program's bearer token", async () => {
    expect(await withCookie(await sign(claims))).toBe("someone");
    expect(await withBearer(await sign({ ...claims, client_id: "a-program" }))).toBe("someone");
  });

  it("is nobody for a cookie that another client's sign-in made", async () => {
    expect(await withCookie(await sign({ ...claims, client_id: "a-program" }))).toBeNull();
  });

  it("is nobody without the scope to read, without being an access token, or from another issuer", async () => {
    for (const wrong of [
      { scope: "openid" },
      { scope: undefined },
      { token_use: "id" },
      { iss: "https://elsewhere.example" },
      { sub: undefined },
    ]) {
      expect(await withBearer(await sign({ ...claims, ...wrong }))).toBeNull();
    }
  });

  it("is nobody for a token that has expired, beyond a minute of skew", async () => {
    expect(await withBearer(await sign(claims, { seconds: -61 }))).toBeNull();
    expect(await withBearer(await sign(claims, { seconds: -30 }))).toBe("someone");
  });

  it("is nobody for a token signed by somebody else, by nobody, or with the public key as a secret", async () => {
    const expiry = Math.floor(Date.now() / 1000) + 600;
    const forged = await new SignJWT({ iss: issuer, ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "k1" })
      .setExpirationTime(expiry)
      .sign(otherKey);
    const symmetric = await new SignJWT({ iss: issuer, ...claims })
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .setExpirationTime(expiry)
      .sign(new TextEncoder().encode(publicText));
    const unsigned = new UnsecuredJWT({ iss: issuer, ...claims }).setExpirationTime(expiry).encode();

    for (const token of [forged, symmetric, unsigned, await sign(claims, { kid: "k2" }), "nonsense", "a.b.c", "x".repeat(20_000)]) {
      expect(await withBearer(token)).toBeNull();
    }
  });

  it("is nobody for two session cookies at once, and for none", async () => {
    const token = await sign(claims);

    expect(await subjectOf({ cookie: `hearten-session=${token}; hearten-session=${token}`, authorization: undefined })).toBeNull();
    expect(await subjectOf({ cookie: undefined, authorization: undefined })).toBeNull();
    expect(await subjectOf({ cookie: undefined, authorization: "Basic abc" })).toBeNull();
  });
});
