import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomOf } from "../../../core/simulation/random.ts";
import { alwaysValidInterval } from "../../../core/statistics/always-valid.ts";
import { normalQuantile } from "../../../core/statistics/normal.ts";
import { detectableDifference, powerOf } from "../../../core/statistics/power.ts";
import { studentQuantile } from "../../../core/statistics/student-t.ts";
import { wellbyValue } from "../../../core/statistics/wellby.ts";

const positive = fc.double({ min: 0.05, max: 20, noNaN: true });

describe("an always-valid interval", () => {
  it("agrees with R: se * sqrt((1 + se^2/spread^2) * (log(1 + spread^2/se^2) + 2 * log(1/0.05))) for se 0.4 and spread 0.8", () => {
    expect(alwaysValidInterval({ estimate: 2, standardError: 0.4 }, 0.8)?.[1]).toBeCloseTo(2 + 1.2329559975556372, 12);
  });

  it("ends where the likelihood ratio, averaged over the differences thought possible, is one in the error rate", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 4, noNaN: true }), fc.double({ min: 0.2, max: 4, noNaN: true }), (standardError, spread) => {
        const upper = alwaysValidInterval({ estimate: 0, standardError }, spread)?.[1] ?? 0;
        const z = upper / standardError;
        const steps = 4000;
        const width = (24 * spread) / steps;
        let mixture = 0;
        for (let step = 0; step <= steps; step++) {
          const theta = -12 * spread + step * width;
          const prior = Math.exp(-0.5 * (theta / spread) ** 2) / (spread * Math.sqrt(2 * Math.PI));
          mixture += width * prior * Math.exp((theta * z) / standardError - 0.5 * (theta / standardError) ** 2);
        }
        expect(mixture).toBeCloseTo(20, 4);
      }),
      { numRuns: 40 },
    );
  });

  it("is wider than the interval of a single look, and is none without an error or a spread", () => {
    fc.assert(
      fc.property(positive, positive, (standardError, spread) => {
        const upper = alwaysValidInterval({ estimate: 0, standardError }, spread)?.[1] ?? 0;
        expect(upper).toBeGreaterThan(normalQuantile(0.975) * standardError);
      }),
    );
    expect(alwaysValidInterval({ estimate: 1, standardError: 0 }, 1)).toBeNull();
    expect(alwaysValidInterval({ estimate: 1, standardError: 1 }, 0)).toBeNull();
  });

  it("leaves out no difference in at most one service in twenty looked at every night, where single looks do so far more often", () => {
    const random = randomOf(8);
    const wrong = { always: 0, single: 0 };
    for (let service = 0; service < 400; service++) {
      let sum = 0;
      const seen = { always: false, single: false };
      for (let night = 1; night <= 300; night++) {
        sum += random.normal();
        const standardError = 1 / Math.sqrt(night);
        const [lower, upper] = alwaysValidInterval({ estimate: sum / night, standardError }, 0.3) ?? [0, 0];
        seen.always ||= lower > 0 || upper < 0;
        seen.single ||= Math.abs(sum / night) > 1.959964 * standardError;
      }
      wrong.always += Number(seen.always);
      wrong.single += Number(seen.single);
    }

    expect(wrong.always).toBeLessThan(30);
    expect(wrong.single).toBeGreaterThan(100);
  });
});

describe("power", () => {
  it("agrees with R: pt(qt(.975, 12), 12, 2.5, lower = FALSE) + pt(-qt(.975, 12), 12, 2.5), and with uniroot for 80%", () => {
    expect(powerOf(1, { standardError: 0.4, df: 12.7 })).toBeCloseTo(0.6320050494098005, 10);
    expect(powerOf(0.2, { standardError: 0.4, df: 6 })).toBeCloseTo(0.070970330809305, 10);
    expect(detectableDifference(0.8, { standardError: 0.4, df: 12 })).toBeCloseTo(1.2210629868214973, 7);
  });

  it("is the error rate for no difference, the same for either sign, and rises with the difference", () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 2, max: 60 }), fc.double({ min: 0.1, max: 3, noNaN: true }), (standardError, df, ncp) => {
        const precision = { standardError, df };
        expect(powerOf(0, precision)).toBeCloseTo(0.05, 9);
        expect(powerOf(-ncp * standardError, precision)).toBeCloseTo(powerOf(ncp * standardError, precision), 9);
        expect(powerOf((ncp + 0.1) * standardError, precision)).toBeGreaterThan(powerOf(ncp * standardError, precision));
      }),
      { numRuns: 30 },
    );
  });

  it("is how often simulated intervals leave out 0", () => {
    const random = randomOf(3);
    const bound = studentQuantile(0.975, 5);
    const found = Array.from({ length: 6000 }, () => {
      const spread = Math.sqrt(Array.from({ length: 5 }, () => random.normal() ** 2).reduce((a, b) => a + b) / 5);
      return Math.abs(2 + random.normal()) > bound * spread;
    }).filter(Boolean).length;

    expect(found / 6000).toBeCloseTo(powerOf(2, { standardError: 1, df: 5 }), 1);
  });
});

const assumptions = { people: 240, years: 2.5, causalShare: 0.5, deadweight: 0.2, attributionToOthers: 0.1, dropOffPerYear: 0.3 };

describe("a wellbeing value", () => {
  it("agrees with R: d * people * causal * (1 - dead) * (1 - others) * sum(pmin(1, pmax(0, years - 0:49)) * (1 - drop)^(0:49)) * 13000", () => {
    expect(wellbyValue(0.35, { ...assumptions, poundsPerWellby: 13000 }).pounds).toBeCloseTo(764_618.4, 6);
  });

  it("of 0.2 points for two years is the published 2,600 and 2,600", () => {
    const whole = {
      people: 1,
      years: 2,
      causalShare: 1,
      deadweight: 0,
      attributionToOthers: 0,
      dropOffPerYear: 0,
      poundsPerWellby: 13_000,
    };

    expect(wellbyValue(0.2, whole).pounds).toBeCloseTo(5200, 9);
  });

  it("is the sum over ever shorter stretches of time, each at the drop-off of its year", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (months, dropOffPerYear) => {
        const given = { ...assumptions, years: months / 12, dropOffPerYear, poundsPerWellby: 1 };
        const monthly = Array.from({ length: months }, (_, month) => (1 - dropOffPerYear) ** Math.floor(month / 12) / 12);
        const expected = 0.4 * 240 * 0.5 * 0.8 * 0.9 * monthly.reduce((a, b) => a + b, 0);
        expect(wellbyValue(0.4, given).wellbys).toBeCloseTo(expected, 8);
      }),
    );
  });

  it("is nothing where nothing was caused, or all would have come about anyway", () => {
    expect(wellbyValue(1, { ...assumptions, causalShare: 0, poundsPerWellby: 13_000 }).pounds).toBe(0);
    expect(wellbyValue(1, { ...assumptions, deadweight: 1, poundsPerWellby: 13_000 }).pounds).toBe(0);
  });
});
