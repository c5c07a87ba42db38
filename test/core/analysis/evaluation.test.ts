import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { type Evaluation, parseEvaluation } from "../../../core/analysis/evaluation.ts";
import { tellAnalysis, wordedAnalysis } from "../../../reports/words/analysis-words.ts";
import { tableOf, valueAt } from "./long-files.ts";

const evidence = readFileSync(new URL("../../golden/evidence.csv", import.meta.url), "utf8");
const plain = { title: "Nurse-led referral", registeredOn: "2022-01-01", primary: { instrument: "PHQ-9" } };

function declared(specification: unknown): Evaluation {
  const parsed = parseEvaluation(specification);
  if (!parsed.ok) throw new Error(parsed.refusals.map(({ rule, field }) => `${rule} ${field}`).join(", "));
  return parsed.value;
}

function run(specification: unknown) {
  return analyseTable("evidence.csv", tableOf(evidence), { evaluation: declared(specification), sha256: "0".repeat(64) });
}

describe("a declared evaluation", () => {
  it("with nothing but its primary outcome is the analysis of the conformance rules", () => {
    const results = run(plain);
    const models = valueAt(results, "instruments", "PHQ9", "models");

    expect(valueAt(results, "evaluation", "models")).toEqual(models);
    expect(valueAt(results, "evaluation", "primary")).toMatchObject({
      estimate: valueAt(models, "nurse", "estimate"),
      ci95: valueAt(models, "nurse", "ci95_cr2_satterthwaite"),
    });
    expect(valueAt(results, "evaluation", "deviations")).toEqual([]);
  });

  it("keeps to its population, its comparator, its covariates and its rule", () => {
    const results = run({
      ...plain,
      population: { practices: ["P0", "P1", "P2"] },
      comparator: { others: ["GP"] },
      covariates: ["sex"],
      primary: { instrument: "gad-7", rule: "first", model: "mixed-model" },
    });

    expect(valueAt(results, "evaluation", "models", "columns")).toEqual(["(Intercept)", "baseline", "nurse", "sexM"]);
    expect(valueAt(results, "evaluation", "models", "clusters")).toBe(3);
    expect(Number(valueAt(results, "evaluation", "models", "n"))).toBeLessThan(
      Number(valueAt(results, "instruments", "GAD7", "models", "n")),
    );
    expect(valueAt(results, "evaluation", "primary", "estimate")).toBe(valueAt(results, "evaluation", "models", "lmm", "nurse_estimate"));
  });

  it("says where it was registered late and where its comparison could not be made", () => {
    const late = run({ ...plain, registeredOn: "2030-01-01", comparator: { treated: ["nobody"] } });

    expect(valueAt(wordedAnalysis(late), "evaluation", "deviations")).toEqual([
      "the specification was registered after the first survey that it is about",
      "the declared comparison could not be made: one referrer group only",
    ]);
    expect(valueAt(late, "evaluation", "primary")).toMatchObject({ estimate: null, reason: "one referrer group only" });
    expect(tellAnalysis(late)).toContain("everything below is exploratory");
  });

  it("is refused by field where it is no declaration, and nothing of it is repeated", () => {
    const refusals = (specification: unknown) => {
      const parsed = parseEvaluation(specification);
      return parsed.ok ? [] : parsed.refusals.map(({ rule, field }) => `${rule} ${field}`);
    };

    expect(refusals({ ...plain, registeredOn: "2022-02-30" })).toEqual(["specification-invalid registeredOn"]);
    expect(refusals({ ...plain, primary: { instrument: "tarot" } })).toEqual(["specification-invalid primary.instrument"]);
    expect(refusals({ ...plain, covariates: ["shoe size"] })).toEqual(["specification-invalid covariates.0"]);
    expect(refusals({ ...plain, more: 1 })).toEqual(["unknown-field "]);
    expect(JSON.stringify(parseEvaluation({ ...plain, primary: { instrument: "tarot", model: "magic" } }))).not.toMatch(/tarot|magic/);
  });
});
