import { type Parsed, type Refusal, taken } from "../refusal.ts";
import { contentRefusals, type Moment, normalised, recordingRefusals } from "../submission/content-checks.ts";
import { misplacedNhsNumber } from "../submission/misplaced-numbers.ts";
import { schemaRefusals } from "../submission/schema-refusals.ts";
import { submissionRefusal } from "../submission/submission-rules.ts";
import { type EventCorrected, type ServiceEvent, serviceEvent } from "./event.ts";

/**
 * Turns what arrived into an event, or says everything that keeps it from being one. Total: it never throws, whatever arrives. A refusal names
 * the rule and the field, never the value. An NHS number in the wrong place is looked for first and is then the only thing said.
 */
export function parseEvent(sent: unknown, moment: Moment): Parsed<ServiceEvent> {
  const misplaced = misplacedNhsNumber(sent);
  if (misplaced !== null) return { ok: false, refusals: [misplaced] };
  const read = serviceEvent.safeParse(sent);
  if (!read.success) return { ok: false, refusals: schemaRefusals(sent, read.error.issues) };
  const event = read.data;
  const refusals = [...recordingRefusals(event, moment), ...eventRefusals(event, moment)];
  return refusals.length > 0 ? { ok: false, refusals } : taken(inOneSpelling(event, moment));
}

function eventRefusals(event: ServiceEvent, moment: Moment): readonly Refusal[] {
  switch (event.type) {
    case "event.corrected":
      return [...correctionRefusals(event), ...contentRefusals(event.event, moment, "event")];
    case "event.withdrawn":
      return event.withdraws === event.eventId ? [aboutItself("withdraws")] : [];
    default:
      return contentRefusals(event, moment, "");
  }
}

function correctionRefusals({ corrects, eventId, practice, event }: EventCorrected): readonly Refusal[] {
  const refusals = corrects === eventId ? [aboutItself("corrects")] : [];
  if (event.type !== "referral.recorded" && event.practice !== practice) {
    refusals.push(
      submissionRefusal(
        "correction-other-practice",
        "event.practice",
        "send the practice of the correction itself: a referral moves by a correction of referral.recorded",
      ),
    );
  }
  return refusals;
}

function aboutItself(field: string): Refusal {
  return submissionRefusal("modifies-itself", field, "name the event that this is about");
}

function inOneSpelling(event: ServiceEvent, moment: Moment): ServiceEvent {
  if (event.type === "event.withdrawn") return event;
  if (event.type !== "event.corrected") return normalised(event, moment);
  // The id of what stands there is that of the corrected event, whether or not it was sent along.
  const { eventId: _, ...replacement } = normalised(event.event, moment);
  return { ...event, event: replacement };
}
