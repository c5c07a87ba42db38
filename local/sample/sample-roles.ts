import { lineage, type OrganisationVersion, organisationsOn } from "../../core/organisations/organisation.ts";
import type { PersonKind, SupplierId } from "../sign-in/directory.ts";

/** A right to an organisation: to it alone, or to everything under it as well. */
export type Right = { organisation: string; scope: "own" | "subtree" };

/** Who may do what in the sample service. */
export type SampleRoles = { suppliers: Readonly<Record<SupplierId, readonly string[]>>; people: Readonly<Record<PersonKind, Right>> };

/** Divides the practices between two suppliers, and gives each kind of person an organisation: that of the practice named, and those above it. */
export function sampleRoles(versions: readonly OrganisationVersion[], practice: string, on: string): SampleRoles {
  const organisations = organisationsOn(versions, on);
  const practices = [...organisations.values()].filter(({ level }) => level === "practice").map(({ code }) => code);
  const half = Math.ceil(practices.length / 2);
  const above = (level: string) => lineage(organisations, practice).find((one) => one.level === level)?.code ?? practice;
  return {
    suppliers: { "supplier-one": practices.slice(0, half), "supplier-two": practices.slice(half) },
    people: {
      practice: { organisation: practice, scope: "own" },
      "pcn-commissioner": { organisation: above("pcn"), scope: "subtree" },
      "icb-commissioner": { organisation: above("icb"), scope: "subtree" },
      evaluator: { organisation: above("england"), scope: "own" },
      operator: { organisation: above("england"), scope: "subtree" },
    },
  };
}
