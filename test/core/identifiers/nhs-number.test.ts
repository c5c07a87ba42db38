import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containsNhsNumberLikeDigits, isNhsNumber, isTestNhsNumber, nhsNumberOf } from "../../../core/identifiers/nhs-number.ts";

/** The same check the other way round: with its check digit of weight 1, the weighted sum is a multiple of eleven. */
function passesByWholeSum(digits: string): boolean {
  return [...digits].reduce((sum, digit, place) => sum + Number(digit) * (10 - place), 0) % 11 === 0;
}

const isOneDigit = (number: string) => new Set(number).size === 1;
const nine = fc.integer({ min: 0, max: 999_999_999 }).map((n) => String(n).padStart(9, "0"));

describe("an NHS number", () => {
  it("is valid for the numbers kept for tests", () => {
    for (const number of ["9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9876543210"])
      expect(isNhsNumber(number)).toBe(true);
  });

  it("does not exist where the check digit would be ten", () => {
    for (const stem of ["999000000", "999000014"]) {
      expect(Array.from({ length: 10 }, (_, digit) => isNhsNumber(`${stem}${digit}`))).toEqual(Array(10).fill(false));
    }
  });

  it("is invalid with a wrong check digit", () => {
    expect(isNhsNumber("9876544321")).toBe(false);
    expect(isNhsNumber("9990000019")).toBe(false);
  });

  it("is never ten equal digits, although 0 and 9 pass the check", () => {
    for (let digit = 0; digit <= 9; digit++) expect(isNhsNumber(String(digit).repeat(10))).toBe(false);
  });

  it("is ten digits and nothing else", () => {
    for (const text of ["", "999000001", "99900000181", "999 000 0018", "999000001x", " 9990000018", "9990000018\n"])
      expect(isNhsNumber(text)).toBe(false);
  });

  it("has exactly one check digit or none for any nine digits, and it makes the weighted sum a multiple of eleven", () => {
    fc.assert(
      fc.property(nine, (stem) => {
        const valid = Array.from({ length: 10 }, (_, digit) => `${stem}${digit}`).filter(isNhsNumber);

        expect(valid.length).toBeLessThanOrEqual(1);
        expect(valid).toEqual(
          Array.from({ length: 10 }, (_, digit) => `${stem}${digit}`).filter((number) => passesByWholeSum(number) && !isOneDigit(number)),
        );
      }),
    );
  });

  it("changes its validity with any one digit and with any two neighbours exchanged", () => {
    const valid = "9990000018";

    for (let place = 0; place < 10; place++) {
      for (let digit = 0; digit <= 9; digit++) {
        const changed = valid.slice(0, place) + digit + valid.slice(place + 1);
        expect(isNhsNumber(changed)).toBe(changed === valid);
      }
    }
    expect(isNhsNumber("9990000081")).toBe(false);
  });

  it("is known as a test number from 999 on", () => {
    expect(isTestNhsNumber("9990000018")).toBe(true);
    expect(isTestNhsNumber("9876543210")).toBe(false);
    expect(isTestNhsNumber("9990000019")).toBe(false);
  });

  it("is read with the spaces and dashes people write, and in other digits", () => {
    for (const text of ["999 000 0018", "999-000-0018", " 9990000018 ", "９９９０００００１８", "999\u00a0000\u20110018"])
      expect(nhsNumberOf(text)).toBe("9990000018");
    for (const text of ["", "999 000 0019", "999 000 001", "abc"]) expect(nhsNumberOf(text)).toBeUndefined();
  });
});

describe("digits that look like an NHS number", () => {
  it("are found together, spaced, dashed, dotted, and with marks without width", () => {
    const written = [
      "9990000018",
      "999 000 0018",
      "999-000-0018",
      "999.000.0018",
      "9 9 9 0 0 0 0 0 1 8",
      "999 – 000 – 0018",
      "999\u200b000\u200b0018",
      "999\u2011000\u20110018",
    ];

    for (const text of written) {
      expect(containsNhsNumberLikeDigits(text)).toBe(true);
      expect(containsNhsNumberLikeDigits(`gardening (${text}) on Tuesday`)).toBe(true);
    }
  });

  it("are found in full-width, Arabic-Indic, Devanagari and mathematical digits", () => {
    const in_ = (zero: number) => [..."9990000018"].map((digit) => String.fromCodePoint(zero + Number(digit))).join("");

    for (const zero of [0xff10, 0x0660, 0x06f0, 0x0966, 0x1d7ce, 0x1d7d8, 0x116da])
      expect(containsNhsNumberLikeDigits(in_(zero))).toBe(true);
  });

  it("are found beside letters and beside another number", () => {
    for (const text of ["R9990000018", "nhs9990000018x", "999 000 0018 999 000 0026", "12 999 000 0018"])
      expect(containsNhsNumberLikeDigits(text)).toBe(true);
  });

  it("are not found in dates, ids with counters, telephone numbers, codes and longer numbers", () => {
    const harmless = [
      "2026-11-22-0001",
      "2026-11-22",
      "R1029",
      "020 7946 0958",
      "871731000000106",
      "19990000018",
      "",
      "A81001",
      "9990000019",
      "0000000000",
    ];

    for (const text of harmless) expect(containsNhsNumberLikeDigits(text)).toBe(false);
  });

  it("are not found in a date with a two-digit counter, whatever the counter", () => {
    for (let counter = 0; counter < 100; counter++)
      expect(containsNhsNumberLikeDigits(`2026-11-22-${String(counter).padStart(2, "0")}`)).toBe(false);
  });

  it("are found wherever a valid number stands, however it is grouped", () => {
    const grouped = fc.tuple(nine, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), fc.constantFrom(" ", "-", "–", " - ", "."));

    fc.assert(
      fc.property(grouped, ([stem, cuts, mark]) => {
        const number = Array.from({ length: 10 }, (_, digit) => `${stem}${digit}`).find(isNhsNumber);
        if (number === undefined || /^(19|20)/.test(number)) return;
        const edges = [0, ...new Set(cuts), 10].toSorted((a, b) => a - b);
        const text = edges
          .slice(1)
          .map((edge, index) => number.slice(edges[index], edge))
          .join(mark);

        expect(containsNhsNumberLikeDigits(text)).toBe(true);
      }),
    );
  });
});
