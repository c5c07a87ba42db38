import { parquetWriteBuffer } from "hyparquet-writer";
import type { Cell, CellType, Column, DatasetTable } from "../core/dataset/column.ts";

const rowsInGroup = 100_000;

/** A table as one Parquet file, compressed with Snappy. Equal rows give equal bytes: nothing of the moment or the machine is in it. */
export function parquetFile({ columns, rows }: Pick<DatasetTable, "columns" | "rows">): Uint8Array {
  const columnData = columns.map((column, place) => ({
    name: column.name,
    data: rows.map((row) => parquetValue(column, row[place] ?? null)),
  }));
  const schema = [{ name: "rows", num_children: columns.length }, ...columns.map(schemaOf)];
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, rowGroupSize: rowsInGroup, createdBy: "hearten" }));
}

const parquetTypes = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  integer: { type: "INT32" },
  number: { type: "DOUBLE" },
  date: { type: "INT32", converted_type: "DATE" },
} as const satisfies Record<CellType, object>;

function schemaOf({ name, type }: Pick<Column<never>, "name" | "type">) {
  return { name, repetition_type: "OPTIONAL", ...parquetTypes[type] } as const;
}

function parquetValue({ type }: Pick<Column<never>, "type">, cell: Cell): string | number | Date | null {
  return type === "date" && typeof cell === "string" ? new Date(`${cell}T00:00:00Z`) : cell;
}
