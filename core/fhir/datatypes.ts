import * as z from "zod";

/*
 * FHIR R4's datatypes, as far as they are read. What is named is checked strictly; FHIR allows more beside it, which is left unread.
 * Elements that could change the meaning of these are refused before (`forbidden-elements.ts`).
 */

const text = z.string().min(1).max(2048);

/** A code of a system, both optional in FHIR. */
export const coding = z.object({ system: text.optional(), code: text.optional() });
export type Coding = z.infer<typeof coding>;

/** One concept in several codings. */
export const codeableConcept = z.object({ coding: z.array(coding).max(32).optional(), text: text.optional() });
export type CodeableConcept = z.infer<typeof codeableConcept>;

const identifierParts = z.object({ use: text.optional(), system: text.optional(), value: text.optional() });

/** A reference without its own identifier's assigner: as deep as it goes. */
const assigner = z.object({ reference: text.optional(), identifier: identifierParts.optional() });

/** A business identifier: a value in its system, and who gave it. */
export const identifier = identifierParts.extend({ assigner: assigner.optional() });
export type Identifier = z.infer<typeof identifier>;

/** A pointer to another resource: within the bundle, or by business identifier. */
export const reference = z.object({ reference: text.optional(), type: text.optional(), identifier: identifier.optional() });
export type Reference = z.infer<typeof reference>;

/** When a resource was last changed. */
export const meta = z.object({ lastUpdated: text.optional(), versionId: text.optional() });

/** An extension with a concept as its value; others are not read. */
export const conceptExtension = z.object({ url: text, valueCodeableConcept: codeableConcept.optional() });
export type ConceptExtension = z.infer<typeof conceptExtension>;

/** The systems codes come from. */
export const systems = {
  snomed: "http://snomed.info/sct",
  loinc: "http://loinc.org",
  ucum: "http://unitsofmeasure.org",
  category: "http://terminology.hl7.org/CodeSystem/observation-category",
  gender: "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender",
  nullFlavour: "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
  ethnicity: "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland",
} as const;
