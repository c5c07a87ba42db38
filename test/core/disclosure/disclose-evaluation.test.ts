import { describe, expect, it } from "vitest";
import { branchAt } from "../../../core/analysis/branch-reader.ts";
import { discloseEvaluation } from "../../../core/disclosure/disclose-evaluation.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { instrumentOf } from "../../../core/disclosure/measure-of.ts";
import { national, subnational } from "../../../core/disclosure/profile.ts";
import { type ToldPeople, toldPeople, untoldPeople } from "../../../core/disclosure/told-people.ts";
import type { EvaluationAnswer } from "../../../core/evaluation-report.ts";
import { inventedEvaluations } from "../../support/invented-evaluations.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";
import { inventedReport } from "../../support/invented-reports.ts";

function answered(): EvaluationAnswer {
  const [declared] = inventedEvaluations();
  if (declared === undefined) throw new Error("one of them is declared");
  return declared;
}

const instrument = instrumentOf("phq-9");
const of = (value: number) => ({ kind: "value", value }) as const;
const people: ToldPeople = {
  ...{ treated: of(40), others: of(60), asked: of(130), paired: of(105), treatedMissing: of(20), othersMissing: of(30) },
  groupOf: () => of(55),
};

describe("an evaluation as it may be shown", () => {
  it("has for every way of comparing its number and interval, or the reason why there is none", () => {
    const found = answered();
    const shown = discloseEvaluation(found, { instrument, profile: national, people });
    const main = shown?.comparisons.find(({ id }) => id === "ancova")?.difference;

    expect(main?.kind === "value" ? main.value : null).toBeCloseTo(Number(branchAt(found.models, "nurse").estimate), 2);
    for (const { difference, reason } of shown?.comparisons ?? []) expect((difference.kind === "value") === (reason === null)).toBe(true);
  });

  it("moves the main difference along both axes by the slopes of those without a follow-up", () => {
    const found = answered();
    const { slope_delta_nurse: own, slope_delta_others: others } = branchAt(found.models, "delta");
    const estimate = Number(branchAt(found.models, "nurse").estimate);
    const shown = discloseEvaluation(found, { instrument, profile: national, people });

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

    expect(discloseEvaluation(found, { instrument, profile: subnational, people })).not.toBeNull();
    expect(discloseEvaluation(few, { instrument, profile: subnational, people })).toBeNull();
    expect(discloseEvaluation(practices, { instrument, profile: subnational, people })).toBeNull();
    expect(discloseEvaluation(few, { instrument, profile: national, people })).not.toBeNull();
  });

  it("says of its people what the pages of the place tell of them, the appraisal included", () => {
    const found = answered();
    const exact = {
      ...found,
      models: { ...found.models, n: 103, n_nurse: 41 },
      description: { ...found.description, n_baseline: 128, n_paired: 103 },
    };
    const shown = discloseEvaluation(exact, { instrument, profile: subnational, people });
    const words = JSON.stringify(shown);

    expect(words).not.toMatch(/(?<![\d.])(103|128|41|62)(?![\d.])/);
    expect(shown?.people).toMatchObject({ treated: of(40), others: of(60) });
    expect(shown?.appraisal.domains).toContainEqual(expect.objectContaining({ domain: "attrition", paired: 105, asked: 130, gap: 0.1 }));
  });

  it("says nothing that follows from a number of people which is not told, and keeps the differences", () => {
    const shown = discloseEvaluation(answered(), { instrument, profile: subnational, people: untoldPeople });
    const hidden = { kind: "suppressed" };

    expect(shown?.people).toMatchObject({ treated: hidden, others: hidden });
    expect(shown?.tipping).toMatchObject({ treatedMissing: hidden, othersMissing: hidden });
    expect(shown?.balance).toMatchObject({ effectiveTreated: hidden, effectiveOthers: hidden });
    expect(shown?.heterogeneity.flatMap(({ levels }) => levels.map(({ n }) => n.kind))).not.toContain("value");
    expect(shown?.appraisal.domains).toContainEqual(expect.objectContaining({ domain: "comparator", treated: null, others: null }));
    expect(shown?.appraisal.domains).toContainEqual(expect.objectContaining({ domain: "attrition", paired: null, asked: null, gap: null }));
    expect(shown?.comparisons.find(({ id }) => id === "ancova")?.difference.kind).toBe("value");
  });

  it("is of nobody that is told where it is about some of the place's people: in England too it needs thirty in each group then", () => {
    const part = { ...answered(), isPart: true };
    const few = { ...part, models: { ...part.models, n_nurse: 29 } };

    expect(toldPeople(part, inventedReport("england").outcomes)).toBe(untoldPeople);
    expect(discloseEvaluation(few, { instrument, profile: national, people: untoldPeople })).toBeNull();
  });

  it("tells on one page what it tells on the other: the arms of the table of balance, hidden and all", () => {
    const statistics = inventedPlace("icb", inventedStatistic(600, 4));
    const evaluations = inventedEvaluations().map((found) => ({ ...found, instrument: "gad-7" }));
    const shownWith = (hidden: readonly string[]) => disclosePlace({ ...statistics, evaluations, hidden: { anxiety: hidden } });

    for (const hidden of [[], ["treated"], ["others", "n of role nurse"], ["unfollowed of role nurse"]]) {
      const {
        outcomes: [anxiety],
        evaluations: [evaluation],
      } = shownWith(hidden);
      expect([evaluation?.people.treated, evaluation?.people.others]).toEqual([anxiety?.comparison?.treated, anxiety?.comparison?.others]);
      expect(evaluation?.tipping?.treatedMissing.kind).toBe(hidden.length === 0 ? "value" : "suppressed");
    }
  });
});
