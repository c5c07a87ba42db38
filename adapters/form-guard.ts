import { createHash, timingSafeEqual } from "node:crypto";

/** The field that carries the token. */
export const tokenField = "token";

/** What a form of this session carries: a hash of its token, which nobody but the session's own browser and this service can know. */
export function formToken(session: string): string {
  return createHash("sha256").update(`hearten form|${session}`).digest("base64url");
}

/** Whether a form's token is that of the session it came with. */
export function isOfSession(token: string, session: string): boolean {
  const [sent, expected] = [Buffer.from(token), Buffer.from(formToken(session))];
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

/** Whether a browser says that a form was sent from a page of another site. A browser that says neither is held to the token alone. */
export function isFromElsewhere(
  { origin, fetchSite }: { readonly origin: string | undefined; readonly fetchSite: string | undefined },
  publicUrl: string,
): boolean {
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none") return true;
  return origin !== undefined && origin !== new URL(publicUrl).origin;
}
