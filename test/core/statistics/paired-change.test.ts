import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectSizes, hedgesFactor } from "../../../core/statistics/effect-sizes.ts";
import { mergePairCounts, type PairCount, pairedChange } from "../../../core/statistics/paired-change.ts";
import { quantileOfCounts, quantileOfSorted } from "../../../core/statistics/quantile.ts";

const score = fc.integer({ min: 0, max: 27 });
const tables = fc.array(fc.record({ baseline: score, followUp: score, n: fc.integer({ min: 1, max: 9 }) }), { maxLength: 40 });
const baselines = [16, 12, 20, 9, 14, 7];
const followUps = [9, 11, 13, 10, 14, 2];
const six: readonly PairCount[] = baselines.map((baseline, index) => ({ baseline, followUp: followUps[index] ?? 0, n: 1 }));

describe("paired change", () => {
  it("agrees with R: t.test(c(9,11,13,10,14,2), c(16,12,20,9,14,7), paired = TRUE), sd, cor, quantile(type = 7)", () => {
    const change = pairedChange(six);

    expect(change.meanChange).toBeCloseTo(-3.1666666666666665, 14);
    expect(change.t).toBeCloseTo(-2.1540897910169612, 12);
    expect(change.pTwoSided).toBeCloseTo(0.083810593486058807, 12);
    expect(change.ci95Change?.[0]).toBeCloseTo(-6.9456065450295315, 11);
    expect(change.ci95Change?.[1]).toBeCloseTo(0.6122732116961992, 11);
    expect(change.sdChange).toBeCloseTo(3.600925806881706, 13);
    expect(change.r).toBeCloseTo(0.6840966338581813, 13);
    expect([change.lowerQuartileChange, change.medianChange, change.upperQuartileChange]).toEqual([-6.5, -3, -0.25]);
  });

  it("equals the two-pass definition over the people themselves", () => {
    fc.assert(
      fc.property(tables, (pairs) => {
        const changes = pairs.flatMap(({ baseline, followUp, n }) => Array.from({ length: n }, () => followUp - baseline));
        fc.pre(changes.length > 1);
        const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
        const sd = Math.sqrt(changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / (changes.length - 1));
        const found = pairedChange(pairs);
        expect(found.n).toBe(changes.length);
        expect(found.meanChange).toBeCloseTo(mean, 11);
        expect(found.sdChange).toBeCloseTo(sd, 11);
        expect(found.medianChange).toBe(
          quantileOfSorted(
            changes.toSorted((a, b) => a - b),
            0.5,
          ),
        );
      }),
    );
  });

  it("is the same to the bit whatever the order, grouping and splitting of the cells", () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 0, max: 40 }), (pairs, cut) => {
        const merged = mergePairCounts([pairs.slice(cut).toReversed(), pairs.slice(0, cut)]);
        expect(pairedChange(merged)).toEqual(pairedChange(pairs));
      }),
    );
  });

  it("has nothing but its n for nobody, and no spread for one person", () => {
    const { n, ...nothing } = pairedChange([]);
    const one = pairedChange([{ baseline: 9, followUp: 4, n: 1 }]);

    expect([n, new Set(Object.values(nothing))]).toEqual([0, new Set([null])]);
    expect([one.meanChange, one.sdChange, one.ci95Change, one.t]).toEqual([-5, null, null, null]);
  });

  it("has no t and no d_z where everybody changed alike", () => {
    const change = pairedChange([
      { baseline: 9, followUp: 4, n: 3 },
      { baseline: 12, followUp: 7, n: 2 },
    ]);

    expect([change.sdChange, change.t, change.pTwoSided, change.dZ]).toEqual([0, null, null, null]);
    expect(effectSizes(change)).toMatchObject({ dZInterval: null, gZ: null, borenstein: null });
  });
});

describe("effect sizes", () => {
  it("agree with R: the formulas of conformance/reference.R on the six pairs", () => {
    const sizes = effectSizes(pairedChange(six));

    expect(sizes?.hedgesFactor).toBeCloseTo(0.8407486824596893, 12);
    expect(sizes?.kazis).toBeCloseTo(-0.6690804516600756, 11);
    expect(sizes?.dAv).toBeCloseTo(-0.7040869530445794, 11);
    expect(sizes?.dRms).toBeCloseTo(-0.7031252377582603, 11);
    expect(sizes?.borenstein?.g).toBeCloseTo(-0.5886358160698199, 10);
  });

  it("fall with every shift and do not change when baselines and follow-ups move together", () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 5 }), (pairs, shift) => {
        const moved = pairs.map(({ baseline, followUp, n }) => ({ baseline: baseline + shift, followUp: followUp + shift, n }));
        expect(effectSizes(pairedChange(moved))?.dAv ?? null).toEqual(effectSizes(pairedChange(pairs))?.dAv ?? null);
      }),
    );
  });

  it("correct less and less as people are added: J rises towards 1, and agrees with R: exp(lgamma(5.5) - log(sqrt(5.5)) - lgamma(5))", () => {
    expect(hedgesFactor(11)).toBeCloseTo(0.92995980997577854, 13);
    expect(hedgesFactor(1)).toBeNull();
    for (let df = 2; df < 400; df++) expect(hedgesFactor(df + 1) ?? 0).toBeGreaterThan(hedgesFactor(df) ?? 0);
  });
});

describe("quantiles", () => {
  it("agree with R: quantile(c(1, 2, 2, 7, 9), c(.1, .33, .5, .9), type = 7)", () => {
    const counted = [
      { value: 1, n: 1 },
      { value: 2, n: 2 },
      { value: 7, n: 1 },
      { value: 9, n: 1 },
    ];

    for (const [p, value] of [
      [0.1, 1.4],
      [0.33, 2],
      [0.5, 2],
      [0.9, 8.2],
    ] as const) {
      expect(quantileOfCounts(counted, p)).toBeCloseTo(value, 12);
      expect(quantileOfSorted([1, 2, 2, 7, 9], p)).toBeCloseTo(value, 12);
    }
  });

  it("of nothing are nothing", () => {
    expect([quantileOfCounts([], 0.5), quantileOfSorted([], 0.5)]).toEqual([null, null]);
  });
});
