import { socialPrescribingReferral } from "./service-request.ts";

/** What a deployment says of itself in its CapabilityStatement. */
export type Deployment = {
  /** When the statement was published, as a FHIR date. */
  readonly date: string;
  readonly softwareVersion: string;
  /** Where bundles are posted, where that is known. */
  readonly address?: string;
};

/** What Hearten says of itself: the day on which the statement last changed, and the version of the package. */
export const hearten: Deployment = { date: "2026-11-22", softwareVersion: "0.1.0" };

const resources = [
  {
    type: "Patient",
    profile: "http://hl7.org/fhir/StructureDefinition/Patient",
    supportedProfile: ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient"],
    documentation:
      "Named by NHS number or one local identifier. Birth date, sex and ethnic category are read; names and addresses are not.",
  },
  {
    type: "ServiceRequest",
    profile: "http://hl7.org/fhir/StructureDefinition/ServiceRequest",
    supportedProfile: ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-ServiceRequest"],
    documentation: `A referral: SNOMED CT ${socialPrescribingReferral}, an order, with the practice's ODS code as requester.identifier.`,
  },
  {
    type: "Task",
    profile: "http://hl7.org/fhir/StructureDefinition/Task",
    documentation: "A step of a referral, which is its focus.",
  },
  {
    type: "QuestionnaireResponse",
    profile: "http://hl7.org/fhir/StructureDefinition/QuestionnaireResponse",
    supportedProfile: ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-QuestionnaireResponse"],
    documentation: "Completed or amended answers to a known instrument, basedOn a referral. Scored here.",
  },
  {
    type: "Observation",
    profile: "http://hl7.org/fhir/StructureDefinition/Observation",
    supportedProfile: ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation"],
    documentation:
      "A score of category survey. Recomputed when it is derivedFrom answers of the same bundle, and refused where it disagrees.",
  },
] as const;

/** What of FHIR this service takes, as a CapabilityStatement of R4: bundles in, nothing out. The same deployment gives the same bytes. */
export function capabilityStatement({ date, softwareVersion, address }: Deployment): Record<string, unknown> {
  return {
    resourceType: "CapabilityStatement",
    name: "HeartenCapabilityStatement",
    title: "Hearten: what of FHIR is taken",
    status: "active",
    date,
    kind: "instance",
    software: { name: "Hearten", version: softwareVersion },
    implementation: { description: "Outcomes of social prescribing", ...(address === undefined ? {} : { url: address }) },
    fhirVersion: "4.0.1",
    format: ["application/fhir+json"],
    rest: [
      {
        mode: "server",
        documentation:
          "Takes batch bundles entry by entry and transaction bundles all or nothing. Keeps events, not resources: nothing can be read back as FHIR, and no reference is ever followed. Reads three extensions of its own: the fifth of deprivation and its edition on a Patient, and the scale of a score.",
        security: { description: "OAuth 2.0 client credentials; a grant for each practice, checked for each entry" },
        resource: resources.map((resource) => ({ ...resource, versioning: "no-version", referencePolicy: ["logical"] })),
        interaction: [
          { code: "batch", documentation: "At most 500 entries; each is taken or refused by itself." },
          { code: "transaction", documentation: "One referral and at most 40 events; refused before anything is stored if any entry is." },
        ],
      },
    ],
  };
}
