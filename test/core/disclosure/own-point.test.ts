import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { changesOfPractice, expectedRangesOf } from "../../../core/disclosure/expected-ranges.ts";
import type { PlaceReport } from "../../../core/place-report.ts";
import { outcomes } from "../../../core/reported-outcomes.ts";
import { funnel, funnelLimitsAt } from "../../../core/statistics/funnel.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";

const asOf = "2026-11-01";

function practice(referred: number, seed: number): PlaceReport {
  return disclosePlace(inventedPlace("practice", inventedStatistic(referred, seed)));
}

/** Practices with so many people each, of whom so many improved in the one outcome that is looked at. */
function practicesOf(counted: readonly (readonly [n: number, improved: number])[]) {
  const nobody = { n: 0, improved: 0 };
  const none = Object.fromEntries(outcomes.map((outcome) => [outcome, nobody])) as ReturnType<typeof changesOfPractice>;
  return counted.map(([n, improved]) => ({ ...none, anxiety: { n, improved } }));
}

describe("a practice within the range expected for its size", () => {
  it("shows the very numbers that the rest of its page shows, hidden where they are, and nobody else's", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 1, max: 999 }), (referred, seed) => {
        const report = practice(referred, seed);
        for (const { funnel: own, reliable } of report.outcomes) {
          expect(own?.of).toBe("own");
          expect(own?.points.length).toBe(1);
          expect(own?.points[0]).toMatchObject({ name: report.place.name, n: reliable.n, improved: reliable.improved.percent });
        }
      }),
      { numRuns: 30 },
    );
  });

  it("stands where the limits at its size say, and the limits come from two numbers alone, whatever its own are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 400 }), fc.integer({ min: 1, max: 999 }), (referred, seed) => {
        const own = practice(referred, seed).outcomes.find(({ outcome }) => outcome === "anxiety")?.funnel;
        const [point] = own?.points ?? [];
        if (own?.chart == null || point?.n.kind !== "value" || point.improved.kind !== "value") return;
        const limits = funnelLimitsAt(point.n.value, { target: 0.42, tau2: 0.0021 });
        const share = point.improved.value / 100;

        expect([own.chart.target, own.chart.tau2]).toEqual([42, 0.0021]);
        expect(point.standing === "above").toBe(share > limits.upper998);
        expect(point.standing === "below").toBe(share < limits.lower998);
        expect(point.standing === "within").toBe(share >= limits.lower95 && share <= limits.upper95);
        expect(own.chart.lines.find(({ n }) => n === (point.n.kind === "value" ? point.n.value : 0))?.upper95).toBeCloseTo(
          100 * limits.upper95,
          2,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("has no limits where England has no range to tell", () => {
    const { expected: _, ...unexpected } = inventedPlace("practice", inventedStatistic(90, 42));
    for (const { funnel: own } of disclosePlace(unexpected).outcomes) {
      expect(own?.chart).toBeNull();
      expect(own?.points[0]?.standing).toBeNull();
    }
  });
});

describe("the range expected of practices", () => {
  const many = [
    [40, 20],
    [60, 36],
    [25, 5],
    [80, 30],
    [30, 16],
    [90, 50],
  ] as const;

  it("is the funnel's of all of them, with its widening, rounded as every funnel's", () => {
    const found = funnel(many.map(([n, x]) => ({ x, n })));
    if ("reason" in found) throw new Error("six practices have a funnel");

    const { anxiety } = expectedRangesOf(practicesOf(many), {});
    expect(anxiety?.target).toBeCloseTo(found.target, 3);
    expect(anxiety?.tau2).toBeCloseTo(found.arcsine.tau2, 4);
    expect(String(anxiety?.target).length).toBeLessThanOrEqual(5);
  });

  it("is not told of fewer than five practices, of fewer than 30 people with either result, nor where England hides one of the two numbers", () => {
    expect(expectedRangesOf(practicesOf(many.slice(0, 4)), {})).toEqual({});
    expect(expectedRangesOf(practicesOf(many.map(([n]) => [n, 4] as const)), {})).toEqual({});
    expect(expectedRangesOf(practicesOf(many), { anxiety: ["improved"] })).toEqual({});
    expect(expectedRangesOf(practicesOf(many), { anxiety: ["n"] })).toEqual({});
    expect(expectedRangesOf(practicesOf(many), { anxiety: ["deteriorated"] })).not.toEqual({});
  });

  it("counts of a practice what its own page counts before anything is rounded", () => {
    const statistic = inventedStatistic(200, 3);
    const shown = disclosePlace({ ...inventedPlace("england", statistic), compared: [] });
    const counted = changesOfPractice(statistic, { asOf });

    for (const { outcome, reliable } of shown.outcomes) {
      if (reliable.n.kind === "value") expect(counted[outcome].n).toBe(reliable.n.value);
      if (reliable.improved.n.kind === "value") expect(counted[outcome].improved).toBe(reliable.improved.n.value);
    }
  });
});
