import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costlyMistakes } from "../../../core/cost/costly-mistakes.ts";
import { demandOf, type Load, loads } from "../../../core/cost/load.ts";
import { monthlyCost } from "../../../core/cost/monthly-cost.ts";
import { type Price, prices } from "../../../core/cost/prices.ts";

const anyLoad: fc.Arbitrary<Load> = fc.record({
  referrals: fc.integer({ min: 1, max: 5_000_000 }),
  eventsPerReferral: fc.double({ min: 0.1, max: 10, noNaN: true }),
  years: fc.integer({ min: 1, max: 10 }),
});

describe("the cost of a month", () => {
  it.each([
    ["low", 327, 0.33],
    ["middle", 399, 0.92],
    ["high", 498, 1.75],
  ] as const)(
    "comes for the %s load to $%i, of which the night as it was counted is more than the architecture expected",
    (name, dollars, millionEvents) => {
      const cost = monthlyCost(loads[name]);

      expect(Math.round(cost.dollars)).toBe(dollars);
      expect(Math.round(cost.demand.eventsAMonth / 1e4) / 100).toBe(millionEvents);
    },
  );

  it("has the lines of the architecture's model for the middle load, to the cent, where a night does what it was expected to do and three keys came to its six", () => {
    const lines = monthlyCost(loads.middle).lines.map(({ dollars }) => Math.round(dollars * 100) / 100);
    const expected = [5.85, 28.81, 23.09, 0.74, 18.22, 1.5, 3.21, 3.3, 1.83, 4.39, 25, 13.55, 22.5 + 3, 8.5, 2.6, 152.4, 2.15];

    expect(lines).toEqual(expect.arrayContaining(expected));
    expect(lines).toHaveLength(expected.length + 7);
  });

  it("writes of every place all its objects once a month and those of one outcome every other night, and looks at each that it wrote", () => {
    const lines = new Map(monthlyCost(loads.middle).lines.map(({ what, dollars }) => [what, dollars]));
    const written = 7593 * (123 + 29 * 31);

    expect(lines.get("night: writing pages")).toBeCloseTo(written * 5.3e-6, 6);
    expect(lines.get("night: checking pages")).toBeCloseTo(written * 0.42e-6, 6);
  });

  it("looks at more months of every place where more years are kept, and at nothing more of what has changed", () => {
    const of = (years: number, what: string) =>
      monthlyCost({ ...loads.middle, years }).lines.find((line) => line.what === what)?.dollars ?? 0;

    expect(of(10, "night: looking at what stands") / of(2, "night: looking at what stands")).toBe(5);
    expect(of(10, "night: reading what changed")).toBe(of(2, "night: reading what changed"));
  });

  it("is the sum of its lines, and never falls when there is more to do", () => {
    fc.assert(
      fc.property(anyLoad, anyLoad, (one, other) => {
        const more = {
          referrals: one.referrals + other.referrals,
          eventsPerReferral: one.eventsPerReferral,
          years: one.years,
        };
        const [less, greater] = [monthlyCost(one), monthlyCost(more)];

        expect(less.lines.reduce((sum, { dollars }) => sum + dollars, 0)).toBeCloseTo(less.dollars, 9);
        expect(greater.dollars).toBeGreaterThanOrEqual(less.dollars);
      }),
    );
  });

  it("of a thousand referrals falls as there are more of them: most of it is there without any", () => {
    const [low, middle, high] = Object.values(loads).map((load) => monthlyCost(load).dollarsPerThousandReferrals);

    expect([low, middle, high].map((each) => Math.round((each ?? 0) * 100) / 100)).toEqual([3.93, 2.39, 1.99]);
  });

  it("is not computed for a load of nothing", () => {
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => monthlyCost({ ...loads.low, referrals: wrong })).toThrow(RangeError);
  });
});

describe("what a load asks of a night", () => {
  it("has no more practice-months than there are", () => {
    expect(demandOf({ referrals: 1e12, eventsPerReferral: 1, years: 1 }).changedUnits).toBe(6300 * 120);
  });
});

describe("the mistakes", () => {
  it("cost what the architecture warns of", () => {
    expect(costlyMistakes().map(({ dollars }) => Math.round(dollars))).toEqual([37_800, 10_206, 1890, 69]);
  });
});

describe("the prices", () => {
  it("say where they are from and how sure they are", () => {
    for (const { dollars, source, certainty } of Object.values<Price>(prices)) {
      expect(dollars).toBeGreaterThan(0);
      expect(source.length).toBeGreaterThan(10);
      if (certainty === "derived") expect(source).toContain("1.1877");
    }
  });
});
