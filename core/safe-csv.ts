type Cell = string | number | null;

/**
 * A table as RFC 4180 has it, in UTF-8 with a byte order mark, as spreadsheets want it. Text that a spreadsheet would take for a formula is given a
 * quote in front, also where spaces or a full-width sign come first; numbers stay numbers.
 */
export function safeCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${safeCsvLines([columns, ...rows])}`;
}

/** Lines of such a table, for one that is written piece by piece. */
export function safeCsvLines(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}

const formula = /^["'\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
