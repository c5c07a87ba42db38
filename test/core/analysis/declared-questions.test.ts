import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { parseEvaluation } from "../../../core/analysis/evaluation.ts";
import { powerOf } from "../../../core/statistics/power.ts";
import { tellAnalysis } from "../../../reports/words/analysis-words.ts";
import { header, row, tableOf, valueAt } from "./long-files.ts";

const evidence = readFileSync(new URL("../../golden/evidence.csv", import.meta.url), "utf8");
const wellby = {
  lifeSatisfaction: { estimate: 0.2, lower: -0.1, upper: 0.5, source: "an invented trial" },
  people: 1,
  years: 2,
  causalShare: 1,
  causalBasis: "randomised by practice",
  deadweight: 0,
  attributionToOthers: 0,
  dropOffPerYear: 0,
  poundsPerWellby: { low: 10_000, central: 13_000, high: 16_000 },
  priceYear: 2019,
};
const everything = {
  title: "Everything that can be declared",
  registeredOn: "2022-01-01",
  primary: { instrument: "PHQ-9" },
  heterogeneity: ["sex", "activity"],
  dose: "sessions",
  negativeControl: { instrument: "GAD-7" },
  looks: { spread: 2 },
  power: { difference: 1.5 },
  wellby,
};

function parsed(specification: unknown) {
  const evaluation = parseEvaluation(specification);
  if (!evaluation.ok) throw new Error(evaluation.refusals.map(({ rule, field }) => `${rule} ${field}`).join(", "));
  return { evaluation: evaluation.value, sha256: "0".repeat(64) };
}

const run = (csv: string, specification: unknown = everything) => analyseTable("evidence.csv", tableOf(csv), parsed(specification));

// R: sessions <- (as.integer(sub("R", "", referral_id)) * 7) %% 9 + 1, and unknown where that is 9
function withSessions(csv: string, shift = 0): string {
  const [first = "", ...lines] = csv.split(/\r?\n/).filter((line) => line !== "");
  const sessions = (line: string) => (Number(/,R(\d+),/.exec(line)?.[1]) * 7) % 9;
  return [
    `${first},sessions`,
    ...lines.map((line) => `${line},${Number.isNaN(sessions(line)) || sessions(line) === 8 ? "" : sessions(line) + 1 + shift}`),
  ].join("\n");
}

describe("a declared test of heterogeneity", () => {
  it("agrees with R: Wald_test(lm(last ~ baseline + nurse + ... + nurse:activity), constrain_zero(k), vcovCR(m, practice, 'CR2'), 'HTZ')", () => {
    const found = valueAt(run(evidence), "evaluation", "heterogeneity");

    expect(valueAt(found, "sex", "f")).toBeCloseTo(0.188173208126284, 8);
    expect(valueAt(found, "sex", "df", 1)).toBeCloseTo(5.532296785293, 7);
    expect(valueAt(found, "sex", "p")).toBeCloseTo(0.680842159992366, 8);
    expect(valueAt(found, "activity", "p")).toBeCloseTo(0.0734871750086783, 8);
    expect(valueAt(found, "activity", "p_holm")).toBeCloseTo(2 * 0.0734871750086783, 8);
    expect(valueAt(found, "activity", "differs")).toBe(false);
    expect(valueAt(found, "activity", "levels", 0, "difference")).toBeCloseTo(-3.91458613512003, 8);
    expect(valueAt(found, "activity", "levels", 1, "difference")).toBeCloseTo(-3.91458613512003 + 3.11247277642853, 8);
  });

  it("counts everybody in one level of each grouping", () => {
    const results = run(evidence);
    const levels = valueAt(results, "evaluation", "heterogeneity", "sex", "levels") as readonly { n: number; n_nurse: number }[];

    expect(levels.reduce((sum, { n }) => sum + n, 0)).toBe(valueAt(results, "evaluation", "models", "n"));
    expect(levels.every(({ n, n_nurse }) => n_nurse <= n)).toBe(true);
  });
});

describe("a declared dose", () => {
  it("agrees with R: coef_test(lm(last ~ ... + I(is.na(sessions)) + sessions), vcovCR(m, practice, 'CR2'), test = 'Satterthwaite')", () => {
    const found = valueAt(run(withSessions(evidence)), "evaluation", "dose");

    expect(valueAt(found, "estimate")).toBeCloseTo(-0.168973979418706, 9);
    expect(valueAt(found, "se_cr2")).toBeCloseTo(0.154141143558305, 9);
    expect(valueAt(found, "df_cr2")).toBeCloseTo(5.08193711670223, 7);
  });

  it("does not mind where the counting of sessions starts", () => {
    const [one, other] = [0, 3].map((shift) => valueAt(run(withSessions(evidence, shift)), "evaluation", "dose", "estimate"));

    expect(Number(other)).toBeCloseTo(Number(one), 9);
  });

  it("is not estimated where the file does not say, and sessions change nothing else", () => {
    expect(valueAt(run(evidence), "evaluation", "dose")).toHaveProperty("reason");
    const [without, withThem] = [run(evidence), run(withSessions(evidence))].map((results) => valueAt(results, "instruments"));
    expect(withThem).toEqual(without);
  });
});

