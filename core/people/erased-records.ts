import { isModifier, type KeptEvent } from "../events/kept-event.ts";
import type { PreparedRecord } from "../submission/prepared.ts";
import { namedBy } from "./people-in.ts";
import { type Erased, isErased, nothingSettled } from "./standing.ts";

/**
 * Records that wait to be stored, with nothing left of those that tell of an erased person's referrals: each keeps its place, so that what became of
 * all of them still adds up. The same list where there are none.
 */
export function withoutErased(records: readonly PreparedRecord[], pid: string, erased: Erased): readonly PreparedRecord[] {
  const standing = { ...nothingSettled, erasures: [erased] };
  const referrals = new Set(
    records
      .flatMap(({ events }) => events)
      .flatMap((event) => {
        const named = namedBy(event);
        return named !== null && named.pid === pid && isErased(standing, named) ? [referralOf(event)] : [];
      }),
  );
  if (referrals.size === 0) return records;
  return records.map((record) => (record.events.some((event) => referrals.has(referralOf(event))) ? emptied(record) : record));
}

function emptied({ index, row, practice }: PreparedRecord): PreparedRecord {
  return {
    index,
    row,
    eventId: null,
    ...(practice === undefined ? {} : { practice }),
    events: [],
    refusals: [],
    columns: {},
    erased: true,
  };
}

function referralOf(event: KeptEvent): string {
  if (event.type === "event.withdrawn") return `${event.practice}|withdrawal ${event.eventId}`;
  return `${event.practice}|${isModifier(event) ? event.event.referralId : event.referralId}`;
}
