import type { Refusal } from "../refusal.ts";
import { fhirRefusal } from "./fhir-rules.ts";

const levelsAtMost = 24;

/** Elements that change the meaning of what stands beside them, or hide a resource where nothing looks: ignoring them could be harmful. */
const forbidden = new Set(["modifierExtension", "implicitRules", "contained"]);
const special = new Set(["__proto__", "constructor", "prototype"]);

/** Anything with a scheme but a URN of an entry, and what a browser would complete to one. */
const external = /^(?!urn:(?:uuid|oid):)(?:[a-z][a-z0-9+.-]*:|\/\/|\\\\)/i;

/** What a look through a whole resource found. */
export type Looked = { readonly refusals: readonly Refusal[]; readonly references: readonly string[] };

/**
 * Looks through everything in a resource, read elsewhere or not: for elements that must not be ignored, for references that lead out, and
 * for those within the bundle. Nothing is ever fetched. A refusal names no name that the sender could have made up.
 */
export function lookThrough(resource: unknown): Looked {
  const found = new Map<string, Refusal>();
  const references = new Set<string>();
  const waiting: { value: unknown; level: number }[] = [{ value: resource, level: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, level } = next;
    if (typeof value !== "object" || value === null) continue;
    if (level > levelsAtMost) {
      found.set("deep", fhirRefusal("fhir-too-deep", "resource", "nest elements at most 24 levels deep"));
      break;
    }
    for (const [name, inside] of Object.entries(value)) {
      const refusal = refusalOf(name, inside);
      if (refusal !== null) found.set(refusal.field + refusal.rule, refusal);
      else if (name === "reference" && typeof inside === "string") references.add(inside);
      waiting.push({ value: inside, level: level + 1 });
    }
  }
  return { refusals: [...found.values()], references: [...references] };
}

function refusalOf(name: string, inside: unknown): Refusal | null {
  if (special.has(name)) return fhirRefusal("fhir-forbidden-key", "resource", "leave out names that programs treat specially");
  if (forbidden.has(name)) {
    return fhirRefusal("fhir-forbidden-element", `resource.${name}`, `leave out ${name}: it cannot be understood here, and not be ignored`);
  }
  if (name === "reference" && typeof inside === "string" && isExternal(inside)) return externalReference("resource");
  if (name === "reference" && typeof inside === "string" && inside.startsWith("#")) {
    return fhirRefusal("fhir-forbidden-element", "resource.contained", "make what is contained an entry of its own");
  }
  return null;
}

/** Whether a reference or address leads out of the bundle. */
export function isExternal(address: string): boolean {
  return external.test(address.trim());
}

/** The refusal of a reference that leads out. */
export function externalReference(field: string): Refusal {
  return fhirRefusal(
    "fhir-reference-external",
    field,
    "refer to an entry by its urn:uuid, or to anything else by identifier: no address is followed",
  );
}
