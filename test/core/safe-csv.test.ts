import fc from "fast-check";
import Papa from "papaparse";
import { expect, it } from "vitest";
import { safeCsv } from "../../core/safe-csv.ts";

const cell = (text: string | number | null) => safeCsv(["a"], [[text]]).split("\r\n")[1];

it("puts a quote in front of what a spreadsheet would compute, and leaves numbers alone", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1", "＝1", "'=1"]) expect(cell(text)).toBe(`'${text}`);
  expect(cell('"=1')).toBe('"\'""=1"');
  expect([cell(-3), cell(null), cell("R1-2"), cell("2026-03-04")]).toEqual(["-3", "", "R1-2", "2026-03-04"]);
});

it("is read back by another reader as it was written, but for that quote", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), (cells) => {
      const { data } = Papa.parse<string[]>(safeCsv(cells, []).slice(1), { delimiter: ",", newline: "\r\n", quoteChar: '"' });
      expect(data[0]?.map((text, n) => (text === cells[n] ? text : text.slice(1)))).toEqual(cells);
    }),
  );
});
