import type { KeptEvent } from "../events/kept-event.ts";
import type { PreparedRecord } from "./prepared.ts";

/** Records to a part: a part is stored in one go, well within a function's time. */
export const recordsToAPart = 500;

/**
 * Divides records into parts. Those of one referral stay together, with the withdrawals of any of them, so that parts can be stored at the same
 * time without meeting in one episode; only a referral with more than a part's worth is divided.
 */
export function partsOf(records: readonly PreparedRecord[]): readonly (readonly PreparedRecord[])[] {
  const known = new Map(records.flatMap(({ events }) => events.map((event) => [idOf(event.practice, event.eventId), event] as const)));
  const groups = Map.groupBy(records, ({ index, events: [event] }) => (event === undefined ? `${index}` : groupOf(event, known)));
  const parts: PreparedRecord[][] = [];
  for (const group of groups.values()) {
    for (let at = 0; at < group.length; at += recordsToAPart) {
      const piece = group.slice(at, at + recordsToAPart);
      const last = parts.at(-1);
      if (last === undefined || last.length + piece.length > recordsToAPart) parts.push([...piece]);
      else last.push(...piece);
    }
  }
  return parts;
}

function idOf(practice: string, eventId: string): string {
  return `${practice} ${eventId}`;
}

/** The referral of an event; of a withdrawal, that of what it withdraws in the end, or its own id where that did not come along. */
function groupOf(event: KeptEvent, known: ReadonlyMap<string, KeptEvent>): string {
  const passed = new Set<KeptEvent>();
  let at: KeptEvent | undefined = event;
  while (at?.type === "event.withdrawn" && !passed.has(at)) {
    passed.add(at);
    at = known.get(idOf(at.practice, at.withdraws));
  }
  if (at === undefined || at.type === "event.withdrawn") return `withdrawal ${idOf(event.practice, event.eventId)}`;
  return `referral ${idOf(at.practice, at.type === "event.corrected" ? at.event.referralId : at.referralId)}`;
}
