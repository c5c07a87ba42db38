import fc from "fast-check";
import type { MappedColumn, Mapping } from "../../core/mapping/mapping.ts";

const days = ["04/03/2026", "2026-03-05", "04-Mar-2026", "05/03/2026 10:20", "31/02/2026", "tomorrow", ""];

/** Cells by the field that a column is told as: some right, some wrong, and most of them more than once in a file. */
const cellsOf: Readonly<Record<string, readonly string[]>> = {
  practice: ["A81001", "A81001", "A81002", "A8"],
  referralId: ["R1", "R2", "a/9", "", "943 476 5919", "é"],
  nhsNumber: ["9434765919", "943 476 5919", "9434765918", ""],
  localId: ["N1", "N2", "9434765919", ""],
  referredOn: days,
  completedOn: days,
  on: days,
  total: ["3", "11", "21", "28", "99", "n/a", ""],
  imdQuintile: ["2", "6", ""],
  activity: ["art", "ring 9434765919", ""],
  reason: ["moved", "a\u200bb", ""],
  ageBand: ["45-54", "45", ""],
  lsoa: ["E01000001", ""],
};
const born = ["1960", "1960-02", "1960-02-29", "29/02/1960", "2040", "x", ""];
const instruments = ["PHQ-9", "gad-7", "mood", ""];

/** A file as another system writes it: what its mapping requires, some of the rest, and rows that repeat and contradict each other. */
export function exportOf(mapping: Mapping): fc.Arbitrary<{ header: readonly string[]; rows: readonly (readonly string[])[] }> {
  const [required, others] = [true, undefined].map((is) => Object.entries(mapping.columns).filter(([, column]) => column.required === is));
  return fc
    .tuple(fc.constant(required ?? []), fc.subarray(others ?? []))
    .map((parts) => parts.flat())
    .chain((columns) =>
      fc.record({
        header: fc.constant(columns.map(([, { headings }]) => headings[0] ?? "")),
        rows: fc.array(fc.tuple(...columns.map(([key, column]) => fc.constantFrom(...cellsIn(key, column, mapping)))), {
          minLength: 1,
          maxLength: 40,
        }),
      }),
    );
}

function cellsIn(key: string, { words, unread }: MappedColumn, mapping: Mapping): readonly string[] {
  if (unread === true) return ["anything", ""];
  if (words !== undefined)
    return [
      ...Object.keys(words).slice(0, 4),
      ...Object.keys(words)
        .slice(0, 1)
        .map((word) => word.toLowerCase()),
      "else",
      "",
    ];
  if (key === "born") return born;
  const field = key in cellsOf ? key : fieldOf(key, mapping);
  return field === "instrument" ? instruments : (cellsOf[field] ?? ["x", ""]);
}

function fieldOf(key: string, { events }: Mapping): string {
  const told = events.flatMap(({ fields }) => Object.entries(fields));
  return told.find(([, sources]) => [sources].flat().some((source) => "column" in source && source.column === key))?.[0] ?? "";
}
