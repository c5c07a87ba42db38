/** What a cell may hold; `null` is an empty one. A day is `YYYY-MM-DD`. */
export type Cell = string | number | null;
export type CellType = "string" | "integer" | "number" | "date";

/** One column: its name, what it holds and means, and where a row's value comes from. */
export type Column<Row> = {
  readonly name: string;
  readonly type: CellType;
  readonly meaning: string;
  /** Every value there may be, where they can be listed. */
  readonly values?: readonly string[];
  readonly of: (row: Row) => Cell;
};

/** A table of a dataset, one array of cells a row. */
export type DatasetTable = {
  readonly name: string;
  readonly meaning: string;
  /** The columns that tell its rows apart. */
  readonly key: readonly string[];
  readonly columns: readonly Pick<Column<never>, "name" | "type" | "meaning" | "values">[];
  readonly rows: readonly (readonly Cell[])[];
};

/** Rows as cells, in the order of the columns. */
export function cellsOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly (readonly Cell[])[] {
  return rows.map((row) => columns.map(({ of }) => of(row)));
}

/**
 * A table as RFC 4180 has it, in UTF-8 with one header line. Every text of a dataset comes from a closed list, a code or a pseudonym, so that
 * nothing in it needs quotes or could be taken for a formula.
 *
 * @throws {TypeError} for a text that would
 */
export function tableCsv({ columns, rows }: Pick<DatasetTable, "columns" | "rows">): string {
  const lines = rows.map((row) => row.map(cellText).join(","));
  return `${[columns.map(({ name }) => name).join(","), ...lines].join("\n")}\n`;
}

function cellText(cell: Cell): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  if (!/^[\w.:@+ -]*$/.test(cell) || /^[@+-]/.test(cell))
    throw new TypeError("tableCsv requires texts of a closed list, codes and pseudonyms");
  return cell;
}
