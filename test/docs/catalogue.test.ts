import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const rows = readFileSync("test/README.md", "utf8")
  .split("\n")
  .filter((line) => /^\| \d+ \|/.test(line));
const required = [1, 10, 19, ...Array.from({ length: 16 }, (_, at) => 25 + at), ...Array.from({ length: 8 }, (_, at) => 70 + at)];

it("the catalogue of failures has a row for each number, in order", () => {
  expect(rows.map((row) => Number(/\d+/.exec(row)?.[0]))).toEqual(required);
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
