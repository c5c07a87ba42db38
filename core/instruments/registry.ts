import type { Instrument } from "./instrument.ts";
import * as shipped from "./shipped.ts";

/** Instruments by id: those that come with Hearten, or those of a deployment on top of them (`withDeployment`). */
export type Registry = ReadonlyMap<string, Instrument>;

/** Every instrument that comes with Hearten, by id, in the order of their ids. */
export const instruments: Registry = new Map(
  Object.values(shipped)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((instrument) => [instrument.id, instrument]),
);

// A registry is read a million times and never changes, so its names are folded once.
const idsByFoldedText = new WeakMap<Registry, ReadonlyMap<string, string>>();

/** The instrument a text names, however it is written: `PHQ9`, `phq_9` and `PHQ-9` all mean `phq-9`; `undefined` for any other text. */
export function findInstrument(text: string, registry: Registry = instruments): Instrument | undefined {
  return registry.get(text) ?? registry.get(foldedIds(registry).get(folded(text)) ?? "");
}

function foldedIds(registry: Registry): ReadonlyMap<string, string> {
  const known = idsByFoldedText.get(registry);
  if (known !== undefined) return known;
  const ids = new Map([...registry.keys()].map((id) => [folded(id), id]));
  idsByFoldedText.set(registry, ids);
  return ids;
}

/** The id of the instrument a text names, by the rule of {@link findInstrument}. */
export function instrumentId(text: string, registry: Registry = instruments): string | undefined {
  return findInstrument(text, registry)?.id;
}

/** The shipped definition of an id, or `undefined`. */
export function instrumentOf(id: string): Instrument | undefined {
  return instruments.get(id);
}

/** A name without case and punctuation: what two spellings of one instrument share. */
export function folded(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
