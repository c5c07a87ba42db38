import type * as z from "zod";
import { type Parsed, taken } from "../refusal.ts";
import { type Identifier, type Reference, systems } from "./datatypes.ts";
import type { Entries, Entry, TakenType } from "./entries.ts";
import { fhirRefusal, fhirRefused } from "./fhir-rules.ts";

/** What a reference names: an entry of the bundle, or something known by its business identifier alone. */
export type Named = { readonly entry: Entry } | { readonly identifier: Identifier };

/**
 * What a reference names. Only entries of the same bundle and business identifiers count; no address is ever followed, and a relative one
 * says nothing to a receiver that keeps no resources.
 */
export function resolve(reference: Reference, type: TakenType, { entries, field }: { entries: Entries; field: string }): Parsed<Named> {
  const { reference: address, identifier } = reference;
  const entry = address === undefined ? undefined : entries.byFullUrl.get(address);
  if (entry !== undefined) {
    if (entry.type !== null && entry.type !== type) return fhirRefused("fhir-reference-type", field, `refer to a ${type}`);
    return entry.refusals.length > 0
      ? fhirRefused("fhir-reference-refused", field, "put right the entry that this one refers to")
      : taken({ entry });
  }
  if (identifier?.value !== undefined && address?.startsWith("urn:") !== true) return taken({ identifier });
  return fhirRefused("fhir-reference-unresolved", field, `refer to a ${type} of this bundle by its urn:uuid, or give its identifier`);
}

/** Reads a resource by its shape. What is wrong is named by the elements of that shape, never by a name the sender made up. */
export function readShape<T>(shape: z.ZodType<T>, resource: unknown): Parsed<T> {
  const read = shape.safeParse(resource);
  if (read.success) return taken(read.data);
  const fields = new Set(read.error.issues.map(({ path }) => ["resource", ...path].join(".")));
  const fix = "send the element with the type and cardinality that FHIR R4 gives it, and leave none out that is required";
  return { ok: false, refusals: [...fields].slice(0, 20).map((field) => fhirRefusal("fhir-shape", field, fix)) };
}

/** Whether a concept has a code of a system. */
export function hasCode(
  concepts: readonly { readonly coding?: readonly { system?: string | undefined; code?: string | undefined }[] | undefined }[],
  system: keyof typeof systems,
  code: string,
): boolean {
  return concepts.some(({ coding = [] }) => coding.some((one) => one.system === systems[system] && one.code === code));
}
