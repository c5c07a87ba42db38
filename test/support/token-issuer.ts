import { createServer } from "node:http";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { listenOnLoopback } from "../../local/loopback.ts";

/** An issuer of access tokens with its published keys, on this machine. */
export type TokenIssuer = {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** A token as it should be, unless told otherwise. */
  token(claims?: Readonly<Record<string, unknown>>, header?: { alg?: string; kid?: string; [name: string]: unknown }): Promise<string>;
  /** A token whose "secret" is the public key, as text: it holds for whoever lets the token choose how it is verified. */
  tokenByPublicKey(): Promise<string>;
  stop(): Promise<void>;
};

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256", use: "sig" };
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [key] })));
  const issuer = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  const told = (claims: Readonly<Record<string, unknown>>) =>
    new SignJWT({
      client_id: "supplier-1",
      scope: "hearten/submit hearten/read",
      token_use: "access",
      iss: issuer,
      exp: Math.floor(Date.now() / 1000) + 600,
      ...claims,
    });
  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    token: (claims = {}, header = {}) =>
      told(claims)
        .setProtectedHeader({ alg: "RS256", kid: "k1", ...header })
        .sign(privateKey),
    tokenByPublicKey: async () =>
      told({})
        .setProtectedHeader({ alg: "HS256", kid: "k1" })
        .sign(new TextEncoder().encode(await exportSPKI(publicKey))),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
