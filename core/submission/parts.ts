import type { KeptEvent } from "../kept-event.ts";
import type { PreparedRecord } from "./prepared.ts";

/** Records to a part: a part is stored in one go, well within a function's time. */
export const recordsToAPart = 500;

/**
 * Divides records into parts. Those of one referral stay together, so that parts can be stored at the same time without meeting in one
 * episode; only a referral with more than a part's worth is divided.
 */
export function partsOf(records: readonly PreparedRecord[]): readonly (readonly PreparedRecord[])[] {
  const groups = Map.groupBy(records, ({ index, events: [event] }) => (event === undefined ? `${index}` : referralOf(event, index)));
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

function referralOf(event: KeptEvent, index: number): string {
  if (event.type === "event.withdrawn") return `${index}`;
  return `${event.practice} ${event.type === "event.corrected" ? event.event.referralId : event.referralId}`;
}
