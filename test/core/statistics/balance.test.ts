import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covariateBalance, propensityBars } from "../../../core/statistics/covariate-balance.ts";
import type { DesignRows } from "../../../core/statistics/design-rows.ts";
import { logisticFit } from "../../../core/statistics/logistic.ts";
import { propensityWeighting } from "../../../core/statistics/propensity-weighting.ts";
import { standardisedDifference, standardisedShareDifference } from "../../../core/statistics/standardised-difference.ts";

const each = (values: readonly number[]) => values.map((value) => ({ value, n: 1 }));

describe("the standardised difference", () => {
  it("agrees with R: a <- c(3,5,9); b <- c(2,8,12,4); (mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2)", () => {
    expect(standardisedDifference(each([3, 5, 9]), each([2, 8, 12, 4]))).toBeCloseTo(-0.2188441, 7);
  });

  it("agrees with R: (0.3 - 0.5) / sqrt((0.3 * 0.7 + 0.5 * 0.5) / 2)", () => {
    expect(standardisedShareDifference(0.3, 0.5)).toBeCloseTo(-0.4170288, 7);
    expect(standardisedShareDifference(0, 0)).toBe(0);
    expect(standardisedShareDifference(1, 0)).toBeNull();
  });

  it("turns round with the groups, and does not care for the unit or for how people are counted together", () => {
    const scores = fc.array(fc.integer({ min: 0, max: 27 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        const found = standardisedDifference(each(a), each(b));
        const counted = [...new Set(a)].map((value) => ({ value, n: a.filter((one) => one === value).length }));
        const scaled = (list: readonly number[]) => each(list.map((value) => 3 * value + 7));

        if (found === null) return;
        expect(standardisedDifference(each(b), each(a))).toBeCloseTo(-found, 9);
        expect(standardisedDifference(counted, each(b))).toBeCloseTo(found, 9);
        expect(standardisedDifference(scaled(a), scaled(b))).toBeCloseTo(found, 9);
      }),
    );
  });

  it("is none with fewer than two people in a group, or where nobody differs", () => {
    expect(standardisedDifference(each([3]), each([2, 8]))).toBeNull();
    expect(standardisedDifference(each([3, 3]), each([3, 3]))).toBeNull();
  });
});

type Person = { readonly score: number; readonly arts: 0 | 1; readonly treated: 0 | 1 };

function designOf(people: readonly Person[]): DesignRows {
  return {
    columns: ["(Intercept)", "baseline", "activityarts"],
    count: people.length,
    people: Int32Array.from(people, () => 1),
    clusterStarts: Int32Array.from([0, people.length]),
    fill: (index, row) => {
      const { score = 0, arts = 0 } = people[index] ?? {};
      row.used = 3;
      [0, 1, 2].forEach((place) => {
        row.places[place] = place;
      });
      [row.values[0], row.values[1], row.values[2]] = [1, score, arts];
    },
  };
}

describe("balance over the columns of a design", () => {
  const person = fc.record({
    score: fc.integer({ min: 0, max: 21 }),
    arts: fc.constantFrom<0 | 1>(0, 1),
    treated: fc.constantFrom<0 | 1>(0, 1),
  });

  it("is that of the weighting for the first score, that of the shares for a level, and counts everybody once by fitted chance", () => {
    let seen = 0;
    fc.assert(
      fc.property(fc.array(person, { minLength: 20, maxLength: 60 }), (people) => {
        const rows = designOf(people);
        const propensity = logisticFit(
          rows,
          Int32Array.from(people, ({ treated }) => treated),
        );
        const arms = [0, 1].map((arm) => people.filter(({ treated }) => treated === arm));
        if (propensity === null || arms.some((list) => list.length < 2)) return;
        seen += 1;
        const baseline = Float64Array.from(people, ({ score }) => score);
        const data = { rows, treated: Uint8Array.from(people, ({ treated }) => treated), change: baseline, baseline };

        const [first, level] = covariateBalance(data, propensity);
        const { imbalance } = propensityWeighting(data, propensity);
        const bars = propensityBars(data, propensity);

        const [others, treated] = arms.map((list) => list.filter(({ arts }) => arts === 1).length / list.length);
        expect(first?.column).toBe("baseline");
        for (const key of ["unweighted", "weighted"] as const) {
          if (imbalance[key] === null) expect(first?.[key]).toBeNull();
          else expect(first?.[key]).toBeCloseTo(imbalance[key], 8);
        }
        expect(level?.unweighted ?? 0).toBeCloseTo(standardisedShareDifference(treated ?? 0, others ?? 0) ?? 0, 8);
        expect([bars.others, bars.treated].map((list) => list.reduce((sum, n) => sum + n, 0))).toEqual(arms.map((list) => list.length));
      }),
      { numRuns: 100 },
    );
    expect(seen).toBeGreaterThan(40);
  });
});
