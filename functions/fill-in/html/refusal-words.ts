import type { Refusal } from "../../../core/refusal.ts";
import type { FieldError } from "./fields.ts";

/** What each field is called in a sentence, by the name that the service's events give it. */
const labels: Readonly<Record<string, string>> = {
  practice: "the practice",
  referralId: "the referral’s reference",
  patient: "the person",
  referredOn: "the day of the referral",
  referrerRole: "who referred",
  deliveredBy: "who delivers",
  activity: "the activity",
  completedOn: "the day of the answers",
  total: "the total",
  scoreBasis: "which total it is",
  file: "the file",
};

type Words = (label: string, fix: string) => string;

/** Rules whose remedy is said to people in other words than to systems. */
const words: Readonly<Record<string, Words>> = {
  "missing-field": (label) => `Enter ${label}`,
  "answers-required": () => "Enter the total",
  "date-not-real": (label) => `Enter ${label} as a real date, such as 27 3 2026`,
  "date-in-future": (label) => `Enter ${label} as today or a day in the past`,
  "date-too-early": (label) => `Enter ${label} as a day in 1990 or later`,
  "id-format": (label) => `Enter ${label} as 1 to 64 letters, digits and . _ : / - without spaces`,
  "nhs-number-invalid": () => "Enter the ten digits of the person’s NHS number as they are on a letter or prescription",
  "nhs-number-misplaced": (label) => `Enter ${label} without an NHS number: it belongs in its own field alone`,
  "patient-required": () => "Enter the person’s NHS number or your own id for them, and not both",
  "practice-not-granted": () => "You may no longer send for this practice: ask whoever gave you your account",
  "unknown-practice": () => "Enter a day on which this practice was open",
  "wrong-type": (label) => `Enter ${label} as a number`,
};

/** Why a form was not taken, field by field, in words for whoever filled it in. Never what they filled in. */
export function fieldErrors(refusals: readonly Refusal[]): readonly FieldError[] {
  const seen = new Set<string>();
  return refusals.flatMap(({ rule, field, fix }) => {
    const name = fieldOf(field);
    if (seen.has(name)) return [];
    seen.add(name);
    const label = labels[field.split(".")[0] ?? ""] ?? "this answer";
    return [{ field: name, message: words[rule]?.(label, fix) ?? capitalised(fix) }];
  });
}

function fieldOf(field: string): string {
  const item = /^items\.(\d+)$/.exec(field)?.[1];
  if (item !== undefined) return `q${Number(item) + 1}`;
  if (field === "referredOn" || field === "completedOn") return `${field}-day`;
  if (field.startsWith("patient")) return field === "patient.localId" ? "localId" : "nhsNumber";
  return field in labels ? field : "maincontent";
}

/** A sentence as it begins a line. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
