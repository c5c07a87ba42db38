import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { parseEvaluation } from "../../../core/analysis/evaluation.ts";
import { isCivilDate } from "../../../core/civil-date.ts";
import { tellAnalysis, wordedAnalysis } from "../../../reports/words/analysis-words.ts";
import { tableOf, valueAt } from "./long-files.ts";

const evidence = readFileSync(new URL("../../golden/evidence.csv", import.meta.url), "utf8");
const declared = { title: "Declared plans", registeredOn: "2022-01-01", primary: { instrument: "PHQ-9" } };

function run(over: object) {
  const evaluation = parseEvaluation({ ...declared, ...over });
  if (!evaluation.ok) throw new Error(evaluation.refusals.map(({ rule, field }) => `${rule} ${field}`).join(", "));
  return analyseTable("evidence.csv", tableOf(evidence), { evaluation: evaluation.value, sha256: "0".repeat(64) });
}

const rulesOf = (over: object) => {
  const evaluation = parseEvaluation({ ...declared, ...over });
  return evaluation.ok ? [] : evaluation.refusals.map(({ field }) => field);
};

describe("a declared plan for missing data", () => {
  it("is carried out as declared: the estimate at each declared distance, equal to the grid of the tipping points", () => {
    const result = run({ missingData: { plan: "delta-adjusted", deltas: [0, 2, 6] } });
    const plan = valueAt(result, "evaluation", "missing_data");
    const models = valueAt(result, "evaluation", "models");

    expect(plan).toMatchObject({ planned: "delta-adjusted", executed: "delta-adjusted" });
    expect(valueAt(plan, "at", 0, "estimate")).toBe(valueAt(models, "nurse", "estimate"));
    expect(valueAt(plan, "at", 1, "estimate")).toBeCloseTo(Number(valueAt(models, "delta", "estimate_delta_nurse_only", 8)), 12);
    expect(valueAt(plan, "at", 2, "estimate")).toBeCloseTo(Number(valueAt(models, "delta", "estimate_delta_nurse_only", 12)), 12);
    const tipping = Number(valueAt(plan, "tipping_delta_estimate_zero"));
    const at = (points: number) =>
      valueAt(run({ missingData: { plan: "delta-adjusted", deltas: [points] } }), "evaluation", "missing_data", "same_sign_at_all");
    expect([at(tipping * 0.9), at(tipping * 1.1)]).toEqual([true, false]);
  });

  it("says what was done instead, and lists it as a deviation, where it could not be carried out", () => {
    const result = run({ primary: { instrument: "PHQ-9", model: "weighting" }, missingData: { plan: "delta-adjusted", deltas: [1] } });

    expect(valueAt(result, "evaluation", "missing_data")).toMatchObject({ planned: "delta-adjusted", executed: "complete-cases" });
    expect(valueAt(wordedAnalysis(result), "evaluation", "deviations")).toContainEqual(
      expect.stringMatching(/plan for missing data.*ancova-cr2 alone/),
    );
    expect(valueAt(wordedAnalysis(run({ missingData: { plan: "complete-cases" } })), "evaluation", "deviations")).not.toContainEqual(
      expect.stringMatching(/missing/),
    );
  });

  it("is refused without the distances that it declares", () => {
    expect(rulesOf({ missingData: { plan: "delta-adjusted" } })).toEqual(["missingData.deltas"]);
    expect(rulesOf({ missingData: { plan: "imagination" } })).toEqual(["missingData.plan"]);
  });
});

it("is told in words, where it was kept and where it was not", () => {
  const kept = tellAnalysis(
    run({
      missingData: { plan: "delta-adjusted", deltas: [1] },
      schedule: [
        { on: "2020-01-01", fraction: 0.5 },
        { on: "2099-01-01", fraction: 1 },
      ],
    }),
  );
  const departed = tellAnalysis(
    run({
      primary: { instrument: "PHQ-9", model: "mixed-model" },
      missingData: { plan: "delta-adjusted", deltas: [1] },
      schedule: [{ on: "2099-01-01", fraction: 1 }],
    }),
  );

  expect(kept).toMatch(/missing data: delta-adjusted, as declared, \d+ without a follow-up; the difference (keeps|does not keep) its sign/);
  expect(kept).toMatch(/declared look 1 of 2 \(2020-01-01\): interval .* to .*, which (leaves out|holds) no difference/);
  expect(departed).toMatch(/missing data: delta-adjusted was declared, complete-cases was done/);
  expect(departed).toMatch(/declared looks: none of 1 has come, the first is on 2099-01-01; nothing may be concluded/);
  expect(tellAnalysis(run({ missingData: { plan: "complete-cases" } }))).toMatch(/missing data: complete cases, as declared/);
});

describe("a declared schedule of looks", () => {
  const lastSurvey = evidence
    .split(/\r?\n/)
    .flatMap((line) => line.match(/\d{4}-\d{2}-\d{2}/g) ?? [])
    .filter(isCivilDate)
    .sort()
    .at(-1);

  it("gives the interval of the look that the data have come to, wider than that of a single look", () => {
    const result = run({
      schedule: [
        { on: "2020-01-01", fraction: 0.5 },
        { on: "2099-01-01", fraction: 1 },
      ],
    });
    const look = valueAt(result, "evaluation", "schedule");
    const single = valueAt(result, "evaluation", "primary", "ci95");

    expect(look).toMatchObject({ look: 1, of: 2, on: "2020-01-01", next: "2099-01-01" });
    expect(Number(valueAt(look, "z_bound"))).toBeCloseTo(2.9625880427, 8);
    expect(Number(valueAt(look, "nominal_alpha"))).toBeCloseTo(0.003050645515783, 10);
    expect(Number(valueAt(look, "ci_at_look", 0))).toBeLessThan(Number(valueAt(single, 0)));
    expect(Number(valueAt(look, "ci_at_look", 1))).toBeGreaterThan(Number(valueAt(single, 1)));
    expect(valueAt(wordedAnalysis(result), "evaluation", "deviations")).toContainEqual(expect.stringMatching(/this was no declared look/));
  });

  it("is the single look's interval where there is one look, and no deviation on its day", () => {
    const result = run({ schedule: [{ on: String(lastSurvey), fraction: 1 }] });

    expect(Number(valueAt(result, "evaluation", "schedule", "ci_at_look", 0))).toBeCloseTo(
      Number(valueAt(result, "evaluation", "primary", "ci95", 0)),
      9,
    );
    expect(valueAt(wordedAnalysis(result), "evaluation", "deviations")).not.toContainEqual(expect.stringMatching(/look/));
  });

  it("concludes nothing before the first look", () => {
    const look = valueAt(run({ schedule: [{ on: "2099-01-01", fraction: 1 }] }), "evaluation", "schedule");
    expect(look).toMatchObject({ look: 0, ci_at_look: [null, null], reason: "the first declared look has not come" });
  });

  it("is refused where days or shares do not rise", () => {
    expect(
      rulesOf({
        schedule: [
          { on: "2026-01-01", fraction: 0.5 },
          { on: "2026-02-01", fraction: 0.5 },
        ],
      }),
    ).toEqual(["schedule"]);
    expect(
      rulesOf({
        schedule: [
          { on: "2026-02-01", fraction: 0.5 },
          { on: "2026-01-01", fraction: 1 },
        ],
      }),
    ).toEqual(["schedule"]);
  });
});
