import * as z from "zod";

type TokenPlace = { readonly tokenUrl: string; readonly clientId: string; readonly redirectUri: string };

const tokenAnswer = z.object({ access_token: z.string().min(1).max(3500), expires_in: z.int().min(1).max(86_400) });
const waitAtMostMs = 5000;

/** Exchanges a code for an access token (RFC 6749, 4.1.3, with the verifier of RFC 7636); `null` when the code is not taken. */
export function codeExchange({ tokenUrl, clientId, redirectUri }: TokenPlace) {
  return async (code: string, verifier: string) => {
    const form = new URLSearchParams({
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    });
    const answer = await fetch(tokenUrl, { method: "POST", body: form, redirect: "error", signal: AbortSignal.timeout(waitAtMostMs) });
    if (answer.status >= 500) throw new Error("exchanging a code requires the token endpoint to answer");
    if (!answer.ok) return null;
    const { access_token: accessToken, expires_in: seconds } = tokenAnswer.parse(await answer.json());
    return { accessToken, seconds };
  };
}
