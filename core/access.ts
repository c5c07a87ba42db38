import type { CivilDate } from "./civil-date.ts";
import { englandCode, levels } from "./organisations/organisation.ts";
import type { Grant } from "./ports/authority.ts";

/** Who reads: their grants, as they stand at this moment, and the day. Somebody who is not signed in has none. */
export type Reader = { readonly grants: readonly Grant[]; readonly on: CivilDate };

/** The code of the place above, `null` for one that stands under nothing or is not known. */
export type ParentOf = (code: string) => string | null;

/**
 * Whether somebody may read the pages of a place: England is everybody's; otherwise it is a place they were granted, one below it if the
 * grant reaches down (a commissioner's), or one above it (the aggregates that a practice or a commissioner is compared with).
 *
 * Codes are compared whole: no code stands for those that begin with it.
 */
export function canRead({ grants, on }: Reader, place: string, parentOf: ParentOf): boolean {
  if (place === englandCode) return true;
  const above = lineOf(place, parentOf);
  return grants
    .filter(({ expiresOn }) => expiresOn === null || expiresOn > on)
    .some(({ organisation, scope }) => {
      if (organisation === place) return true;
      return (scope === "subtree" && above.includes(organisation)) || lineOf(organisation, parentOf).includes(place);
    });
}

/** Whether somebody holds any grant: then the England of each night is theirs, which everybody else reads in monthly packs. */
export function holdsAny({ grants, on }: Reader): boolean {
  return grants.some(({ expiresOn }) => expiresOn === null || expiresOn > on);
}

/** The places above one, nearest first; never longer than there are levels, whatever the hierarchy says. */
function lineOf(code: string, parentOf: ParentOf): readonly string[] {
  const line: string[] = [];
  for (let parent = parentOf(code); parent !== null && line.length < levels.length; parent = parentOf(parent)) line.push(parent);
  return line;
}
