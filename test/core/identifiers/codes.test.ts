import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLoincCode, mod10Digit } from "../../../core/identifiers/loinc.ts";
import { isOdsCode, type OdsKind, odsKindOf, odsPatterns } from "../../../core/identifiers/ods-code.ts";
import { hasVerhoeffDigit, isSnomedCode } from "../../../core/identifiers/snomed.ts";

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 16 }).map((list) => `1${list.join("")}`);

/** Verhoeff by composing the symmetries of a pentagon: rotations 0-4 and reflections 5-9, instead of a table. */
function verhoeffByPentagon(text: string): boolean {
  const first = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const times = (a: number, b: number) => (a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)) : b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5);
  const permuted = (digit: number, place: number): number => (place === 0 ? digit : permuted(first[digit] ?? 0, place - 1));
  return [...text].toReversed().reduce((check, digit, place) => times(check, permuted(Number(digit), place % 8)), 0) === 0;
}

describe("SNOMED CT codes", () => {
  it("of social prescribing and its measures are well formed", () => {
    const codes = "871731000000106 871711000000103 871691000000100 390893007 837111000000105 771491000000104 267076002 105412007";

    expect(codes.split(" ").filter((code) => !isSnomedCode(code))).toEqual([]);
  });

  it("have exactly one check digit, found with a table or by turning a pentagon", () => {
    fc.assert(
      fc.property(digits, (stem) => {
        const passing = Array.from({ length: 10 }, (_, digit) => `${stem}${digit}`).filter(hasVerhoeffDigit);

        expect(passing).toHaveLength(1);
        expect(passing).toEqual(Array.from({ length: 10 }, (_, digit) => `${stem}${digit}`).filter(verhoeffByPentagon));
      }),
    );
  });

  it("fail with any one digit changed and any two neighbours exchanged", () => {
    const code = "871731000000106";

    for (let place = 0; place < code.length; place++) {
      for (let digit = 0; digit <= 9; digit++) {
        const changed = code.slice(0, place) + digit + code.slice(place + 1);
        expect(hasVerhoeffDigit(changed)).toBe(changed === code);
      }
      const [a = "", b = ""] = [code[place], code[place + 1]];
      if (b !== "" && a !== b) expect(hasVerhoeffDigit(code.slice(0, place) + b + a + code.slice(place + 2))).toBe(false);
    }
  });

  it("are of concepts: descriptions, short texts and text that is no number are not", () => {
    for (const text of ["", "12345", "0720433000", "720433000 ", "72043300x", "1234567890123456789"])
      expect(isSnomedCode(text)).toBe(false);
    expect([hasVerhoeffDigit("754786014"), isSnomedCode("754786014")]).toEqual([true, false]);
  });
});

describe("LOINC codes", () => {
  it("are digits, a hyphen and their check digit", () => {
    for (const code of ["44261-6", "70274-6", "106418-7", "69737-5"]) expect(isLoincCode(code)).toBe(true);
    for (const code of ["44261-7", "44261", "442616", "", "44261-66", "LA6568-5"]) expect(isLoincCode(code)).toBe(false);
  });

  it("agree with the check by table: what a digit adds in a doubled place, looked up", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), (n) => {
        const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
        const sum = [...String(n)].reduceRight(
          (total, digit, place) => total + ((String(n).length - place) % 2 === 1 ? (doubled[Number(digit)] ?? 0) : Number(digit)),
          0,
        );
        const passing = Array.from({ length: 10 }, (_, check) => `${n}-${check}`).filter(isLoincCode);

        expect(passing).toEqual([`${n}-${mod10Digit(String(n))}`]);
        expect((sum + mod10Digit(String(n))) % 10).toBe(0);
      }),
    );
  });
});

const epraccur = new URL("../../../../shared/ods/epraccur.csv", import.meta.url);
const present = existsSync(epraccur);

describe("ODS codes", () => {
  it("are told apart by their shape", () => {
    const kinds: readonly [string, OdsKind | undefined][] = [
      ["A81001", "practice"],
      ["Y02736", "practice"],
      ["U12345", "pcn"],
      ["QWO", "icb"],
      ["00L", "sub-icb"],
      ["12A", "sub-icb"],
      ["A3A8R", "sub-icb"],
      ["a81001", undefined],
      ["I81001", undefined],
      ["Z81001", undefined],
      ["A8100", undefined],
      ["", undefined],
    ];

    for (const [code, kind] of kinds) expect(odsKindOf(code)).toBe(kind);
  });

  it("match one pattern at most, and carry the mark of what is not confirmed", () => {
    const code = fc.stringMatching(/^[A-Z0-9]{3,6}$/);

    fc.assert(
      fc.property(code, (text) => {
        expect((Object.keys(odsPatterns) as OdsKind[]).filter((kind) => isOdsCode(kind, text)).length).toBeLessThanOrEqual(1);
      }),
    );
    expect(Object.values(odsPatterns).every(({ evidence }) => evidence === "unconfirmed")).toBe(true);
  });

  it(`${present ? "finds" : "does not find"} the published file of practices: its codes ${present ? "are" : "are not"} checked`, () => {
    expect(present).toBe(existsSync(epraccur));
  });

  it.runIf(present)("of every active GP practice in England, its ICB and its sub-ICB location have the shape of their kind", () => {
    const rows = readFileSync(epraccur, "latin1")
      .trim()
      .split(/\r?\n/)
      .map((line) => line.slice(1, -1).split('","'));
    const practices = rows.filter((row) => row[12] === "A" && row[25] === "4" && /^Q(?!99)/.test(row[3] ?? ""));

    expect(practices.length).toBeGreaterThan(6000);
    expect(practices.filter((row) => !isOdsCode("practice", row[0] ?? "")).map((row) => row[0])).toEqual([]);
    expect(practices.filter((row) => !isOdsCode("icb", row[3] ?? "")).map((row) => row[3])).toEqual([]);
    expect([...new Set(practices.map((row) => row[14] ?? ""))].filter((code) => !isOdsCode("sub-icb", code))).toEqual([]);
  });
});
