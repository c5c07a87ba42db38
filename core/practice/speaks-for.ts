import type { CivilDate } from "../civil-date.ts";
import type { Grant } from "../ports/authority.ts";

/**
 * Whether somebody who has signed in works at a practice: by a grant for the practice itself. Whoever commissions above it reads what is
 * published of it, never its referrals.
 */
export function worksAt(grants: readonly Grant[], practice: string, today: CivilDate): boolean {
  return grants.some(({ organisation, expiresOn }) => organisation === practice && (expiresOn === null || expiresOn > today));
}

/** Whether a text is an ODS code of a practice: only then may it be looked up or noted. */
export function isPracticeCode(text: string): boolean {
  return /^[A-HJ-NPV-Y][0-9]{5}$/.test(text);
}
