import type { Instrument } from "./instrument.ts";
import * as shipped from "./shipped.ts";

/** Every instrument that comes with Hearten, by id, in the order of their ids. */
export const instruments: ReadonlyMap<string, Instrument> = new Map(
  Object.values(shipped)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((instrument) => [instrument.id, instrument]),
);

const idsByFoldedText = new Map([...instruments.keys()].map((id) => [folded(id), id]));

/** The instrument a text names, however it is written: `PHQ9`, `phq_9` and `PHQ-9` all mean `phq-9`; `undefined` for any other text. */
export function instrumentId(text: string): string | undefined {
  return idsByFoldedText.get(folded(text));
}

/** The shipped definition of an id, or `undefined`. */
export function instrumentOf(id: string): Instrument | undefined {
  return instruments.get(id);
}

/** A name without case and punctuation: what two spellings of one instrument share. */
export function folded(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
