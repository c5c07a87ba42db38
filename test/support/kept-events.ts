import { type KeptEvent, keptEvent } from "../../core/events/kept-event.ts";

const place = { practice: "A81001", referralId: "R1" };

/** Events as they are kept, through the schema: no test can hold an impossible one. */
export const referral = (over: Record<string, unknown> = {}): KeptEvent =>
  keptEvent.parse({
    type: "referral.recorded",
    eventId: "r1",
    ...place,
    patient: { pid: "p" },
    referredOn: "2026-03-02",
    referrerRole: "nurse",
    ...over,
  });

export const progressed = (eventId: string, status: string, on = "2026-03-20", over: Record<string, unknown> = {}): KeptEvent =>
  keptEvent.parse({ type: "referral.progressed", eventId, ...place, on, status, ...over });

export const survey = (eventId: string, total: number, completedOn = "2026-03-04", over: Record<string, unknown> = {}): KeptEvent =>
  keptEvent.parse({ type: "survey.completed", eventId, ...place, instrument: "phq-9", completedOn, total, ...over });

export const corrected = (
  eventId: string,
  corrects: string,
  event: Record<string, unknown>,
  over: Record<string, unknown> = {},
): KeptEvent => keptEvent.parse({ type: "event.corrected", eventId, practice: place.practice, corrects, event, ...over });

export const withdrawn = (eventId: string, withdraws: string, over: Record<string, unknown> = {}): KeptEvent =>
  keptEvent.parse({ type: "event.withdrawn", eventId, practice: place.practice, withdraws, ...over });
