import Papa from "papaparse";
import { type Parsed, refused, taken } from "../core/refusal.ts";
import type { CsvTable } from "../core/submission/csv-table.ts";

const fix = "send CSV as RFC 4180 has it: a header line, commas, and quotes that are closed";

/** Reads the text of a CSV. Cells are trimmed; empty lines are left out but counted, so that row numbers are those of the file. */
export function parseCsvTable(text: string): Parsed<CsvTable> {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: "," });
  if (errors.length > 0) return refused("malformed-csv", `row ${(errors[0]?.row ?? 0) + 1}`, fix);
  const [header, ...rest] = data;
  if (header === undefined || isBlank(header)) return refused("malformed-csv", "row 1", fix);
  const rows = rest.map((cells, place) => ({ row: place + 2, cells: trimmed(cells) })).filter(({ cells }) => !isBlank(cells));
  return taken({ header: trimmed(header), rows });
}

function trimmed(cells: readonly string[]): readonly string[] {
  return cells.map((cell) => cell.trim());
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0]?.trim() === "";
}
