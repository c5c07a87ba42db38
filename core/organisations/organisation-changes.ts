import type { CivilDate } from "../civil-date.ts";
import { hierarchyOn, type OrganisationVersion } from "./organisation.ts";

/** What an import adds to what is known: never an edit, only new versions. */
export type OrganisationChanges = {
  readonly versions: readonly OrganisationVersion[];
  /** Practices that now stand under another parent: their months are re-summed on both sides at the next night. */
  readonly moved: readonly { readonly practice: string; readonly from: string; readonly to: string }[];
};

/**
 * The versions an import adds. An organisation that is new comes as it stands in the file; one whose name, parent or closing day has changed gets a
 * version from the day of the import; one that has not changed gets none, so the same file twice adds nothing.
 */
export function organisationChanges(
  known: Iterable<OrganisationVersion>,
  incoming: readonly OrganisationVersion[],
  importedOn: CivilDate,
): OrganisationChanges {
  const current = hierarchyOn(known, "9999-12-31");
  const versions: OrganisationVersion[] = [];
  const moved: { practice: string; from: string; to: string }[] = [];
  for (const next of incoming) {
    const before = current.get(next.code);
    if (before === undefined) versions.push(next);
    else if (!sameFacts(before, next)) versions.push({ ...next, validFrom: importedOn > before.validFrom ? importedOn : before.validFrom });
    if (next.level === "practice" && before?.parent && next.parent && before.parent !== next.parent) {
      moved.push({ practice: next.code, from: before.parent, to: next.parent });
    }
  }
  return { versions, moved };
}

function sameFacts(a: OrganisationVersion, b: OrganisationVersion): boolean {
  return a.name === b.name && a.parent === b.parent && a.validTo === b.validTo && a.level === b.level && a.kind === b.kind;
}
