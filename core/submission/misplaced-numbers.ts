import { containsNhsNumberLikeDigits } from "../identifiers/nhs-number.ts";
import type { Refusal } from "../refusal.ts";
import { submissionRefusal } from "./submission-rules.ts";

/** The one place, in an event and in what a correction puts in its place, where an NHS number belongs. */
const rightPlaces = new Set(["patient.nhsNumber", "event.patient.nhsNumber"]);

const enoughDigits = 10;

/**
 * Finds NHS numbers where none belongs: in ids, activities, reasons, unknown fields and the names of fields, however they are written. Looks at
 * what was sent before anything else does, so that it can be neither stored nor logged. The refusal names no field that the sender named.
 */
export function misplacedNhsNumber(sent: unknown, path = ""): Refusal | null {
  if (typeof sent === "string" || typeof sent === "number") {
    return !rightPlaces.has(path) && holdsNhsNumber(String(sent)) ? misplaced(path) : null;
  }
  if (typeof sent !== "object" || sent === null) return null;
  const isList = Array.isArray(sent);
  for (const [name, value] of Object.entries(sent)) {
    if (!isList && holdsNhsNumber(name)) return misplaced(path);
    const found = misplacedNhsNumber(value, path === "" ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

/** UUIDs, ULIDs and hexadecimal hashes: one in thousands of them has ten digits that pass the check by chance. */
const madeByMachine = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-hjkmnp-tv-z]{26}|[0-9a-f]{32,64})$/i;

/** Whether a text holds an NHS number. Most texts are plain and have too few digits, which is seen at once. */
export function holdsNhsNumber(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 126) return containsNhsNumberLikeDigits(text);
    if (code >= 48 && code <= 57) digits += 1;
  }
  return digits >= enoughDigits && !madeByMachine.test(text) && containsNhsNumberLikeDigits(text);
}

function misplaced(field: string): Refusal {
  return submissionRefusal(
    "nhs-number-misplaced",
    field,
    "send an NHS number as patient.nhsNumber alone; use a reference of your own here",
  );
}
