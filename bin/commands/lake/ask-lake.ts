import { existsSync } from "node:fs";
import { join } from "node:path";
import { lakeColumns, lakeTableNames } from "../../../core/lake/lake-tables.ts";

/** What DuckDB answers. Numbers are numbers. */
export type LakeAnswer = { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] };

/** The engine is not installed. */
export class NoDuck extends Error {
  override readonly name = "NoDuck";
}

/**
 * Asks the lake in a directory. The tables are views of the names that they have on AWS, so that the same SQL is asked in both places; nothing
 * but the lake can be reached from it.
 *
 * @throws {NoDuck} where DuckDB is not installed
 */
export async function askLake(directory: string, sql: string): Promise<LakeAnswer> {
  const { DuckDBInstance } = await duckDb();
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    for (const table of lakeTableNames) await connection.run(tableSql(directory, table));
    // after the tables are read, nothing outside of them: no file, no network, no further extension
    await connection.run("SET enable_external_access = false");
    const answer = await connection.runAndReadAll(sql);
    return { columns: answer.columnNames(), rows: answer.getRowsJson().map((row) => row.map(plain)) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const types = { string: "VARCHAR", integer: "INTEGER", number: "DOUBLE", date: "DATE" } as const;

function tableSql(directory: string, table: keyof typeof lakeColumns): string {
  const folder = join(directory, table);
  if (existsSync(folder)) {
    const files = `${folder.replaceAll("'", "''")}/*/*.parquet`;
    return `CREATE TABLE ${table} AS SELECT * FROM read_parquet('${files}', hive_partitioning = true, hive_types = {'month': VARCHAR})`;
  }
  const columns = lakeColumns[table].map(({ name, type }) => `${name} ${types[type]}`);
  return `CREATE TABLE ${table} (${[...columns, "month VARCHAR"].join(", ")})`;
}

async function duckDb(): Promise<typeof import("@duckdb/node-api")> {
  try {
    return await import("@duckdb/node-api");
  } catch (cause) {
    throw new NoDuck("install DuckDB beside Hearten: `npm install --no-save @duckdb/node-api`", { cause });
  }
}

// numbers of 64 bits and more come as text, and so do lists and days, which stay so
function plain(value: unknown): string | number | null {
  if (value === null || typeof value === "number") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string") return JSON.stringify(value);
  return /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
