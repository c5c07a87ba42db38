import { organisationsOn } from "../../core/organisations/organisation.ts";
import { type FillInDeps, momentOf, type Practice } from "./fill-in.ts";

/** The practices that somebody may send for and that are open today, by name. A right to a commissioner's area is for systems: it names no practice. */
export async function practicesOf(subject: string, deps: FillInDeps): Promise<readonly Practice[]> {
  const { today } = momentOf(deps);
  const grants = (await deps.senders.grantsOf(subject)).filter(({ expiresOn }) => expiresOn === null || expiresOn > today);
  const found = await Promise.all(grants.map(({ organisation }) => deps.authority.organisationVersions(organisation)));
  const open = found.flatMap((versions) => [...organisationsOn(versions, today).values()]);
  return open
    .filter(({ level }) => level === "practice")
    .map(({ code, name }) => ({ code, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
