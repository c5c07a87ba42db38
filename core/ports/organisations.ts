import type { OrganisationVersion } from "../organisations/organisation.ts";
import type { Mark } from "./derived.ts";

/** Every version of every organisation that was ever imported. */
export type OrganisationBook = { readonly versions: () => Promise<readonly OrganisationVersion[]> };

/** Where imports add to the register of organisations. */
export type OrganisationRegister = {
  /** Keeps versions; one that starts on the same day as a known one of the same code takes its place. */
  readonly add: (versions: readonly OrganisationVersion[]) => Promise<void>;
  /** Marks units to be summed again at the next night. */
  readonly mark: (marks: readonly Mark[]) => Promise<void>;
};
