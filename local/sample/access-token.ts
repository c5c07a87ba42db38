import * as z from "zod";

const granted = z.object({ access_token: z.string(), expires_in: z.number() });
const renewBeforeMilliseconds = 60_000;

export type Client = { clientId: string; clientSecret: string };

/** Gives a client's access token, asked for anew shortly before it runs out. */
export function tokenSource(tokenUrl: string, { clientId, clientSecret }: Client, scope: string): () => Promise<string> {
  let current: { token: string; until: number } | undefined;
  return async () => {
    if (current && current.until > Date.now()) return current.token;
    const headers = { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` };
    const answer = await fetch(tokenUrl, {
      method: "POST",
      headers,
      body: new URLSearchParams({ grant_type: "client_credentials", scope }),
    });
    if (!answer.ok) throw new Error(`no token for ${clientId}: the token address answered ${answer.status}`);
    const { access_token, expires_in } = granted.parse(await answer.json());
    current = { token: access_token, until: Date.now() + expires_in * 1000 - renewBeforeMilliseconds };
    return current.token;
  };
}
