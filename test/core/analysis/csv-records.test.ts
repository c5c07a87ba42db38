import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestRecord, RecordTooLong, scanRecords } from "../../../core/analysis/csv-records.ts";

function recordsOf(text: string, chunk: number = 1_000_000): readonly (readonly string[])[] {
  const found: string[][] = [];
  const decoder = new TextDecoder();
  const scanner = scanRecords(({ bytes, count, starts, ends }) => {
    found.push(Array.from({ length: count }, (_, field) => decoder.decode(bytes.subarray(starts[field], ends[field])).replace(/\r$/, "")));
  });
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length; from += chunk) scanner.push(bytes.slice(from, from + chunk));
  scanner.end();
  return found;
}

const field = fc.string({ unit: fc.constantFrom("a", "é", "😀", '"', ",", "\n", " ", "7"), maxLength: 6 });
const table = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { maxLength: 8 });

function written(rows: readonly (readonly string[])[], lineEnd: string): string {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((fields) => fields.map(quoted).join(",") + lineEnd).join("");
}

describe("CSV records", () => {
  it("come back as they were written, with LF or CRLF, in chunks of any size", () => {
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.integer({ min: 1, max: 40 }), (rows, lineEnd, chunk) => {
        expect(recordsOf(written(rows, lineEnd), chunk)).toEqual(rows);
      }),
    );
  });

  it("need no line end after the last, and lose a byte order mark even one byte at a time", () => {
    expect(recordsOf("\uFEFFa,b\n1,2", 1)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  it("are not made of empty lines", () => {
    expect(recordsOf("a,b\n\n\r\n1,2\n\n")).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  it("may not go on for ever: an open quote is found out", () => {
    expect(() => recordsOf(`a,b\n"${"x,y\n".repeat(longestRecord / 2)}`, 65_536)).toThrow(RecordTooLong);
  });
});
