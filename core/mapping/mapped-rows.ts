import type { ServiceEvent } from "../events/event.ts";
import { parseEvent } from "../events/parse-event.ts";
import type { Digest } from "../ports/digest.ts";
import { type Parsed, refused } from "../refusal.ts";
import type { Moment } from "../submission/content-checks.ts";
import type { RowReader } from "../submission/csv-table.ts";
import { derivedId } from "../submission/derived-id.ts";
import { together, wrongLength } from "../submission/long-form.ts";
import { practiceNamed, repeatableId } from "../submission/submission.ts";
import type { ChosenMapping } from "./choose-mapping.ts";
import type { FieldSource, Mapping, ToldEvent } from "./mapping.ts";
import { type Cell, sourceValue } from "./source-value.ts";

type Told = Readonly<Record<string, unknown>>;

/**
 * Reads rows of another system's export as the events that they tell, one by one. A row is kept whole or not at all; events get ids from what they tell, so that a
 * row sent twice is one.
 */
export function mappedRowsReader({ mapping, places, width }: ChosenMapping, moment: Moment, sha256: Digest): RowReader {
  const columns = columnsOf(mapping);
  return ({ row, cells }, index) => {
    const unread = { index, row, eventId: null, columns };
    if (cells.length !== width) return { ...unread, events: wrongLength(width) };
    const cell: Cell = (key) => cells[places.get(key) ?? -1] ?? "";
    const told = mapping.events.flatMap((event) => (isTold(event, cell) ? [toldOf(event, { cell, mapping, sha256 })] : []));
    const events = told.length === 0 ? nothingTold(mapping) : together(told.map((one) => parseEvent(one, moment)));
    return { ...unread, practice: practiceNamed(told[0]?.practice), eventId: repeatableId(told.at(-1)?.eventId), events };
  };
}

function nothingTold({ events: [first] }: Mapping): Parsed<readonly ServiceEvent[]> {
  return refused("missing-field", first?.when?.column ?? "", "give the row the column that says what happened, or take the row out");
}

function isTold({ when }: ToldEvent, cell: Cell): boolean {
  if (when === undefined) return true;
  const text = cell(when.column);
  return when.oneOf === undefined ? text !== "" : when.oneOf.includes(text);
}

type Reading = { readonly cell: Cell; readonly mapping: Mapping; readonly sha256: Digest };

function toldOf({ type, fields }: ToldEvent, { cell, mapping, sha256 }: Reading): Told {
  const told: Record<string, unknown> = { type };
  for (const [field, sources] of Object.entries(fields)) {
    const value = [sources].flat().reduce<unknown>((found, source) => found ?? sourceValue(source, field, { cell, mapping }), undefined);
    if (value !== undefined) told[field] = value;
  }
  return { ...told, eventId: derivedId(told, sha256) };
}

/** The column from which each field comes, in the heading that the mapping gives it first: what a refusal names. */
function columnsOf({ events, columns }: Mapping): Readonly<Record<string, string>> {
  const named = (key: string) => columns[key]?.headings[0] ?? key;
  const told = events.flatMap(({ fields }) =>
    Object.entries(fields).flatMap(([field, sources]) =>
      [sources]
        .flat()
        .flatMap((source) => keysOf(source).map(([part, key]) => [part === "" ? field : `${field}.${part}`, named(key)] as const)),
    ),
  );
  return Object.fromEntries(told.toReversed());
}

function keysOf(source: FieldSource): readonly (readonly [part: string, key: string])[] {
  if ("column" in source) return [["", source.column]];
  if ("joined" in source) return source.joined.map((key) => ["", key] as const).slice(0, 1);
  if ("bornOn" in source) return [["", source.bornOn]];
  if ("value" in source) return [];
  return [
    ["", source.nhsNumber],
    ["nhsNumber", source.nhsNumber],
    ["localId", source.orLocalId],
  ];
}
