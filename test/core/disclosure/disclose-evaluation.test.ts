import { describe, expect, it } from "vitest";
import { branchAt } from "../../../core/analysis/branch-reader.ts";
import { discloseEvaluation } from "../../../core/disclosure/disclose-evaluation.ts";
import { instrumentOf } from "../../../core/disclosure/measure-of.ts";
import { national, subnational } from "../../../core/disclosure/profile.ts";
import type { EvaluationAnswer } from "../../../core/evaluation-report.ts";
import { inventedEvaluations } from "../../support/invented-evaluations.ts";

function answered(): EvaluationAnswer {
  const [declared] = inventedEvaluations();
  if (declared === undefined) throw new Error("one of them is declared");
  return declared;
}

const instrument = instrumentOf("phq-9");

describe("an evaluation as it may be shown", () => {
  it("has for every way of comparing its number and interval, or the reason why there is none", () => {
    const found = answered();
    const shown = discloseEvaluation(found, { instrument, profile: national });
    const main = shown?.comparisons.find(({ id }) => id === "ancova")?.difference;

    expect(main?.kind === "value" ? main.value : null).toBeCloseTo(Number(branchAt(found.models, "nurse").estimate), 2);
    for (const { difference, reason } of shown?.comparisons ?? []) expect((difference.kind === "value") === (reason === null)).toBe(true);
  });

  it("moves the main difference along both axes by the slopes of those without a follow-up", () => {
    const found = answered();
    const { slope_delta_nurse: own, slope_delta_others: others } = branchAt(found.models, "delta");
    const estimate = Number(branchAt(found.models, "nurse").estimate);
    const shown = discloseEvaluation(found, { instrument, profile: national });

    for (const { treated, others: rest, difference } of shown?.tipping?.cells ?? [])
      expect(difference.kind === "value" ? difference.value : null).toBeCloseTo(
        estimate + treated * Number(own) + rest * Number(others),
        1,
      );
    const tips = shown?.tipping?.tips;
    const edge = branchAt(found.models, "nurse").ci95_cr2_satterthwaite as readonly number[];
    expect(tips?.kind === "value" ? tips.value : null).toBeCloseTo(-Number(edge[1]) / Number(own), 1);
  });

  it("is not shown below national level with fewer than 30 people in a group, or in fewer than five practices", () => {
    const found = answered();
    const few = { ...found, models: { ...found.models, n_nurse: 29 } };
    const practices = { ...found, models: { ...found.models, clusters: 4 } };

    expect(discloseEvaluation(found, { instrument, profile: subnational })).not.toBeNull();
    expect(discloseEvaluation(few, { instrument, profile: subnational })).toBeNull();
    expect(discloseEvaluation(practices, { instrument, profile: subnational })).toBeNull();
    expect(discloseEvaluation(few, { instrument, profile: national })).not.toBeNull();
  });

  it("says below national level no count of people that is not rounded, the appraisal included", () => {
    const found = answered();
    const exact = {
      ...found,
      models: { ...found.models, n: 103, n_nurse: 41 },
      description: { ...found.description, n_baseline: 128, n_paired: 103 },
    };
    const shown = discloseEvaluation(exact, { instrument, profile: subnational });
    const words = JSON.stringify(shown);

    expect(words).not.toMatch(/(?<![\d.])(103|128|41|62)(?![\d.])/);
    expect(shown?.appraisal.domains).toContainEqual(expect.objectContaining({ domain: "attrition", paired: 105, asked: 130 }));
  });
});
