import type { CivilDate } from "../civil-date.ts";
import type { DerivedStore, Mark } from "../ports/derived.ts";
import type { OrganisationBook, OrganisationRegister } from "../ports/organisations.ts";
import type { OrganisationVersion } from "./organisation.ts";
import { organisationChanges } from "./organisation-changes.ts";

/** What an import needs from outside. */
export type ImportPorts = {
  readonly book: OrganisationBook;
  readonly register: OrganisationRegister;
  readonly derived: Pick<DerivedStore, "standingsOf">;
};

/** What an import came to. */
export type ImportOutcome = { readonly added: number; readonly unchanged: number; readonly moved: number };

/**
 * Adds to the register what an import brings: new versions only. Practices that now stand elsewhere have all their months marked, before and again
 * after: before, so that an import killed half-way is made good by the same import again; after, for a night that cleared the first marks under the old hierarchy.
 */
export async function importOrganisations(
  incoming: readonly OrganisationVersion[],
  importedOn: CivilDate,
  { book, register, derived }: ImportPorts,
): Promise<ImportOutcome> {
  const { versions, moved } = organisationChanges(await book.versions(), incoming, importedOn);
  const marks: Mark[] = [];
  for (const { practice, to } of moved) {
    const months = (await derived.standingsOf(practice)).map(({ month }) => month);
    marks.push(...months.map((month) => ({ level: "practice", code: practice, month, id: `moved.${to}.${importedOn}` }) as const));
  }
  await register.mark(marks);
  await register.add(versions);
  await register.mark(marks);
  return { added: versions.length, unchanged: incoming.length - versions.length, moved: moved.length };
}
