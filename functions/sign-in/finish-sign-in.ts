import { timingSafeEqual } from "node:crypto";
import { parseSecrets } from "./begin-sign-in.ts";

/** What came back from where people sign in. */
export type ComingBack = { readonly code: string | undefined; readonly state: string | undefined; readonly cookie: string | undefined };

/** A token and for how long it holds. */
export type Session = { readonly accessToken: string; readonly seconds: number };

/** A session, and whose it is. */
export type OwnSession = Session & { readonly subject: string };

export type FinishDeps = {
  /** Exchanges a code for a token; `null` when the code is not taken. */
  readonly exchange: (code: string, verifier: string) => Promise<Session | null>;
  /** Whose token that is; `null` for one that reports are not read with. */
  readonly readerOf: (accessToken: string) => Promise<string | null>;
};

/** The session that a sign-in ends in; `null` where it was not begun in this browser, was begun too long ago, or is not to be trusted. */
export async function finishSignIn({ code, state, cookie }: ComingBack, { exchange, readerOf }: FinishDeps): Promise<OwnSession | null> {
  const begun = parseSecrets(cookie);
  if (begun === null || code === undefined || state === undefined || !isSame(state, begun.state)) return null;
  const session = await exchange(code, begun.verifier);
  const subject = session === null ? null : await readerOf(session.accessToken);
  return session === null || subject === null ? null : { ...session, subject };
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
