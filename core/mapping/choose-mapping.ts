import { type Parsed, taken } from "../refusal.ts";
import { submissionRefusal } from "../submission/submission-rules.ts";
import { foldedHeading, isIdentifying } from "./heading.ts";
import type { Mapping } from "./mapping.ts";

/** A mapping with where each of its columns stands in a file, from 0, and how many columns the file has. */
export type ChosenMapping = { readonly mapping: Mapping; readonly places: ReadonlyMap<string, number>; readonly width: number };

type Found = Omit<ChosenMapping, "width"> & { readonly unknown: readonly number[]; readonly twice: readonly number[] };

/**
 * The mapping that a header is one of: every column that it requires is there, and of several the one that knows most of the columns (of equals the first, so that
 * a deployer's own come before those shipped). `null` where the header is none's. Refused, with the column's number and never its heading: a column that says who
 * somebody is, one that the mapping does not know, and one that stands twice.
 */
export function chooseMapping(header: readonly string[], mappings: readonly Mapping[]): Parsed<ChosenMapping | null> {
  const folded = header.map(foldedHeading);
  const found = mappings.flatMap((mapping) => placesIn(folded, mapping) ?? []);
  const [best] = found.toSorted((a, b) => b.places.size - a.places.size);
  if (best === undefined) return taken(null);
  const refusals = [
    ...best.unknown.map((at) => unreadable(header[at] ?? "", at, best.mapping)),
    ...best.twice.map((at) => submissionRefusal("unknown-columns", columnNamed(at), "keep one of the columns that hold the same")),
  ];
  return refusals.length > 0 ? { ok: false, refusals } : taken({ mapping: best.mapping, places: best.places, width: header.length });
}

function unreadable(heading: string, at: number, { id }: Mapping) {
  return isIdentifying(heading)
    ? submissionRefusal(
        "identifying-column",
        columnNamed(at),
        "take this column out: names, addresses, contact details and notes are not needed",
      )
    : submissionRefusal(
        "unknown-columns",
        columnNamed(at),
        `take this column out, or name it in a mapping of your own: the file is read as ${id}`,
      );
}

/** How a column is named to the sender: by its number, because its heading may say anything. */
function columnNamed(at: number): string {
  return `column ${at + 1}`;
}

function placesIn(folded: readonly string[], mapping: Mapping): Found | undefined {
  const keys = keysByHeading(mapping);
  const places = new Map<string, number>();
  const unknown: number[] = [];
  const twice: number[] = [];
  for (const [at, heading] of folded.entries()) {
    const key = keys.get(heading);
    if (key === undefined) unknown.push(at);
    else if (places.has(key)) twice.push(at);
    else places.set(key, at);
  }
  const isWhole = Object.entries(mapping.columns).every(([key, { required }]) => required !== true || places.has(key));
  return isWhole ? { mapping, places, unknown, twice } : undefined;
}

// A mapping never changes, and a file of a million rows may come in many parts.
const keysOf = new WeakMap<Mapping, ReadonlyMap<string, string>>();

function keysByHeading(mapping: Mapping): ReadonlyMap<string, string> {
  const known = keysOf.get(mapping);
  if (known !== undefined) return known;
  const keys = new Map(
    Object.entries(mapping.columns).flatMap(([key, { headings }]) => headings.map((one) => [foldedHeading(one), key] as const)),
  );
  keysOf.set(mapping, keys);
  return keys;
}
