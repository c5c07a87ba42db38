import type { CivilDate } from "../civil-date.ts";
import type { OrganisationVersion } from "../organisations/organisation.ts";

/** What a client may speak for: an organisation, alone or with everything below it, until a day if there is one. */
export type Grant = { readonly organisation: string; readonly scope: "own" | "subtree"; readonly expiresOn: CivilDate | null };

/** What authority is judged on. Grants are read afresh each time: one that is taken away ends with the next request. */
export interface AuthoritySource {
  /** Every version of an organisation; empty for a code that is not in the register. */
  organisationVersions(code: string): Promise<readonly OrganisationVersion[]>;
  /** The client's grant for an organisation, or `null`. */
  grantOf(client: string, organisation: string): Promise<Grant | null>;
}
