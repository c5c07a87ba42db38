import type { CivilDate } from "../civil-date.ts";

/** One erasure of a person: at one practice or, with `null`, wherever they were referred; and the day in London on which it was asked for. */
export type Erased = { readonly practice: string | null; readonly on: CivilDate };

/** What is settled about a person, whatever their referrals say. `version` is 0 while nothing is. */
export type PersonStanding = {
  readonly version: number;
  readonly optedOut: boolean;
  readonly erasures: readonly Erased[];
};

/** Nothing is settled about the person. */
export const nothingSettled: PersonStanding = { version: 0, optedOut: false, erasures: [] };

/** Whether a referral is one that was erased: of that practice, and not made after the day of the erasure. Whoever is referred anew counts anew. */
export function isErased({ erasures }: PersonStanding, { practice, referredOn }: { practice: string; referredOn: CivilDate }): boolean {
  return erasures.some((erased) => (erased.practice === null || erased.practice === practice) && referredOn <= erased.on);
}

/** The standing with one more erasure; the same standing where an earlier one says as much. */
export function withErasure(standing: PersonStanding, erased: Erased): PersonStanding {
  const isSaid = standing.erasures.some(({ practice, on }) => (practice === null || practice === erased.practice) && on >= erased.on);
  return isSaid ? standing : { ...standing, version: standing.version + 1, erasures: [...standing.erasures, erased] };
}

/** The standing of whoever has opted out, or in again; the same standing where it says so already. */
export function withOptOut(standing: PersonStanding, optedOut: boolean): PersonStanding {
  return standing.optedOut === optedOut ? standing : { ...standing, version: standing.version + 1, optedOut };
}
