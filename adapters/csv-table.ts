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

/** Some rows, how many lines of the file they take (empty ones included), and the very text they were read from. */
export type CsvBatch = { readonly rows: readonly CsvRow[]; readonly lines: number; readonly text: string };

/**
 * Reads a CSV as its text comes, some rows at a time, in memory that does not grow with it. A row ends at a line end outside quotes: where
 * the number of quotes before it is even.
 */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<Parsed<readonly CsvRow[]>> {
  for await (const batch of csvBatches(text)) yield batch.ok ? taken(batch.value.rows) : batch;
}

/** As {@link csvRows}, from any row on, with what is needed to go on from there another time. The texts of all batches are the text. */
export async function* csvBatches(text: AsyncIterable<string>, firstRow = 1): AsyncGenerator<Parsed<CsvBatch>> {
  let pending = "";
  let nextRow = firstRow;
  for await (const piece of text) {
    pending += piece;
    const end = endOfRows(pending);
    if (pending.length - end > longestRow) {
      yield refused("malformed-csv", `row ${nextRow + readableLines(pending.slice(0, end), nextRow)}`, fix);
      return;
    }
    if (end === 0) continue;
    const read = batchOf(pending.slice(0, end), nextRow);
    yield read;
    if (!read.ok) return;
    nextRow += read.value.lines;
    pending = pending.slice(end);
  }
  if (pending !== "") yield batchOf(pending, nextRow);
}

function batchOf(text: string, firstRow: number): Parsed<CsvBatch> {
  const read = readRows(text, firstRow);
  return read.ok ? taken({ ...read.value, text }) : read;
}

/** How many rows come before one that does not end. */
function readableLines(text: string, firstRow: number): number {
  const read = readRows(text, firstRow);
  return read.ok ? read.value.lines : 0;
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
  return text.includes('"') ? quotedRows(text, firstRow) : taken(plainRows(text, firstRow));
}

function quotedRows(text: string, firstRow: number): Parsed<{ readonly rows: readonly CsvRow[]; readonly lines: number }> {
  const { data, errors } = Papa.parse<string[]>(text.replaceAll("\r\n", "\n"), { delimiter: ",", newline: "\n" });
  if (errors.length > 0) return refused("malformed-csv", `row ${firstRow + (errors[0]?.row ?? 0)}`, fix);
  const rows = data.map((cells, place) => ({ row: firstRow + place, cells: cells.map((cell) => cell.trim()) }));
  const lines = data.length - (text.endsWith("\n") ? 1 : 0);
  return taken({ rows: rows.filter(({ cells }) => cells.length > 1 || cells[0] !== ""), lines });
}

/** Without a quote, every comma and every line end is one: most text of most files. */
function plainRows(text: string, firstRow: number): { readonly rows: readonly CsvRow[]; readonly lines: number } {
  const lines = text.split("\n");
  if (text.endsWith("\n")) lines.pop();
  const rows: CsvRow[] = [];
  for (const [place, line] of lines.entries()) {
    const cells = line.split(",");
    for (let at = 0; at < cells.length; at += 1) cells[at] = (cells[at] ?? "").trim();
    if (cells.length > 1 || cells[0] !== "") rows.push({ row: firstRow + place, cells });
  }
  return { rows, lines: lines.length };
}
