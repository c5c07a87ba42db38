import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eValue } from "../../../core/statistics/e-value.ts";
import { regressionToMean } from "../../../core/statistics/regression-to-mean.ts";

const difference = fc.double({ min: -3, max: 3, noNaN: true });

describe("the E-value", () => {
  it("agrees with R: exp(0.91 * 0.5) + sqrt(exp(0.91 * 0.5) * (exp(0.91 * 0.5) - 1)), as EValue::evalues.MD(0.5) does", () => {
    expect(eValue(-0.5, [-0.8, -0.2]).estimate).toBeCloseTo(2.529141981861269, 12);
    expect(eValue(-0.5, [-0.8, -0.2]).limit).toBeCloseTo(1.688960717601227, 12);
  });

  it("solves Ding and VanderWeele's bound: with both ratios at it the bias is the whole ratio", () => {
    fc.assert(
      fc.property(difference, (d) => {
        const { estimate } = eValue(d, [d, d]);
        expect((estimate * estimate) / (2 * estimate - 1)).toBeCloseTo(Math.exp(0.91 * Math.abs(d)), 8);
      }),
    );
  });

  it("is 1 for no difference and for an interval that holds none, and does not mind the direction", () => {
    expect(eValue(0, [-1, 1])).toEqual({ estimate: 1, limit: 1 });
    fc.assert(
      fc.property(difference, (d) => {
        expect(eValue(d, [d - 1, d + 1]).estimate).toBe(eValue(-d, [-d - 1, -d + 1]).estimate);
      }),
    );
  });
});

describe("regression to the mean", () => {
  const pairs = [4, 8, 10, 15, 20].map((baseline, index) => ({ baseline, followUp: baseline - index, n: 2 }));

  it("agrees with R: (0.8 - 1) * (mean(c(10, 15, 20)) - mean(c(4, 8, 10, 15, 20)))", () => {
    expect(regressionToMean(pairs, (baseline) => baseline >= 10, 0.8)).toMatchObject({ n: 6, observedChange: -3 });
    expect(regressionToMean(pairs, (baseline) => baseline >= 10, 0.8)?.expectedChange).toBeCloseTo(-0.72, 13);
  });

  it("is nothing for everybody, nothing for a perfect measure, and cancels between a group and the rest", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 27 }), fc.double({ min: 0, max: 1, noNaN: true }), (cut, reliability) => {
        const [above, below] = [
          regressionToMean(pairs, (b) => b >= cut, reliability),
          regressionToMean(pairs, (b) => b < cut, reliability),
        ];
        expect((above?.n ?? 0) * (above?.expectedChange ?? 0) + (below?.n ?? 0) * (below?.expectedChange ?? 0)).toBeCloseTo(0, 10);
        expect(Math.abs(regressionToMean(pairs, (b) => b >= cut, 1)?.expectedChange ?? 0)).toBe(0);
      }),
    );
    expect(regressionToMean(pairs, () => true, 0.5)?.expectedChange).toBe(0);
  });

  it("equals what people who do not change show: coins for what is true of them and as many for error, all ways to fall", () => {
    const ways = [1, 8, 28, 56, 70, 56, 28, 8, 1];
    const people = ways.flatMap((truthWays, truth) =>
      ways.map((errorWays, error) => ({ baseline: truth + error, followUp: truth + 4, n: truthWays * errorWays })),
    );

    for (const cut of [5, 8, 11, 14]) {
      const found = regressionToMean(people, (baseline) => baseline >= cut, 0.5);
      expect(found?.observedChange).toBeCloseTo(found?.expectedChange ?? Number.NaN, 12);
    }
  });

  it("of nobody is nothing", () => {
    expect(regressionToMean(pairs, () => false, 0.8)).toBeNull();
  });
});
