import { readFileSync } from "node:fs";
import { expect } from "vitest";

const file = new URL("../../golden/distributions.json", import.meta.url);
const tables = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, readonly (readonly (number | string)[])[]>>;

/** Rows of R's values, made once by `Rscript` with 17 digits; infinities are texts in the file. */
export function golden(name: string): readonly (readonly number[])[] {
  const rows = tables[name];
  if (rows === undefined || rows.length === 0) throw new Error(`golden requires a table, and ${name} is none`);
  return rows.map((row) => row.map(Number));
}

/** Fails unless every value is within the relative tolerance of R's, however small it is. */
export function expectClose(actual: number, expected: number, tolerance: number, what: string): void {
  const difference = actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
  expect(difference, `${what}: ${actual} beside ${expected}`).toBeLessThanOrEqual(tolerance);
}
