import { nhsNumberSystem } from "../identifiers/nhs-number.ts";
import { odsCodeSystem } from "../identifiers/ods-code.ts";
import { type Parsed, taken } from "../refusal.ts";
import type { Identifier, Reference } from "./datatypes.ts";
import { fhirRefused } from "./fhir-rules.ts";

/** An identifier's value, as an event or a referral is then known by: a UUID fits, and room is left for what a correction adds. */
const shape = /^[A-Za-z0-9](?:[A-Za-z0-9_:/-]|\.(?!\.)){0,35}$/;

/**
 * The sender's own id of a resource: the value of its one business identifier, or of the one marked `official`. The system is not kept:
 * values are unique within a practice and a kind of resource. A UUID written as a URN is the UUID.
 */
export function businessId(identifiers: readonly Identifier[], field: string): Parsed<string> {
  const own = identifiers.filter(({ system, value }) => value !== undefined && system !== nhsNumberSystem && system !== odsCodeSystem);
  const official = own.filter(({ use }) => use === "official");
  const [first, ...others] = official.length > 0 ? official : own;
  const value = first?.value?.replace(/^urn:uuid:/i, "");
  if (value === undefined || others.length > 0 || !shape.test(value)) {
    return fhirRefused("fhir-identifier", field, "give one identifier (or mark one official) of 1 to 36 letters, digits and . _ : / -");
  }
  return taken(value);
}

/** The ODS code that a reference names an organisation by, as it stands. */
export function odsOf(reference: Pick<Reference, "identifier"> | undefined): string | undefined {
  const identifier = reference?.identifier;
  return identifier?.system === odsCodeSystem ? identifier.value : undefined;
}