describe("a declared negative control", () => {
  it("is the adjusted difference in a measure that should show none, and fails where its interval leaves out 0", () => {
    const results = run(evidence);
    const control = valueAt(results, "evaluation", "negative_control");
    const nurse = valueAt(results, "instruments", "GAD7", "models", "nurse");

    expect(valueAt(control, "estimate")).toBeCloseTo(Number(valueAt(nurse, "estimate")), 10);
    expect(valueAt(control, "ci95", 0)).toBeCloseTo(Number(valueAt(nurse, "ci95_cr2_satterthwaite", 0)), 8);
    const [lower, upper] = valueAt(control, "ci95") as readonly [number, number];
    expect(valueAt(control, "passed")).toBe(lower <= 0 && upper >= 0);
  });

  it("that fails replaces the reading of the comparison", () => {
    const phq = { ...everything, negativeControl: { instrument: "PHQ-9" } };
    const results = run(evidence, phq);
    const [, upper] = valueAt(results, "evaluation", "primary", "ci95") as readonly [number, number];

    expect(valueAt(results, "evaluation", "negative_control", "passed")).toBe(upper >= 0);
    expect(tellAnalysis(results).includes("fails its own check")).toBe(upper < 0);
  });
});

describe("declared looks, power and value", () => {
  it("start from the primary estimate and its error", () => {
    const results = run(evidence);
    const [estimate, error, df] = ["estimate", "se_cr2", "df_cr2"].map((key) =>
      Number(valueAt(results, "evaluation", "models", "nurse", key)),
    );
    const [lower, upper] = valueAt(results, "evaluation", "looks", "ci95_always_valid") as readonly [number, number];

    expect((lower + upper) / 2).toBeCloseTo(estimate ?? Number.NaN, 9);
    expect(valueAt(results, "evaluation", "power", "power_now")).toBe(powerOf(1.5, { standardError: error ?? 0, df: df ?? 0 }));
    expect(valueAt(results, "evaluation", "power", "pairs_expected_next_quarter")).toBe(16);
  });

  it("value wellbeing over all of the interval and of the prices, and repeat what was assumed", () => {
    const value = valueAt(run(evidence), "evaluation", "wellby");

    expect(valueAt(value, "pounds")).toBeCloseTo(5200, 9);
    expect([valueAt(value, "pounds_lowest"), valueAt(value, "pounds_highest")].map((pounds) => Math.round(Number(pounds)))).toEqual([
      -3200, 16_000,
    ]);
    expect(valueAt(value, "assumed", "causal_basis")).toBe("randomised by practice");
  });

  it("value nothing by a primary outcome that is no life satisfaction", () => {
    const primary = { ...everything, wellby: { ...wellby, lifeSatisfaction: "primary" } };

    expect(valueAt(run(evidence, primary), "evaluation", "wellby")).toMatchObject({
      pounds: null,
      reason: "the primary outcome is no life satisfaction scale of 0 to 10",
    });
  });

  it("need every assumption: none has a default", () => {
    for (const key of Object.keys(wellby)) {
      const { [key as keyof typeof wellby]: _, ...rest } = wellby;
      const found = parseEvaluation({ ...everything, wellby: rest });
      expect(found.ok ? [] : found.refusals.map(({ field }) => field)).toEqual([`wellby.${key}`]);
    }
  });

  it("tell all of it in words", () => {
    const words = tellAnalysis(run(withSessions(evidence)));

    for (const said of ["negative control GAD7", "by activity", "dose: ", "at any number of looks", "power for", "wellbeing value: £5,200"])
      expect(words).toContain(said);
  });
});

function notFinite(value: unknown, path: string): readonly string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (value === undefined) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => notFinite(member, `${path}.${key}`));
}

describe("declared questions about degenerate data", () => {
  it("never crash, and leave no NaN, infinity or hole", () => {
    const people = fc.array(
      fc.record({
        practice: fc.constantFrom("P1", "P2", "P3"),
        role: fc.constantFrom("nurse", "gp"),
        sex: fc.constantFrom("F", "M", ""),
        activity: fc.constantFrom("art", "walk"),
        before: fc.integer({ min: 8, max: 12 }),
        after: fc.integer({ min: 8, max: 10 }),
        sessions: fc.constantFrom("", "1", "4", "x"),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(people, (list) => {
        const rows = list.flatMap(({ before, after, sessions, ...who }, index) => [
          `${row({ ...who, referral: `R${index}`, score: String(before) })},${sessions}`,
          `${row({ ...who, referral: `R${index}`, score: String(after), on: "2024-04-01" })},${sessions}`,
        ]);
        const results = run([`${header},sessions`, ...rows].join("\n"));
        expect(notFinite(results, "")).toEqual([]);
        expect(tellAnalysis(results)).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 150 },
    );
  });
});
