import type { ServiceEvent } from "../events/event.ts";
import type { Refusal } from "../refusal.ts";
import { fhirRefusal } from "./fhir-rules.ts";

/** Actions to one transaction of the store. */
export const actionsAtMost = 100;

/** Events to one write of an episode: each is two actions, beside the head, a summary put and one deleted, and a mark for each. */
export const transactionEventsAtMost = 40;

/** How many actions the store needs for the events of one episode in one write. */
export function actionsFor(events: number): number {
  const headSummariesAndMarks = 1 + 2 + 2;
  return events * 2 + headSummariesAndMarks;
}

/**
 * Why events cannot be kept in one write, or `null` when they can. All of them must belong to one referral; a withdrawal names none and is
 * written by itself. A transaction is refused before anything of it is stored: it is never divided.
 */
export function transactionRefusal(events: readonly ServiceEvent[]): Refusal | null {
  if (events.length > transactionEventsAtMost) {
    return tooLarge(`send at most ${transactionEventsAtMost} events to a transaction, or a batch`);
  }
  if (events.length > 1 && events.some(({ type }) => type === "event.withdrawn")) {
    return tooLarge("send what was entered in error in a batch, or by itself");
  }
  if (new Set(events.map(({ eventId }) => eventId)).size < events.length) {
    return fhirRefusal("fhir-identifier", "resource.identifier", "give each entry of a transaction an identifier of its own");
  }
  const referrals = new Set(events.map(referralOf));
  return referrals.size > 1 ? tooLarge("send a transaction for each referral, or a batch") : null;
}

/** The refusal of a transaction that does not fit one write of the store. */
export function tooLarge(fix: string): Refusal {
  return fhirRefusal("fhir-transaction-too-large", "", fix);
}

function referralOf(event: ServiceEvent): string {
  if (event.type === "event.withdrawn") return event.eventId;
  const { practice, referralId } = event.type === "event.corrected" ? event.event : event;
  return `${practice} ${referralId}`;
}

/** The refusal of what was right in a transaction of which something else was not. */
export function refusedWithTheRest(): Refusal {
  return fhirRefusal(
    "fhir-transaction-refused",
    "resource",
    "put right what is wrong elsewhere in the transaction and send all of it again",
  );
}
