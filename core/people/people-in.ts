import type { CivilDate } from "../civil-date.ts";
import { resolveModifiers } from "../episodes/episode-modifiers.ts";
import { isModifier, type KeptEvent, type ReferralContent } from "../events/kept-event.ts";

/** A person as one event names them, and the day and practice of the referral that it tells of. */
export type Named = { readonly pid: string; readonly practice: string; readonly referredOn: CivilDate };

/** What stands in the place of a person who was erased, in an event of somebody else's episode. */
export const nobody = "erased";

/** Whom an event names, by pseudonym; `null` for an event that names nobody. */
export function namedBy(event: KeptEvent): Named | null {
  const content = isModifier(event) ? (event.type === "event.corrected" ? event.event : null) : event;
  if (content === null || content.type !== "referral.recorded" || content.patient.pid === nobody) return null;
  return { pid: content.patient.pid, practice: content.practice, referredOn: content.referredOn };
}

/** Everybody whom events name, each once, in the order of their pseudonyms: whoever a corrected referral named first is among them. */
export function peopleIn(events: readonly KeptEvent[]): readonly string[] {
  return [...new Set(events.flatMap((event) => namedBy(event)?.pid ?? []))].sort();
}

/** The event with nobody in the place of that person; the same event where it does not name them. */
export function withoutName(event: KeptEvent, pid: string): KeptEvent {
  if (namedBy(event)?.pid !== pid) return event;
  if (event.type === "referral.recorded") return { ...event, patient: { pid: nobody } };
  if (event.type !== "event.corrected" || event.event.type !== "referral.recorded") return event;
  return { ...event, event: { ...event.event, patient: { pid: nobody } } };
}

/** The referral that stands in an episode; `null` while none does. */
export function standingReferral(events: readonly KeptEvent[]): ReferralContent | null {
  for (const { content } of resolveModifiers(events).facts) if (content.type === "referral.recorded") return content;
  return null;
}

/** Whether an episode is left out of every figure: whoever its standing referral is about has opted out. */
export function isLeftOut(events: readonly KeptEvent[], optedOut: readonly string[]): boolean {
  if (optedOut.length === 0) return false;
  const pid = standingReferral(events)?.patient.pid;
  return pid !== undefined && optedOut.includes(pid);
}
