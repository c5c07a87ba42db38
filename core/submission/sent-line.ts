import { refused } from "../refusal.ts";
import type { Moment } from "./content-checks.ts";
import { sentEvent } from "./read-json.ts";
import { parseStrictJson } from "./strict-json.ts";
import type { SentRecord } from "./submission.ts";

/** The record of one line of a file that has an event to a line. */
export function sentLine(text: string, place: { readonly index: number; readonly row: number; readonly moment: Moment }): SentRecord {
  const json = parseStrictJson(text);
  if (json.ok) return sentEvent(json.value, place);
  const events: SentRecord["events"] = refused("malformed-json", "", "put one event as JSON on each line");
  return { index: place.index, row: place.row, eventId: null, columns: {}, events };
}
