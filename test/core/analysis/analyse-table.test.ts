import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { tellAnalysis } from "../../../reports/words/analysis-words.ts";
import { analysed, header, row, tableOf, valueAt } from "./long-files.ts";

const evidence = readFileSync(new URL("../../golden/evidence.csv", import.meta.url), "utf8");

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const keyed = items.map((item, index) => ({ item, key: Math.sin(seed * 9973 + index * 7919) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

describe("an analysis", () => {
  it("is the same to the last bit whatever the order of the rows", () => {
    const [first = "", ...rows] = evidence.split(/\r?\n/).filter((line) => line !== "");
    const whole = JSON.stringify(analyseTable("evidence.csv", tableOf(evidence)));

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 20, max: 5000 }), (seed, chunk) => {
        const other = [first, ...shuffled(rows, seed)].join("\n");
        expect(JSON.stringify(analyseTable("evidence.csv", tableOf(other, chunk)))).toBe(whole);
      }),
      { numRuns: 8 },
    );
  });

  it("does not mind which of two contradicting rows of one day comes first", () => {
    const rows = [row({ sex: "M" }), row({ sex: "F" }), row({ on: "2024-04-01", score: "3", role: "nurse" })];

    expect(JSON.stringify(analysed(rows.toReversed()))).toBe(JSON.stringify(analysed(rows)));
  });

  it("says why where nothing can be compared: one arm, one pair, no pair", () => {
    const pair = (referral: string, role: string) => [row({ referral, role }), row({ referral, role, on: "2024-04-01", score: "3" })];
    const models = (rows: readonly string[]) => valueAt(analysed(rows), "instruments", "PHQ9", "models");

    expect(models([...pair("R1", "gp"), ...pair("R2", "gp")])).toEqual({ reason: "one referrer group only" });
    expect(models([...pair("R1", "gp"), ...pair("R2", "nurse")])).toEqual({ reason: "not estimable" });
    expect(models([row({})])).toEqual({ reason: "one referrer group only" });
  });

  it("fits no mixed model and no cluster errors in a single practice, and says why the groups cannot be weighted", () => {
    const rows = Array.from({ length: 24 }, (_, index) => {
      const who = { referral: `R${index}`, role: index % 3 === 0 ? "nurse" : "gp" };
      return [row({ ...who, score: String(8 + (index % 7)) }), row({ ...who, on: "2024-04-01", score: String((index * 5) % 11) })];
    }).flat();
    const models = valueAt(analysed(rows), "instruments", "PHQ9", "models");

    expect(models).not.toHaveProperty("lmm");
    expect(models).not.toHaveProperty("se_cr1");
    expect(valueAt(models, "ipw", "estimate")).toBeTypeOf("number");
    expect(valueAt(models, "ipw")).not.toHaveProperty("se_stacked_cr1");
  });

  it("names blank levels unknown and puts them last", () => {
    const rows = Array.from({ length: 30 }, (_, index) => {
      const who = {
        referral: `R${index}`,
        role: index % 2 ? "nurse" : "gp",
        sex: ["F", "", "M"][index % 3] ?? "",
        practice: `P${index % 5}`,
      };
      return [row({ ...who, score: String(8 + ((index * 11) % 13)) }), row({ ...who, on: "2024-04-01", score: String((index * 5) % 17) })];
    }).flat();

    expect(valueAt(analysed(rows), "instruments", "PHQ9", "models", "columns")).toEqual([
      "(Intercept)",
      "baseline",
      "nurse",
      "sexM",
      "sexunknown",
    ]);
  });

  it("tells its results in words, with a dash for what is not defined", () => {
    expect(tellAnalysis(analyseTable("evidence.csv", tableOf(evidence)))).toMatch(
      /PHQ9: \d+ with a baseline[\s\S]*nurse referrals beside others/,
    );
    expect(tellAnalysis(analysed([row({}), row({ on: "2024-04-01" })]))).toContain("d_z –");
    expect(tellAnalysis(analyseTable("empty.csv", tableOf(header)))).toContain("0 rows, 0 used");
  });
});

const text = (values: readonly string[]) => fc.constantFrom(...values);
const uglyRow = fc
  .record({
    practice: text(["P1", "P2", "P3", "", "Ü"]),
    referral: text(["R1", "R2", "R3", "R4", "R5", "R6", "R7", ""]),
    referred: text(["2024-01-10", "2024-01-20", "2024-02-30", ""]),
    role: text(["nurse", "gp", "", " NURSE", "other"]),
    sex: text(["F", "M", "", "unknown"]),
    instrument: text(["PHQ9", "gad-7", "UCLA3", "WEMWBS7", "lsns-6"]),
    on: text(["2024-01-12", "2024-01-15", "2024-02-29", "2024-04-10", "2024-06-01", "2025-01-05", "x"]),
    score: text(["0", "3", "5", "9", "9", "9", "27", "-1", ""]),
    activity: text(["art", "walk", '"a, ""b"""', ""]),
  })
  .map(row);
const uglyFiles = fc.array(uglyRow, { maxLength: 90 });
const flatFiles = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 27 }), fc.integer({ min: 0, max: 27 }))
  .map(([n, practices, baseline, followUp]) =>
    Array.from({ length: n }, (_, index) => {
      const who = { referral: `R${index}`, practice: `P${index % practices}`, role: index % 2 === 0 ? "nurse" : "gp" };
      return [row({ ...who, score: String(baseline) }), row({ ...who, on: "2024-05-01", score: String(followUp) })];
    }).flat(),
  );

function notFinite(value: unknown, path: string): readonly string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (value === undefined) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => notFinite(member, `${path}.${key}`));
}

describe("degenerate data", () => {
  it("never crash an analysis, and never leave a NaN, an infinity or a hole in it", () => {
    fc.assert(
      fc.property(fc.oneof(uglyFiles, flatFiles), (rows) => {
        const results = analysed(rows);
        expect(notFinite(results, "")).toEqual([]);
        expect(tellAnalysis(results)).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 400 },
    );
  });

  it("give proportions within 0 and 1 and intervals that hold them", () => {
    fc.assert(
      fc.property(uglyFiles, (rows) => {
        for (const { p, wilson95 } of proportionsIn(analysed(rows))) expect(wilson95[0] <= p && p <= wilson95[1]).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

function proportionsIn(value: unknown): readonly { readonly p: number; readonly wilson95: readonly [number, number] }[] {
  if (typeof value !== "object" || value === null) return [];
  if ("p" in value && "wilson95" in value) return typeof value.p === "number" ? [value as { p: number; wilson95: [number, number] }] : [];
  return Object.values(value).flatMap(proportionsIn);
}
