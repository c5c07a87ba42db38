import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson } from "../../../core/submission/strict-json.ts";

function rule(text: string): string {
  const read = parseStrictJson(text);
  return read.ok ? "taken" : (read.refusals[0]?.rule ?? "");
}

describe("parseStrictJson", () => {
  it("reads what JSON.stringify writes, as it was", () => {
    const names = fc.string().filter((name) => !["__proto__", "constructor", "prototype"].includes(name));
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5, depthIdentifier: "v" },
        fc.constant(null),
        fc.boolean(),
        fc.string(),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Math.abs(n) > 1e15 ? 0.5 : Object.is(n, -0) ? 0 : n)),
        fc.array(tie("value"), { maxLength: 5, depthIdentifier: "v" }),
        fc.dictionary(names, tie("value"), { maxKeys: 5, depthIdentifier: "v", noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), (value, space) => {
        expect(parseStrictJson(JSON.stringify(value, null, space))).toEqual({ ok: true, value });
      }),
      { numRuns: 2000 },
    );
  });

  it("takes nothing that JSON.parse does not take, and never throws", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\0123456789.-+eEtrufalsn ') }),
      fc.json().map((text) => text.slice(0, -1)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = parseStrictJson(text);
        if (read.ok) expect(read.value).toEqual(JSON.parse(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["a name twice", '{"a":1,"a":2}', "duplicate-key"],
    ["a name twice, once in disguise", '{"a":1,"\\u0061":2}', "duplicate-key"],
    ["a name twice further in", '{"x":[{"b":{},"b":1}]}', "duplicate-key"],
    ["the same name in two objects", '[{"a":1},{"a":1},{"b":{"a":1},"a":1}]', "taken"],
    ["a name that is a value elsewhere", '{"a":"b","b":"a"}', "taken"],
    ["__proto__", '{"__proto__":{"x":1}}', "forbidden-key"],
    ["__proto__ in disguise", '{"\\u005f_proto__":1}', "forbidden-key"],
    ["constructor", '{"a":{"constructor":{"prototype":{}}}}', "forbidden-key"],
    ["a number beyond all", "[1e400]", "malformed-json"],
    ["a whole number that loses digits", "[9007199254740993]", "malformed-json"],
    ["NaN", "[NaN]", "malformed-json"],
    ["a leading zero", "[01]", "malformed-json"],
    ["a bare minus", "[-]", "malformed-json"],
    ["a comma too many", '{"a":1,}', "malformed-json"],
    ["an open string", '{"a', "malformed-json"],
    ["nothing", "", "malformed-json"],
    ["two documents", "{}{}", "malformed-json"],
    ["a comment", "{}//", "malformed-json"],
    ["quotes and brackets within strings", '{"a":"\\"{[,","b\\\\":"]}"}', "taken"],
    ["13 levels", "[".repeat(13) + "]".repeat(13), "json-too-deep"],
    ["12 levels", "[".repeat(12) + "]".repeat(12), "taken"],
    ["65 names", JSON.stringify(Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`n${n}`, n]))), "too-many-keys"],
  ])("judges %s", (_, text, expected) => {
    expect(rule(text)).toBe(expected);
  });

  it("says no to huge attacks without growing with them", () => {
    const attacks = [
      "[".repeat(100_000),
      '{"a":'.repeat(100_000),
      `{${Array.from({ length: 300_000 }, (_, n) => `"k${n}":1`).join(",")}}`,
      `["${"\\".repeat(1_000_001)}"]`,
      "-".repeat(1_000_000),
    ];
    for (const attack of attacks) {
      const before = process.cpuUsage();
      expect(rule(attack)).not.toBe("taken");
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("x");
  });
});
