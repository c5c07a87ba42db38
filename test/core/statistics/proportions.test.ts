import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialTails } from "../../../core/statistics/binomial.ts";
import { clopperPearsonInterval } from "../../../core/statistics/clopper-pearson.ts";
import { wilsonInterval } from "../../../core/statistics/wilson.ts";

const counts = fc.integer({ min: 1, max: 4000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const z = 1.959963984540054;

describe("intervals of a proportion", () => {
  it("Wilson agrees with R: prop.test(9, 12, correct = FALSE)$conf.int", () => {
    const [lower, upper] = wilsonInterval(9, 12) ?? [0, 0];
    expect(lower).toBeCloseTo(0.46769466506643431, 13);
    expect(upper).toBeCloseTo(0.91105833160594518, 13);
  });

  it("Clopper-Pearson agrees with R: binom.test(9, 12)$conf.int", () => {
    const [lower, upper] = clopperPearsonInterval(9, 12) ?? [0, 0];
    expect(lower).toBeCloseTo(0.42814153812181088, 12);
    expect(upper).toBeCloseTo(0.94513935547200723, 12);
  });

  it("Wilson's limits are where the score test of the observed proportion just rejects", () => {
    fc.assert(
      fc.property(counts, ([x, n]) => {
        for (const limit of wilsonInterval(x, n) ?? []) {
          if (limit > 0 && limit < 1) expect(Math.abs(x / n - limit) / Math.sqrt((limit * (1 - limit)) / n)).toBeCloseTo(z, 6);
        }
      }),
    );
  });

  it("Clopper and Pearson's limits leave 2.5% in the tail they bound", () => {
    fc.assert(
      fc.property(counts, ([x, n]) => {
        const [lower, upper] = clopperPearsonInterval(x, n) ?? [0, 1];
        if (x > 0) expect(binomialTails(x - 1, { n, p: lower }).upper).toBeCloseTo(0.025, 9);
        if (x < n) expect(binomialTails(x, { n, p: upper }).lower).toBeCloseTo(0.025, 9);
      }),
    );
  });

  it("both contain the proportion, mirror it, and end exactly at 0 and 1", () => {
    fc.assert(
      fc.property(counts, ([x, n]) => {
        for (const interval of [wilsonInterval, clopperPearsonInterval]) {
          const [lower, upper] = interval(x, n) ?? [1, 0];
          const [mirrorLower, mirrorUpper] = interval(n - x, n) ?? [1, 0];
          expect(lower <= x / n && x / n <= upper).toBe(true);
          expect(lower).toBeCloseTo(1 - mirrorUpper, 9);
          expect(upper).toBeCloseTo(1 - mirrorLower, 9);
          expect([x === 0, x === n]).toEqual([lower === 0, upper === 1]);
        }
      }),
    );
  });

  it("nobody has no interval", () => {
    expect([wilsonInterval(0, 0), clopperPearsonInterval(0, 0)]).toEqual([null, null]);
  });
});
