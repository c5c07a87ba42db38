import { type Parsed, type Refusal, taken } from "../refusal.ts";
import { foldedHeading } from "./heading.ts";
import { type Mapping, mappingSchema } from "./mapping.ts";

/** A mapping from a deployer's JSON, checked as strictly as those shipped: its shape, and that it names no column it does not have. */
export function readMapping(json: unknown, field: string): Parsed<Mapping> {
  const read = mappingSchema.safeParse(json);
  if (!read.success) {
    const refusals = read.error.issues.map(({ path }) =>
      fault([field, ...path.map(String)].join("."), "give what the shape of a mapping requires"),
    );
    return { ok: false, refusals };
  }
  const refusals = mappingFaults(read.data, field);
  return refusals.length > 0 ? { ok: false, refusals } : taken(read.data);
}

/** What a mapping of the right shape still has wrong: columns that are not there, and headings that two columns share. */
export function mappingFaults({ columns, events }: Mapping, field: string): readonly Refusal[] {
  const headings = Object.values(columns).flatMap((column) => [...new Set(column.headings.map(foldedHeading))]);
  const shared = headings.length > new Set(headings).size;
  const missing = events.flatMap(({ when, fields }, at) => {
    const used = [
      ...(when === undefined ? [] : [when.column]),
      ...Object.values(fields).flatMap((sources) => [sources].flat().flatMap(keysNamed)),
    ];
    return used.every((key) => Object.hasOwn(columns, key))
      ? []
      : [fault(`${field}.events.${at}`, "name only columns that the mapping has")];
  });
  const unneeded = Object.values(columns).some(({ required }) => required === true);
  return [
    ...(shared ? [fault(`${field}.columns`, "give each heading to one column")] : []),
    ...(unneeded ? [] : [fault(`${field}.columns`, "mark the columns by which such a file is known as required")]),
    ...missing,
  ];
}

function keysNamed(source: object): readonly string[] {
  const { value: _, joined = [], ...others } = source as { readonly value?: string; readonly joined?: readonly string[] };
  return [...joined, ...Object.values(others as Readonly<Record<string, string>>)];
}

function fault(field: string, fix: string): Refusal {
  return { rule: "mapping", field, fix };
}
