import * as z from "zod";
import { eventCorrected, eventWithdrawn, referralProgressed, referralRecorded, surveyCompleted } from "./event.ts";

/** A person as the store knows them: by a keyed pseudonym, never by a number or name. */
const patient = z.strictObject({ pid: z.string() });

const keptReferral = referralRecorded.omit({ lsoa: true }).extend({ patient });
const keptReplacement = z.discriminatedUnion("type", [
  keptReferral.partial({ eventId: true }),
  referralProgressed.partial({ eventId: true }),
  surveyCompleted.partial({ eventId: true }),
]);
const keptCorrection = eventCorrected.extend({ event: keptReplacement });

/**
 * An event as it is kept for good: as it was sent, but with the person's pseudonym in the place of their identifier, the quintile in the place
 * of their neighbourhood, and the instrument under its own id. Nothing computed is kept with it: scores are made from it whenever they are read.
 */
export const keptEvent = z.discriminatedUnion("type", [keptReferral, referralProgressed, surveyCompleted, keptCorrection, eventWithdrawn]);

export type KeptEvent = z.infer<typeof keptEvent>;
export type KeptCorrection = z.infer<typeof keptCorrection>;

/** What happened, as an event or its correction tells it. */
export type Content = z.infer<typeof keptReplacement>;
export type SurveyContent = Extract<Content, { type: "survey.completed" }>;
export type ReferralContent = Extract<Content, { type: "referral.recorded" }>;

/** An event that changes what an earlier one said. */
export type Modifier = Extract<KeptEvent, { type: "event.corrected" | "event.withdrawn" }>;

/** An event that says itself what happened. */
export type BaseEvent = Exclude<KeptEvent, Modifier>;

/** Whether an event corrects or withdraws another. */
export function isModifier(event: KeptEvent): event is Modifier {
  return event.type === "event.corrected" || event.type === "event.withdrawn";
}

/** The id of the event that a correction or withdrawal is about. */
export function targetOf(modifier: Modifier): string {
  return modifier.type === "event.corrected" ? modifier.corrects : modifier.withdraws;
}

/** Whether an event is the one that tells of a referral first: of such a referral nothing is in the store yet, nearly always. */
export function isRecorded({ type }: KeptEvent): boolean {
  return type === "referral.recorded";
}

/**
 * The order in which events of one kind were made, as far as their sender says: by the instant of recording (those without one first), then
 * by id. It never depends on when or in which order they arrived.
 */
export function byRecording(a: Pick<KeptEvent, "eventId" | "recordedAt">, b: Pick<KeptEvent, "eventId" | "recordedAt">): number {
  const difference = instantOf(a.recordedAt) - instantOf(b.recordedAt);
  if (difference !== 0) return difference;
  return a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0;
}

/** Two offsets may write one instant: recordings are compared as instants, not as text. */
function instantOf(recordedAt: string | undefined): number {
  return recordedAt === undefined ? Number.MIN_SAFE_INTEGER : Date.parse(recordedAt);
}
