import type { SentRecord } from "./submission.ts";

/** A table as it was read: the header, and every row with its number in the file (the header is row 1). */
export type CsvTable = { readonly header: readonly string[]; readonly rows: readonly CsvRow[] };

/** One row, its cells trimmed. */
export type CsvRow = { readonly row: number; readonly cells: readonly string[] };

/** Reads rows of a table as records, one by one and in their order. */
export type RowReader = (row: CsvRow, index: number) => SentRecord;
