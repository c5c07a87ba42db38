import { type Parsed, type Refusal, refused } from "../refusal.ts";

/**
 * Every rule by which a FHIR bundle or one of its entries is refused before it is read as events; those of `submission-rules.ts` and
 * `scoring-rules.ts` follow. `issue` is the code of FHIR's own list of issue types. The ids are stable.
 */
export const fhirRules = {
  "fhir-not-a-bundle": { issue: "structure", requires: "the body is a Bundle resource" },
  "fhir-bundle-type": { issue: "not-supported", requires: "a bundle is of type batch or transaction" },
  "fhir-bundle-empty": { issue: "required", requires: "a bundle has at least one entry" },
  "fhir-too-many-entries": { issue: "too-costly", requires: "a bundle has at most 500 entries" },
  "fhir-too-deep": { issue: "too-costly", requires: "an entry is at most 24 levels deep" },
  "fhir-shape": { issue: "structure", requires: "an element has the type and cardinality of FHIR R4" },
  "fhir-forbidden-element": { issue: "not-supported", requires: "no element changes the meaning of others or hides a resource" },
  "fhir-forbidden-key": { issue: "security", requires: "no name is one that programs treat specially" },
  "fhir-resource-type": { issue: "not-supported", requires: "an entry holds a resource of a type that is taken" },
  "fhir-request": { issue: "required", requires: "an entry asks for POST or PUT of its own type" },
  "fhir-full-url": { issue: "value", requires: "an entry is labelled by a urn:uuid of its own" },
  "fhir-reference-external": { issue: "security", requires: "no reference leads out of the bundle" },
  "fhir-reference-unresolved": { issue: "not-found", requires: "a reference names an entry of the bundle, or gives an identifier" },
  "fhir-reference-type": { issue: "invalid", requires: "a reference names an entry of the type that belongs there" },
  "fhir-reference-circular": { issue: "invariant", requires: "references do not lead in a circle" },
  "fhir-reference-refused": { issue: "not-found", requires: "what a reference names was itself taken" },
  "fhir-identifier": { issue: "required", requires: "a resource has one business identifier of 1 to 36 letters, digits and . _ : / -" },
  "fhir-patient": { issue: "required", requires: "the subject is a Patient with an NHS number or a local identifier" },
  "fhir-practice": { issue: "required", requires: "the practice is named by its ODS code" },
  "fhir-based-on": { issue: "required", requires: "an answer is based on exactly one referral" },
  "fhir-subject-disagrees": { issue: "conflict", requires: "an answer and its referral are about one person" },
  "fhir-status": { issue: "business-rule", requires: "the status is one that counts" },
  "fhir-intent": { issue: "business-rule", requires: "a referral is an order and not a proposal, a plan or a ban" },
  "fhir-code": { issue: "code-invalid", requires: "a code is one that is known here for what it is used for" },
  "fhir-code-check-digit": { issue: "code-invalid", requires: "a SNOMED CT or LOINC code has a right check digit" },
  "fhir-code-conflict": { issue: "code-invalid", requires: "the codes of one concept mean one thing" },
  "fhir-offset": { issue: "value", requires: "a time of day has an offset" },
  "fhir-date": { issue: "value", requires: "a date is a day that exists" },
  "fhir-date-disagrees": { issue: "conflict", requires: "a score is dated as the answers it is derived from" },
  "fhir-last-updated": { issue: "required", requires: "a correction says when it was made" },
  "fhir-questionnaire": { issue: "code-invalid", requires: "the questionnaire names an instrument" },
  "fhir-link-id": { issue: "code-invalid", requires: "an answered item is one of the instrument's" },
  "fhir-link-id-twice": { issue: "duplicate", requires: "an item is answered once" },
  "fhir-answer": { issue: "value", requires: "an answer is a coding of the instrument's answer list or an integer" },
  "fhir-no-answers": { issue: "required", requires: "a response has an answer or a total" },
  "fhir-value": { issue: "value", requires: "a score is a quantity of {score} or an integer, without a comparator" },
  "fhir-category": { issue: "code-invalid", requires: "a score is an observation of category survey" },
  "fhir-score-disagrees": { issue: "conflict", requires: "a score is the one that its answers give" },
  "fhir-transaction-refused": { issue: "processing", requires: "nothing of a transaction is kept when an entry of it is refused" },
  "fhir-transaction-too-large": { issue: "too-costly", requires: "a transaction is one referral's and fits one write of the store" },
} as const;

/** The id of a rule for FHIR. */
export type FhirRule = keyof typeof fhirRules;

/** A refusal under one of the {@link fhirRules}. The field is an element's path below its entry. */
export function fhirRefusal(rule: FhirRule, field: string, fix: string): Refusal {
  return { rule, field, fix };
}

/** What was refused, as the answer of a reading. */
export function fhirRefused<T>(rule: FhirRule, field: string, fix: string): Parsed<T> {
  return refused(rule, field, fix);
}
