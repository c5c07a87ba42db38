import { ageBandAt } from "../identifiers/age-band.ts";
import { foldedHeading } from "./heading.ts";
import type { FieldSource, MappedColumn, Mapping } from "./mapping.ts";
import { writtenDate } from "./written-date.ts";

/** The text of a row under a column of the mapping; empty where the file does not have it. */
export type Cell = (key: string) => string;

const dates: ReadonlySet<string> = new Set(["referredOn", "on", "completedOn"]);
const numbers: ReadonlySet<string> = new Set(["imdQuintile", "total", "level"]);

/** Whether a field is told as its column's text, as it stands. */
export function isAsWritten(source: FieldSource, field: string, { columns }: Mapping): boolean {
  return "column" in source && columns[source.column]?.words === undefined && !dates.has(field) && !numbers.has(field) && field !== "needs";
}

/** What a field is told as, from one of its sources; `undefined` where that says nothing. */
export function sourceValue(source: FieldSource, field: string, { cell, mapping }: { cell: Cell; mapping: Mapping }): unknown {
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
