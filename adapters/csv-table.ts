import Papa from "papaparse";
import { type Parsed, refused, taken } from "../core/refusal.ts";
import type { CsvRow, CsvTable } from "../core/submission/csv-table.ts";

const fix = "send CSV as RFC 4180 has it: a header line, commas, quotes that are closed, and no row longer than a megabyte";
const longestRow = 1_000_000;

/** Reads the text of a CSV. Cells are trimmed; empty lines are left out but counted, so that row numbers are those of the file. */
export function parseCsvTable(text: string): Parsed<CsvTable> {
  const read = readRows(text, 1);
  if (!read.ok) return read;
  const [header, ...rows] = read.value.rows;
  return header?.row === 1 ? taken({ header: header.cells, rows }) : refused("malformed-csv", "row 1", fix);
}

/**
 * Reads a CSV as its text comes, some rows at a time, in memory that does not grow with it. A row ends at a line end outside quotes: where
 * the number of quotes before it is even.
 */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<Parsed<readonly CsvRow[]>> {
  let pending = "";
  let nextRow = 1;
  for await (const piece of text) {
    pending += piece;
    const end = endOfRows(pending);
    if (end === 0 && pending.length > longestRow) {
      yield refused("malformed-csv", `row ${nextRow}`, fix);
      return;
    }
    const read = readRows(pending.slice(0, end), nextRow);
    yield read.ok ? taken(read.value.rows) : read;
    if (!read.ok) return;
    nextRow += read.value.lines;
    pending = pending.slice(end);
  }
  const last = readRows(pending, nextRow);
  yield last.ok ? taken(last.value.rows) : last;
}

/** Where the last whole row ends, or 0. */
function endOfRows(text: string): number {
  let end = 0;
  let from = 0;
  for (let quotes = 0; from < text.length; quotes += 1) {
    const quote = text.indexOf('"', from);
    const until = quote === -1 ? text.length : quote;
    if (quotes % 2 === 0) {
      const lineEnd = text.lastIndexOf("\n", until - 1);
      if (lineEnd >= from) end = lineEnd + 1;
    }
    from = until + 1;
  }
  return end;
}

/** The rows of a whole number of lines, and how many lines that were. */
function readRows(text: string, firstRow: number): Parsed<{ readonly rows: readonly CsvRow[]; readonly lines: number }> {
  if (text === "") return taken({ rows: [], lines: 0 });
  const { data, errors } = Papa.parse<string[]>(text.replaceAll("\r\n", "\n"), { delimiter: ",", newline: "\n" });
  if (errors.length > 0) return refused("malformed-csv", `row ${firstRow + (errors[0]?.row ?? 0)}`, fix);
  const rows = data.map((cells, place) => ({ row: firstRow + place, cells: cells.map((cell) => cell.trim()) }));
  const lines = data.length - (text.endsWith("\n") ? 1 : 0);
  return taken({ rows: rows.filter(({ cells }) => cells.length > 1 || cells[0] !== ""), lines });
}
