import type { Refusal } from "../../core/refusal.ts";

/** A resource or a part of one, as JSON. */
export type Json = { readonly [name: string]: unknown };

const loinc = "http://loinc.org";
const phq9Items = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];
const answerCodes = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];

/** A number of the range that is never issued. */
export const testNhsNumber = "9990000018";

/** A person of the test range. */
export function patient(more: Json = {}): Json {
  return {
    resourceType: "Patient",
    identifier: [{ system: "https://fhir.nhs.uk/Id/nhs-number", value: testNhsNumber }],
    gender: "female",
    birthDate: "1958-04",
    ...more,
  };
}

/** A referral by a nurse of a practice, of the person at `urn:uuid:p1`. */
export function serviceRequest(more: Json = {}): Json {
  return {
    resourceType: "ServiceRequest",
    extension: [
      {
        url: "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-SourceOfServiceRequest",
        valueCodeableConcept: { coding: [{ system: "http://snomed.info/sct", code: "185362004", display: "Referred by nurse" }] },
      },
    ],
    identifier: [{ system: "https://practice.example/referral", value: "R1029" }],
    status: "active",
    intent: "order",
    code: { coding: [{ system: "http://snomed.info/sct", code: "871731000000106", display: "Referral to social prescribing service" }] },
    subject: { reference: "urn:uuid:p1" },
    authoredOn: "2026-03-02",
    requester: { identifier: { system: "https://fhir.nhs.uk/Id/ods-organization-code", value: "A81001" } },
    reasonCode: [{ coding: [{ system: "http://snomed.info/sct", code: "48694002", display: "Anxiety" }] }],
    ...more,
  };
}

/** The answers to a PHQ-9 as LOINC has them: 12 in all, the last item not at all. */
export function phq9Answers(points: readonly number[] = [1, 2, 1, 2, 1, 1, 2, 2, 0]): readonly Json[] {
  return points.map((point, place) => ({
    linkId: `/${phq9Items[place]}`,
    answer: [{ valueCoding: { system: loinc, code: answerCodes[point] } }],
  }));
}

/** A filled-in PHQ-9, based on the referral at `urn:uuid:sr1`. */
export function questionnaireResponse(more: Json = {}): Json {
  return {
    resourceType: "QuestionnaireResponse",
    identifier: { system: "https://practice.example/answers", value: "s1" },
    basedOn: [{ reference: "urn:uuid:sr1" }],
    questionnaire: "https://practice.example/fhir/Questionnaire/phq-9|1.0.0",
    status: "completed",
    subject: { reference: "urn:uuid:p1" },
    authored: "2026-03-04T10:00:00Z",
    source: { reference: "urn:uuid:p1" },
    item: phq9Answers(),
    ...more,
  };
}

/** The score of a PHQ-9, derived from the answers at `urn:uuid:qr1`. */
export function observation(more: Json = {}): Json {
  return {
    resourceType: "Observation",
    identifier: [{ system: "https://practice.example/scores", value: "o1" }],
    basedOn: [{ reference: "urn:uuid:sr1" }],
    status: "final",
    category: [{ coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "survey" }] }],
    code: {
      coding: [
        { system: "http://snomed.info/sct", code: "720433000" },
        { system: loinc, code: "44261-6" },
      ],
    },
    subject: { reference: "urn:uuid:p1" },
    effectiveDateTime: "2026-03-04T10:00:00Z",
    valueQuantity: { value: 12, unit: "{score}", system: "http://unitsofmeasure.org", code: "{score}" },
    derivedFrom: [{ reference: "urn:uuid:qr1" }],
    ...more,
  };
}

/** A score that came without its answers. */
export function observationAlone(more: Json = {}): Json {
  const { derivedFrom: _, ...alone } = observation();
  return { ...alone, ...more };
}

/** A step of the referral at `urn:uuid:sr1`. */
export function task(more: Json = {}): Json {
  return {
    resourceType: "Task",
    identifier: [{ system: "https://practice.example/tasks", value: "t1" }],
    status: "accepted",
    intent: "order",
    focus: { reference: "urn:uuid:sr1" },
    for: { reference: "urn:uuid:p1" },
    lastModified: "2026-03-09T09:00:00Z",
    ...more,
  };
}

/** An entry that creates a resource under a label. */
export function entry(label: string, resource: Json, more: Json = {}): Json {
  return { fullUrl: `urn:uuid:${label}`, request: { method: "POST", url: String(resource.resourceType) }, resource, ...more };
}

/** A bundle of entries. */
export function bundle(entries: readonly unknown[], more: Json = {}): Json {
  return { resourceType: "Bundle", type: "batch", timestamp: "2026-11-20T10:15:00Z", entry: entries, ...more };
}

/** The whole story of one referral: a person, the referral, a step, answers, and their score. */
export function wholeStory(more: Json = {}): Json {
  const entries = [
    entry("p1", patient()),
    entry("sr1", serviceRequest()),
    entry("t1", task()),
    entry("qr1", questionnaireResponse()),
    entry("o1", observation()),
  ];
  return bundle(entries, more);
}

/** The rules of refusals, for comparing. */
export function rulesOf(refusals: readonly Refusal[]): readonly string[] {
  return refusals.map(({ rule }) => rule);
}
