import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomOf } from "../../../core/simulation/random.ts";
import { obrienFlemingSpent, sequentialLooks } from "../../../core/statistics/spending.ts";

const boundsAt = (...fractions: readonly number[]) => sequentialLooks(fractions).map(({ bound }) => bound);

function expectClose(found: readonly number[], expected: readonly number[], digits: number): void {
  expect(found).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(found[at]).toBeCloseTo(value, digits);
}

describe("the error rate that may be spent", () => {
  it("agrees with R: 4 * pnorm(qnorm(1 - .05 / 4) / sqrt((1:4) / 4), lower = FALSE), which rpact's alphaSpent gives to ten digits", () => {
    expectClose(
      [0.25, 0.5, 0.75, 1].map((fraction) => obrienFlemingSpent(fraction)),
      [1.47336168717388e-5, 0.0030506455159778, 0.019298649907024, 0.05],
      12,
    );
  });

  it("only rises, from nothing to all of it", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (one, other) => {
        expect(obrienFlemingSpent(Math.min(one, other))).toBeLessThanOrEqual(obrienFlemingSpent(Math.max(one, other)));
        expect(obrienFlemingSpent(one)).toBeLessThan(0.05);
      }),
    );
    expect(obrienFlemingSpent(1)).toBeCloseTo(0.05, 14);
  });
});

describe("the bounds of declared looks", () => {
  it("agree with R 4.2, rpact 3.3.4: getDesignGroupSequential(alpha = .05, sided = 2, informationRates = t, typeOfDesign = 'asOF', tolerance = 1e-10)", () => {
    expectClose(boundsAt(0.25, 0.5, 0.75, 1), [4.3326336460496, 2.9631315980223, 2.3590442853165, 2.0140901439008], 8);
    expectClose(boundsAt(0.2, 0.6, 1), [4.8768849487908, 2.6686480946955, 1.9809659277671], 8);
    expectClose(boundsAt(0.2, 0.4, 0.6, 0.8, 1), [4.8768849487908, 3.3570119223441, 2.6802800644073, 2.289816767734, 2.031032043451], 7);
    expectClose(boundsAt(0.5, 1), [2.9625880427275, 1.9685956405592], 8);
  });

  it("are that of a single test where there is one look", () => {
    expect(boundsAt(1)[0]).toBeCloseTo(1.959963984540054, 12);
  });

  it("hold the error rate in simulated motions that are looked at four times, where single looks do not", () => {
    const random = randomOf(3);
    const looks = sequentialLooks([0.25, 0.5, 0.75, 1]);
    const crossed = { declared: 0, single: 0 };
    const services = 20_000;
    for (let service = 0; service < services; service++) {
      let motion = 0;
      const seen = { declared: false, single: false };
      for (const [at, { fraction, bound }] of looks.entries()) {
        motion += random.normal() * Math.sqrt(fraction - (looks[at - 1]?.fraction ?? 0));
        const z = Math.abs(motion / Math.sqrt(fraction));
        seen.declared ||= z > bound;
        seen.single ||= z > 1.959964;
      }
      crossed.declared += Number(seen.declared);
      crossed.single += Number(seen.single);
    }
    expect(crossed.declared / services).toBeGreaterThan(0.044);
    expect(crossed.declared / services).toBeLessThan(0.056);
    expect(crossed.single / services).toBeGreaterThan(0.11);
  });

  it("need shares that rise above 0 and up to 1", () => {
    for (const wrong of [[0], [0.5, 0.5], [0.6, 0.5], [0.5, 1.1]]) expect(() => sequentialLooks(wrong)).toThrow(RangeError);
  });
});
