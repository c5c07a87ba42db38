import { describe, expect, it } from "vitest";
import { instrumentOf, instruments } from "../../../core/instruments/registry.ts";
import { changeOutcome, mayPool } from "../../../core/outcomes/outcomes.ts";
import { outcomeShares, proportionOf, talkingTherapiesShares } from "../../../core/outcomes/outcomes-rates.ts";
import { type BothPairs, talkingTherapiesOutcome } from "../../../core/outcomes/outcomes-talking-therapies.ts";

function instrument(id: string) {
  return instrumentOf(id) ?? expect.unreachable(`no instrument ${id}`);
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("the change of one measure", () => {
  it("makes better positive whichever way the instrument runs", () => {
    expect(changeOutcome(instrument("phq-9"), 15, 9)).toMatchObject({ change: -6, improvement: 6, reliable: "improved" });
    expect(changeOutcome(instrument("wemwbs"), 40, 49)).toMatchObject({ change: 9, improvement: 9, reliable: "improved" });
    expect(changeOutcome(instrument("lsns-6"), 8, 14)).toMatchObject({ improvement: 6, caseAtBaseline: true, recovered: true });
  });

  it("is the rule written out for every pair of PHQ-9 scores", () => {
    const wrong: string[] = [];

    for (const first of numbers(0, 27)) {
      for (const last of numbers(0, 27)) {
        const outcome = changeOutcome(instrument("phq-9"), first, last);
        const expected = {
          change: last - first,
          improvement: first - last === 0 ? 0 : first - last,
          caseAtBaseline: first > 9,
          caseAtFollowUp: last > 9,
          reliable: first >= last + 6 ? "improved" : last >= first + 6 ? "deteriorated" : "unchanged",
          recovered: first > 9 ? last < 10 : null,
          reliablyRecovered: first > 9 ? last < 10 && first >= last + 6 : null,
        };
        if (JSON.stringify(outcome) !== JSON.stringify(expected)) wrong.push(`${first} to ${last}`);
      }
    }

    expect(wrong).toEqual([]);
  });

  it("has no reliable change, and no reliable recovery, where none is published", () => {
    expect(changeOutcome(instrument("ucla-3"), 9, 3)).toMatchObject({ reliable: null, recovered: true, reliablyRecovered: null });
    expect(changeOutcome(instrument("wemwbs"), 30, 60)).toMatchObject({ caseAtBaseline: null, recovered: null, reliablyRecovered: null });
  });

  it("meets a threshold exactly although the scores are fractions", () => {
    expect(10.03 - 7.03).toBeLessThan(3);
    expect(changeOutcome(instrument("swemwbs"), 7.03, 10.03)).toMatchObject({ change: 3, reliable: "improved" });
    expect(changeOutcome(instrument("swemwbs"), 7.04, 10.03).reliable).toBe("unchanged");
    expect(changeOutcome(instrument("eq-5d-5l"), 0.735, 0.801).change).toBe(0.066);
  });

  it("reads a subscale like an instrument, the anxious item of ONS4 the other way", () => {
    const [satisfied, , , anxious] = instrument("ons4").subscales;

    expect(changeOutcome(satisfied ?? expect.unreachable(), 4, 6).improvement).toBe(2);
    expect(changeOutcome(anxious ?? expect.unreachable(), 5, 3).improvement).toBe(2);
  });
});

describe("what may be pooled", () => {
  it("is an instrument with itself alone: never isolation with loneliness, nor two scales of one construct", () => {
    for (const a of instruments.values()) for (const b of instruments.values()) expect(mayPool(a, b)).toBe(a === b);
    expect(mayPool(instrument("phq-9"), { ...instrument("phq-9"), version: "1.0.0+trust-2026" })).toBe(false);
  });
});

describe("the shares of a group", () => {
  const phq9 = instrument("phq-9");
  const of = (...pairs: [number, number][]) => outcomeShares(pairs.map(([first, last]) => changeOutcome(phq9, first, last)));

  it("have recovery out of cases and reliable change out of all pairs: two denominators", () => {
    const shares = of([15, 5], [12, 9], [11, 10], [4, 12], [9, 2]);

    expect(shares).toEqual({
      recovery: { numerator: 2, denominator: 3 },
      reliableRecovery: { numerator: 1, denominator: 3 },
      reliableImprovement: { numerator: 2, denominator: 5 },
      reliableDeterioration: { numerator: 1, denominator: 5 },
      noReliableChange: { numerator: 2, denominator: 5 },
    });
  });

  it("leave a measure without a threshold out of the denominators that need one", () => {
    const shares = outcomeShares([changeOutcome(instrument("ucla-3"), 7, 4)]);

    expect(shares).toMatchObject({ recovery: { numerator: 1, denominator: 1 }, reliableImprovement: { numerator: 0, denominator: 0 } });
  });

  it("tell nought out of ten from nothing out of nobody", () => {
    expect(proportionOf({ numerator: 0, denominator: 10 })).toBe(0);
    expect(proportionOf({ numerator: 0, denominator: 0 })).toBeNull();
    expect(proportionOf({ numerator: 10, denominator: 10 })).toBe(1);
  });
});

describe("the Talking Therapies rule over both measures", () => {
  const pairs = (phq: [number, number], gad: [number, number]): BothPairs => ({
    depression: { baseline: phq[0], followUp: phq[1] },
    anxiety: { baseline: gad[0], followUp: gad[1] },
  });

  it("calls a person a case on either measure, and recovered below both", () => {
    expect(talkingTherapiesOutcome(pairs([9, 9], [7, 7]))).toMatchObject({
      caseAtBaseline: false,
      recovered: null,
      reliablyRecovered: null,
    });
    expect(talkingTherapiesOutcome(pairs([9, 9], [8, 7]))).toMatchObject({ caseAtBaseline: true, recovered: true });
    expect(talkingTherapiesOutcome(pairs([10, 9], [7, 7]))).toMatchObject({ caseAtBaseline: true, recovered: true });
    expect(talkingTherapiesOutcome(pairs([20, 9], [7, 8]))).toMatchObject({ caseAtFollowUp: true, recovered: false });
  });

  it("counts reliable improvement among people who were no case", () => {
    expect(talkingTherapiesOutcome(pairs([9, 3], [5, 5]))).toMatchObject({ recovered: null, reliable: "improved" });
  });

  it("cancels one measure up and the other down for adults, and calls it a deterioration for children and young people", () => {
    const mixed = pairs([20, 10], [5, 12]);

    expect(talkingTherapiesOutcome(mixed).reliable).toBe("unchanged");
    expect(talkingTherapiesOutcome(mixed, { mixedChangePolicy: "tt-adult" }).reliable).toBe("unchanged");
    expect(talkingTherapiesOutcome(mixed, { mixedChangePolicy: "cyp-deterioration-trumps" }).reliable).toBe("deteriorated");
  });

  it("is the rule written out in flags, for every pair of scores of both measures", () => {
    const wrong: string[] = [];
    const steps = { phq: numbers(0, 27), gad: numbers(0, 21).filter((score) => ![1, 2, 19, 20].includes(score)) };

    for (const p1 of steps.phq) {
      for (const p2 of steps.phq) {
        for (const g1 of steps.gad) {
          for (const g2 of steps.gad) {
            const outcome = talkingTherapiesOutcome({
              depression: { baseline: p1, followUp: p2 },
              anxiety: { baseline: g1, followUp: g2 },
            });
            const up = Number(p1 - p2 > 5) + Number(g1 - g2 > 3);
            const down = Number(p2 - p1 > 5) + Number(g2 - g1 > 3);
            const notAtCaseness = p1 <= 9 && g1 <= 7;
            const recovery = !notAtCaseness && p2 <= 9 && g2 <= 7;
            const improvement = up > 0 && down === 0;
            const agrees =
              outcome.caseAtBaseline === !notAtCaseness &&
              outcome.recovered === (notAtCaseness ? null : recovery) &&
              outcome.reliablyRecovered === (notAtCaseness ? null : recovery && improvement) &&
              outcome.reliable === (improvement ? "improved" : down > 0 && up === 0 ? "deteriorated" : "unchanged");
            if (!agrees && wrong.length < 3) wrong.push(`PHQ-9 ${p1} to ${p2}, GAD-7 ${g1} to ${g2}`);
          }
        }
      }
    }

    expect(wrong).toEqual([]);
  });

  it("takes recovery out of those at caseness and reliable change out of all who finished", () => {
    const shares = talkingTherapiesShares([
      talkingTherapiesOutcome(pairs([15, 5], [10, 3])),
      talkingTherapiesOutcome(pairs([15, 14], [10, 9])),
      talkingTherapiesOutcome(pairs([15, 9], [10, 7])),
      talkingTherapiesOutcome(pairs([11, 9], [7, 7])),
      talkingTherapiesOutcome(pairs([9, 3], [5, 5])),
      talkingTherapiesOutcome(pairs([3, 9], [5, 5])),
    ]);

    expect(shares).toEqual({
      recovery: { numerator: 3, denominator: 4 },
      reliableRecovery: { numerator: 2, denominator: 4 },
      reliableImprovement: { numerator: 3, denominator: 6 },
      reliableDeterioration: { numerator: 1, denominator: 6 },
      noReliableChange: { numerator: 2, denominator: 6 },
    });
  });

  it("takes another anxiety measure with thresholds of its own, and none without", () => {
    const spin = { direction: "higher-is-worse", caseness: { ...caseFrom(19) }, reliableChange: { ...changeFrom(10) } } as const;
    const social = pairs([5, 5], [25, 14]);

    expect(talkingTherapiesOutcome(social, { anxietyMeasure: spin })).toMatchObject({ recovered: true, reliable: "improved" });
    expect(() => talkingTherapiesOutcome(social, { anxietyMeasure: instrument("ucla-3") })).toThrow(/cut-off and a reliable change/);
  });
});

const source = "NHS Talking Therapies manual";
const caseFrom = (value: number) => ({
  when: "at-or-above" as const,
  value,
  meaning: "at caseness",
  source,
  evidence: "unconfirmed" as const,
});
const changeFrom = (value: number) => ({ value, source, evidence: "unconfirmed" as const });
