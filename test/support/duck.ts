import { createRequire } from "node:module";

/** Whether DuckDB is installed: it is for development alone, and has no build for some platforms. */
export const hasDuck = isThere("@duckdb/node-api");

function isThere(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** The rows that DuckDB answers a query with, each a record; whole numbers are numbers. */
export async function duck(sql: string, ...before: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    for (const statement of before) await connection.run(statement);
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, numberFrom(value)])));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

// DuckDB writes numbers of 64 bits and more as text
function numberFrom(value: unknown): unknown {
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
