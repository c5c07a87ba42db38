import type { ServiceEvent } from "../events/event.ts";
import { parseEvent } from "../events/parse-event.ts";
import { ageBandAt } from "../identifiers/age-band.ts";
import type { Digest } from "../ports/digest.ts";
import { type Parsed, refused } from "../refusal.ts";
import type { Moment } from "../submission/content-checks.ts";
import type { RowReader } from "../submission/csv-table.ts";
import { derivedId } from "../submission/derived-id.ts";
import { together, wrongLength } from "../submission/long-form.ts";
import { practiceNamed, repeatableId } from "../submission/submission.ts";
import type { ChosenMapping } from "./choose-mapping.ts";
import { foldedHeading } from "./heading.ts";
import type { FieldSource, MappedColumn, Mapping, ToldEvent } from "./mapping.ts";
import { writtenDate } from "./written-date.ts";

/** The text of a row under a column of the mapping; empty where the file does not have it. */
type Cell = (key: string) => string;

type Told = Readonly<Record<string, unknown>>;

const dates: ReadonlySet<string> = new Set(["referredOn", "on", "completedOn"]);
const numbers: ReadonlySet<string> = new Set(["imdQuintile", "total", "level"]);

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
    const value = [sources]
      .flat()
      .reduce<unknown>((found, source) => found ?? sourceValue(source, field, { cell, mapping, sha256 }), undefined);
    if (value !== undefined) told[field] = value;
  }
  return { ...told, eventId: derivedId(told, sha256) };
}

function sourceValue(source: FieldSource, field: string, { cell, mapping }: Reading): unknown {
  if ("value" in source) return source.value;
  if ("column" in source) return cellValue(cell(source.column), field, { column: mapping.columns[source.column], mapping });
  if ("joined" in source)
    return source.joined.every((key) => cell(key) !== "") ? source.joined.map((key) => dated(cell(key), mapping)).join("/on-") : undefined;
  if ("bornOn" in source) return ageBand(cell(source.bornOn), cell(source.at), mapping);
  const [nhsNumber, localId] = [cell(source.nhsNumber), cell(source.orLocalId)];
  return nhsNumber !== "" ? { nhsNumber } : localId !== "" ? { localId } : undefined;
}

function ageBand(born: string, at: string, { dates: forms }: Mapping): string | undefined {
  return born === "" || at === "" ? undefined : ageBandAt(writtenDate(at, forms), writtenDate(born, forms));
}

/** Part of a reference: a day in one spelling, so that two files of one system make the same reference of it. */
function dated(text: string, { dates: forms }: Mapping): string {
  return writtenDate(text, forms);
}

function cellValue(text: string, field: string, { column, mapping }: { column: MappedColumn | undefined; mapping: Mapping }): unknown {
  if (text === "" || column === undefined) return undefined;
  if (dates.has(field)) return writtenDate(text, mapping.dates);
  if (numbers.has(field)) return /^[+-]?\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : text;
  if (field === "needs") return [...new Set(text.split(/[;,|\n]/).map((need) => wordOf(need.trim(), column)))];
  return wordOf(text, column);
}

function wordOf(text: string, { words, otherwise }: MappedColumn): string {
  if (words === undefined) return text;
  return wordsFolded(words).get(foldedHeading(text)) ?? otherwise ?? text;
}

// Words never change, and a million rows ask for the same few.
const folded = new WeakMap<object, ReadonlyMap<string, string>>();

function wordsFolded(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const known = folded.get(words);
  if (known !== undefined) return known;
  const listed = new Map(Object.entries(words).map(([word, stands]) => [foldedHeading(word), stands]));
  folded.set(words, listed);
  return listed;
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
