import type { PlaceName } from "../../core/place-report.ts";

/** What may be done with the numbers of a place: England's are public, those of smaller places are for the people who may read them. */
export function licenceOf({ level }: Pick<PlaceName, "level">): string {
  return level === "england"
    ? "Open Government Licence v3.0"
    : "For the people who may read this place’s pages; not for publication: numbers of small places can be subtracted from each other";
}
