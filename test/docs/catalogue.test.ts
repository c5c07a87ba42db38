import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const rows = readFileSync("test/README.md", "utf8")
  .split("\n")
  .filter((line) => /^\| \d+ \|/.test(line));
const numbers = rows.map((row) => Number(/\d+/.exec(row)?.[0]));

it("the catalogue of failures has a row for each of its 77 numbers, in order", () => {
  expect(numbers).toEqual(Array.from({ length: 77 }, (_, at) => at + 1));
});

it("every row names tests that are there", () => {
  for (const row of rows) {
    const files = [...row.matchAll(/`(test\/[a-z0-9/-]+\.test\.ts)`/g)].map(([, file = ""]) => file);

    expect(files.length, row).toBeGreaterThan(0);
    expect(
      files.filter((file) => !existsSync(file)),
      row,
    ).toEqual([]);
  }
});
