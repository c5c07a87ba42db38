import { describe, expect, it } from "vitest";
import { tableCsv } from "../../../core/dataset/column.ts";
import { datasetTables } from "../../../core/dataset/dataset-tables.ts";
import { toldOf } from "../../../core/dataset/generalise.ts";
import { datasetReferralOf } from "../../support/dataset-referrals.ts";

const finest = { place: 0, age: 0, sex: 0, imd: 0, ethnicity: 0, month: 0 };

function recordsOf(over: Parameters<typeof datasetReferralOf>[1] = {}, coarser: Partial<typeof finest> = {}) {
  const referral = datasetReferralOf(1, over);
  const tables = datasetTables([{ referral, told: toldOf(referral, { ...finest, ...coarser }) }], (measure) => measure !== "gad-7");
  return Object.fromEntries(
    tables.map(({ name, columns, rows }) => [
      name,
      rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.name, row[at]]))),
    ]),
  );
}

describe("the tables of a dataset", () => {
  it("keep the days between referral and survey, and never the day of either", () => {
    expect(
      recordsOf().surveys?.map(({ referral_date, survey_date, days_since_referral }) => [referral_date, survey_date, days_since_referral]),
    ).toEqual([
      ["2026-03-01", "2026-03-03", 2],
      ["2026-03-01", "2026-06-04", 95],
    ]);
  });

  it("name no place finer than may be told", () => {
    expect(recordsOf().referrals?.[0]).toMatchObject({ practice: "A81001", pcn: "U10001", icb: "QAA" });
    expect(recordsOf({}, { place: 1 }).referrals?.[0]).toMatchObject({ practice: "U10001", pcn: "U10001", icb: "QAA" });
    expect(recordsOf({}, { place: 2 }).referrals?.[0]).toMatchObject({ practice: "QAA", pcn: null, icb: "QAA" });
    expect(recordsOf({}, { place: 3 }).referrals?.[0]).toMatchObject({ practice: "ENG", pcn: null, icb: null });
  });

  it("hold one row for a referral without a survey of the measures that the project needs", () => {
    expect(recordsOf({ surveys: [{ measure: "gad-7", day: 1, score: 5 }] }).surveys).toEqual([
      expect.objectContaining({ instrument: null, survey_date: null, score: null }),
    ]);
  });

  it("refuse to write a text that a spreadsheet could take for a formula", () => {
    const column = { name: "activity", type: "string", meaning: "" } as const;
    for (const cell of ["=1+1", "@SUM(A1)", "-x", "a,b", 'a"b', "a\nb"]) {
      expect(() => tableCsv({ columns: [column], rows: [[cell]] })).toThrow(TypeError);
    }
    expect(tableCsv({ columns: [column], rows: [["18-24"], [-3], [null]] })).toBe("activity\n18-24\n-3\n\n");
  });
});
