import { type Parsed, taken } from "../refusal.ts";
import { fhirRefused } from "./fhir-rules.ts";
import { idOfInstant, instantOf } from "./moments.ts";

/** The withdrawal of what was entered in error. It has one id, so that withdrawing twice is once. */
export function withdrawal(eventId: string, practice: string): Record<string, unknown> {
  return { type: "event.withdrawn", eventId: `${eventId}:withdrawn`, practice, withdraws: eventId, reason: "entered in error" };
}

/**
 * The correction of what was sent before under the same identifier. `meta.lastUpdated` orders the corrections of one thing and tells them apart:
 * the same amendment again is the same event. What stands there is whole, not a difference.
 */
export function correction(
  event: { readonly eventId: string; readonly practice: string },
  lastUpdated: string | undefined,
): Parsed<Record<string, unknown>> {
  const field = "resource.meta.lastUpdated";
  if (lastUpdated === undefined) return fhirRefused("fhir-last-updated", field, "say when the correction was made, with its offset");
  const made = instantOf(lastUpdated, field);
  if (!made.ok) return made;
  const { eventId, practice } = event;
  return taken({
    type: "event.corrected",
    eventId: `${eventId}:${idOfInstant(made.value)}`,
    practice,
    recordedAt: new Date(made.value).toISOString(),
    corrects: eventId,
    event,
  });
}
