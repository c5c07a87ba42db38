import type { Refusal } from "../refusal.ts";
import { expressionOf } from "./element-paths.ts";
import type { TakenType } from "./entries.ts";
import { fhirRules } from "./fhir-rules.ts";

/** The system of the rules' ids, in the codings of an outcome. */
export const ruleSystem = "urn:x-hearten:rule";

/** One issue, as FHIR R4 has it. It names a rule, what to do and where; never a value. */
export type Issue = {
  readonly severity: "error" | "warning" | "information";
  readonly code: string;
  readonly details?: { readonly coding: readonly { readonly system: string; readonly code: string }[] };
  readonly diagnostics: string;
  readonly expression?: readonly string[];
};

/** An OperationOutcome as FHIR R4 has it. */
export type OperationOutcome = { readonly resourceType: "OperationOutcome"; readonly issue: readonly Issue[] };

/** Where a refusal belongs: an entry of the bundle, or the bundle as a whole. */
export type Whereabouts = { readonly entry: number | null; readonly type: TakenType | null };

/** FHIR's word for the rules of the other ways in that are more than `business-rule`. */
const issueCodes: Readonly<Record<string, string>> = {
  "content-type": "not-supported",
  "body-too-large": "too-long",
  encoding: "structure",
  "malformed-json": "structure",
  "json-too-deep": "too-costly",
  "duplicate-key": "structure",
  "forbidden-key": "security",
  "too-many-keys": "too-costly",
  "missing-field": "required",
  "wrong-type": "value",
  "not-in-list": "code-invalid",
  "id-format": "value",
  "practice-format": "value",
  "text-length": "too-long",
  "hidden-characters": "value",
  "date-not-real": "value",
  "date-in-future": "business-rule",
  "nhs-number-invalid": "value",
  "nhs-number-misplaced": "security",
  "practice-not-granted": "forbidden",
  "unknown-practice": "not-found",
  "event-id-reused": "conflict",
  "score-disagrees-with-items": "conflict",
  "item-out-of-range": "value",
  "score-out-of-range": "value",
  "licence-required": "forbidden",
};

/** An outcome of refusals, all in one place. */
export function outcomeOf(refusals: readonly Refusal[], { entry, type }: Whereabouts): OperationOutcome {
  return { resourceType: "OperationOutcome", issue: refusals.map((refusal) => issueOf(refusal, { entry, type })) };
}

/** One refusal as an issue. */
export function issueOf({ rule, field, fix }: Refusal, { entry, type }: Whereabouts): Issue {
  return {
    severity: "error",
    code: codeOf(rule),
    details: { coding: [{ system: ruleSystem, code: rule }] },
    diagnostics: fix,
    expression: [expressionOf(entry, type, field)],
  };
}

/** Something the sender should know of an entry that was taken. */
export function noteOf(severity: "warning" | "information", diagnostics: string): Issue {
  return { severity, code: "informational", diagnostics };
}

function codeOf(rule: string): string {
  if (Object.hasOwn(fhirRules, rule)) return fhirRules[rule as keyof typeof fhirRules].issue;
  return Object.hasOwn(issueCodes, rule) ? (issueCodes[rule] ?? "business-rule") : "business-rule";
}
