import { describe, expect, it } from "vitest";
import { imdQuintileOf, isLsoa, loadImdLookup, quintileOfDecile } from "../../../core/identifiers/imd.ts";

const version = { lsoaVersion: "2021", imdVersion: "2025" } as const;

describe("deprivation by neighbourhood", () => {
  it("puts two deciles into each quintile, 1 the most deprived", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(quintileOfDecile)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect([0, 11, 2.5, Number.NaN].map(quintileOfDecile)).toEqual(Array(4).fill(undefined));
  });

  it("knows an English LSOA code by its shape", () => {
    expect(["E01000001", "E01033768"].map(isLsoa)).toEqual([true, true]);
    expect(["W01000001", "E0100001", "e01000001", "E02000001", ""].map(isLsoa)).toEqual(Array(5).fill(false));
  });

  it("looks a neighbourhood up and says which versions the answer rests on", () => {
    const loaded = loadImdLookup(version, [
      { lsoa: "E01000001", decile: 9 },
      { lsoa: "E01000002", decile: 2 },
    ]);
    const lookup = loaded.ok ? loaded.value : expect.unreachable();

    expect(imdQuintileOf(lookup, "E01000001")).toEqual({ ...version, quintile: 5 });
    expect(imdQuintileOf(lookup, "E01000009")).toBeUndefined();
  });

  it("refuses a table row by row, and a table with nothing in it", () => {
    const rows = [
      { lsoa: "E01000001", decile: 9 },
      { lsoa: "E1", decile: 9 },
      { lsoa: "E01000002", decile: 0 },
      { lsoa: "E01000001", decile: 1 },
      { lsoa: "E01000001", decile: 10 },
    ];
    const refused = loadImdLookup(version, rows);

    expect(refused.ok ? [] : refused.refusals.map(({ rule, field }) => `${rule} ${field}`)).toEqual([
      "lsoa-shape 2.lsoa",
      "decile-range 3.decile",
      "lsoa-twice 4.lsoa",
    ]);
    expect(loadImdLookup(version, [])).toMatchObject({ ok: false, refusals: [{ rule: "table-empty" }] });
  });
});
