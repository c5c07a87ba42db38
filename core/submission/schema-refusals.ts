import type * as z from "zod";
import type { Refusal } from "../refusal.ts";
import { fieldName } from "./field-name.ts";
import { type SubmissionRule, submissionRefusal } from "./submission-rules.ts";

type Issue = z.core.$ZodIssue;

/** What a schema found wrong, as refusals of ours: the rule, the field and the remedy, never the value. Unknown fields come first: a field that is misspelt is also missing. */
export function schemaRefusals(sent: unknown, issues: readonly Issue[]): readonly Refusal[] {
  const refusals = issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? unknownFields(issue) : [refusalOf(sent, issue)]));
  return refusals.sort((a, b) => Number(b.rule === "unknown-field") - Number(a.rule === "unknown-field"));
}

function unknownFields(issue: Extract<Issue, { code: "unrecognized_keys" }>): readonly Refusal[] {
  return issue.keys.map((key) =>
    submissionRefusal("unknown-field", fieldName([...issue.path, key]), "leave this field out, or correct its name"),
  );
}

function refusalOf(sent: unknown, issue: Issue): Refusal {
  const field = fieldName(issue.path);
  if (issue.path.length === 0 && issue.code === "invalid_type")
    return submissionRefusal("not-an-object", "", "send an object with named fields");
  const [rule, fix] = ruleOf(sent, issue);
  return submissionRefusal(rule, field, fix);
}

function ruleOf(sent: unknown, issue: Issue): readonly [SubmissionRule, string] {
  const name = String(issue.path.findLast((part) => typeof part === "string") ?? "");
  switch (issue.code) {
    case "invalid_union":
      return name === "type"
        ? ["unknown-type", `use ${issueOptions(issue)}`]
        : ["patient-required", "send patient as {nhsNumber} or {localId}"];
    case "invalid_type":
      return valueAt(sent, issue.path) === undefined
        ? ["missing-field", "send this field"]
        : ["wrong-type", `send ${kindOf(issue.expected)}`];
    case "invalid_value":
      return valueAt(sent, issue.path) === undefined
        ? ["missing-field", `send this field: ${issue.values.join(", ")}`]
        : ["not-in-list", `use one of ${issue.values.join(", ")}`];
    case "invalid_format":
      return formatRule(name);
    case "custom":
      return ["date-not-real", "send a date that exists, as YYYY-MM-DD"];
    default:
      return sizeRule(issue);
  }
}

function issueOptions(issue: Extract<Issue, { code: "invalid_union" }>): string {
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.length > 0 ? `one of ${options.join(", ")}` : "a known type";
}

function formatRule(name: string): readonly [SubmissionRule, string] {
  if (name === "practice") return ["practice-format", "send the practice's ODS code: a letter and five digits"];
  if (name === "recordedAt") return ["moment-not-real", "send a moment with its offset, such as 2026-03-05T10:00:00+00:00"];
  return ["id-format", "use 1 to 64 letters, digits and . _ : / - beginning with a letter or digit, without two dots together"];
}

function sizeRule(issue: Issue): readonly [SubmissionRule, string] {
  const origin = "origin" in issue ? issue.origin : "";
  if (origin === "string") return ["text-length", "send 1 to 64 characters"];
  if (origin === "array") return ["too-many-values", "send fewer values"];
  return ["number-out-of-range", "send a number in the range of this field"];
}

function kindOf(expected: string): string {
  const kinds: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    array: "a list",
    object: "an object",
  };
  return kinds[expected] ?? "another kind of value";
}

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  let value = sent;
  for (const part of path)
    value = typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, part)?.value : undefined;
  return value;
}
