import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../core/canonical-json.ts";

describe("canonicalJson", () => {
  it("does not depend on the order in which keys were set", () => {
    expect(canonicalJson({ b: 1, a: [true, null] })).toBe('{"a":[true,null],"b":1}');
  });

  it("orders keys by their code units, whatever characters they are of", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.oneof(
            fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 4 }),
            fc.constantFrom("10", "9", "é", "\u{1f600}", "\uffff", "a", "A"),
          ),
          fc.nat(),
          { maxKeys: 8 },
        ),
        (value) => {
          const written = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
          expect(canonicalJson(value)).toBe(`{${written.map(([key, member]) => `${JSON.stringify(key)}:${member}`).join(",")}}`);
        },
      ),
    );
  });

  it("leaves undefined members out, as JSON does", () => {
    expect(canonicalJson({ a: undefined, b: 2 })).toBe('{"b":2}');
  });

  it("says the same as JSON, whatever the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("refuses numbers that JSON cannot carry", () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow("canonicalJson requires finite numbers");
  });
});
