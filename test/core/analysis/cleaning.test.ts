import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analysedIndex, analysedInstruments } from "../../../core/analysis/analysed-instruments.ts";
import { cleanSurveys } from "../../../core/analysis/clean-surveys.ts";
import { headFacts } from "../../../core/analysis/head-facts.ts";
import { readLongTable } from "../../../core/analysis/long-table.ts";
import { noFollowUp, pairSurveys } from "../../../core/analysis/pair-surveys.ts";
import { dayOf } from "../../../core/analysis/survey-tails.ts";
import { addDays, dayNumber } from "../../../core/civil-date.ts";
import { pairScores } from "../../../core/episodes/pairing.ts";
import { analysed, header, row, tableOf, valueAt } from "./long-files.ts";

describe("cleaning", () => {
  it("counts each reason once, in the order of the rules", () => {
    const results = analysed([
      row({}),
      row({}),
      row({ instrument: "WEMWBS7", score: "x" }),
      row({ on: "2024-02-20", score: "12.5" }),
      row({ on: "2024-02-30" }),
      row({ on: "2024-03-20", score: "4" }),
      row({ on: "2024-03-20", score: "5" }),
      row({ on: "2024-04-01", score: "07", instrument: "phq-9" }),
      row({ on: "2024-04-01", score: "7.0" }),
    ]);

    expect(results.cleaning).toEqual({
      n_rows: 9,
      n_exact_duplicate_rows: 1,
      n_unknown_instrument_rows: 1,
      n_invalid_score_rows: 1,
      n_invalid_date_rows: 1,
      n_conflict_days: 1,
      n_conflict_rows: 2,
      n_same_day_same_score_rows: 1,
      n_rows_used: 2,
    });
  });

  it("takes scores only as whole numbers within the instrument's range", () => {
    const used = (score: string) => valueAt(analysed([row({ score })]), "cleaning", "n_rows_used");

    expect(["0", "27", "7.0", "08", " 9 ", "-0"].map(used)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(["28", "-1", "", "n/a", "1e1", "7.", "٧", "0x7", "7.01"].map(used)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("knows an instrument however it is spelled, and none by a longer name", () => {
    expect(["PHQ9", "phq-9", "Phq 9", " GAD_7"].map((text) => analysedInstruments[analysedIndex(text)]?.key)).toEqual([
      "PHQ9",
      "PHQ9",
      "PHQ9",
      "GAD7",
    ]);
    expect(["PHQ", "PHQ90", "", "WEMWBS7"].map(analysedIndex)).toEqual([-1, -1, -1, -1]);
  });

  it("keeps nothing of a day on which two scores contradict each other, whichever came last", () => {
    const rows = [row({}), row({ on: "2024-03-20", score: "4" }), row({ on: "2024-03-20", score: "5" })];

    for (const order of [rows, rows.toReversed()]) expect(valueAt(analysed(order), "instruments", "PHQ9", "n_paired")).toBe(0);
  });

  it("takes a nurse only where the role says nurse, and nothing at all where it says nothing", () => {
    const roles = (role: string) =>
      Object.keys(valueAt(analysed([row({ role }), row({ role, on: "2024-04-01" })]), "instruments", "PHQ9", "by_role") as object);

    expect([" Nurse ", "NURSE", "nurse practitioner", "", "__proto__"].map(roles)).toEqual([
      ["nurse"],
      ["nurse"],
      ["nurse practitioner"],
      ["unknown"],
      ["__proto__"],
    ]);
  });

  it("refuses a file without its columns, naming each, and an empty one", () => {
    const refusalsOf = (text: string) => {
      const reader = readLongTable();
      reader.push(new TextEncoder().encode(text));
      const table = reader.end();
      return table.ok ? [] : table.refusals.map(({ rule, field }) => `${rule} ${field}`);
    };

    expect(refusalsOf(header.replace("score", "points").replace(",sex", ""))).toEqual(["column-missing sex", "column-missing score"]);
    expect(refusalsOf("")).toEqual(["file-empty "]);
    expect(refusalsOf(header)).toEqual([]);
  });

  it("reads columns by name, in any order and with others between", () => {
    const columns = header.split(",");
    const fields = (text: string) => [...text.split(",").toReversed(), "more"].join(",");
    const rows = [row({}), row({ on: "2024-04-01", score: "3" })];
    const table = tableOf([[...columns.toReversed(), "note"].join(","), ...rows.map(fields)].join("\r\n"), 7);

    expect(cleanSurveys(table).counts).toEqual(cleanSurveys(tableOf([header, ...rows].join("\n"))).counts);
  });

  it("keeps pace where thousands of rows claim one referral", () => {
    const rows = Array.from({ length: 5000 }, (_, index) =>
      row({ on: addDays("2024-01-12", index % 400), score: String((index * 7) % 28), sex: index % 2 === 0 ? "F" : "M" }),
    );

    expect(valueAt(analysed(rows), "cleaning", "n_rows")).toBe(5000);
  });
});

const survey = fc.record({ offset: fc.integer({ min: -30, max: 420 }), score: fc.integer({ min: 0, max: 27 }) });

describe("pairing", () => {
  it("chooses baselines and follow-ups as pairScores does, one referral at a time", () => {
    fc.assert(
      fc.property(fc.uniqueArray(survey, { selector: ({ offset }) => offset, maxLength: 12 }), (surveys) => {
        const referred = "2024-01-10";
        const dated = surveys.map(({ offset, score }) => ({ on: addDays(referred, offset), score }));
        const expected = pairScores(referred, dated);
        const table = tableOf([header, ...dated.map(({ on, score }) => row({ on, score: String(score) }))].join("\n"));

        const facts = headFacts(table);
        const found = pairSurveys(cleanSurveys(table).surveys, (head) => dayOf(facts.text(head, "referral_date"))).get(
          analysedIndex("phq-9"),
        );

        expect(found === undefined).toBe(expected === null);
        if (found === undefined || expected === null) return;
        expect([found.day[0], found.score[0]]).toEqual([dayNumber(expected.baseline.on), expected.baseline.score]);
        for (const rule of ["last", "first", "near90"] as const) {
          const chosen = expected[rule];
          expect(found[rule].score[0]).toBe(chosen?.score ?? noFollowUp);
          if (chosen !== null) expect((found.day[0] ?? 0) + (found[rule].days[0] ?? 0)).toBe(dayNumber(chosen.on));
        }
      }),
    );
  });
});
