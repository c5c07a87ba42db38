import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discloseFunnel, funnelPlaces } from "../../../core/disclosure/disclose-funnel.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { instrumentFor } from "../../../core/disclosure/measure-of.ts";
import type { ComparedPlace, FunnelPlaces } from "../../../core/place-statistics.ts";
import type { Estimate } from "../../../core/shown.ts";
import { type Statistic, statisticKey } from "../../../core/statistic.ts";
import { funnel, funnelLimitsAt } from "../../../core/statistics/funnel.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";

const instrument = instrumentFor("anxiety");
const asOf = "2026-11-01";

/** So many people, of whom so many went from 15 to 5 and the others stayed. */
function statisticOf(n: number, improved: number): Statistic {
  const key = (followUp: number) => statisticKey("pair", "gad-7", "gp", "arts", 15, followUp);
  return new Map([
    [key(5), improved],
    [key(15), n - improved],
  ]);
}

function practices(counts: readonly (readonly [n: number, improved: number])[]): readonly ComparedPlace[] {
  return counts.map(([n, improved], index) => ({
    place: { level: "practice", code: `X${index}`, name: `Practice ${index}` },
    statistic: statisticOf(n, improved),
  }));
}

/** Of everybody, as a page tells it. */
function shareOf(counts: readonly (readonly [n: number, improved: number])[]): Estimate {
  const [n, improved] = [0, 1].map((at) => counts.reduce((sum, pair) => sum + (pair[at] ?? 0), 0));
  const value = (100 * (improved ?? 0)) / Math.max(1, n ?? 0);
  return { kind: "value", value, lower: value, upper: value };
}

const sizes = fc.array(
  fc.nat(80).chain((n) => fc.tuple(fc.constant(n), fc.nat(n))),
  { minLength: 1, maxLength: 20 },
);

describe("places set side by side", () => {
  it("show the very numbers that their own pages show, hidden ones hidden", () => {
    fc.assert(
      fc.property(sizes, (counts) => {
        const compared = practices(counts);
        const found = discloseFunnel(compared, { instrument, asOf, level: "icb", own: shareOf(counts) });
        const known = compared.flatMap((each) =>
          "statistic" in each
            ? [{ place: each.place, points: JSON.parse(JSON.stringify(funnelPlaces(each, { asOf }))) as FunnelPlaces }]
            : [],
        );
        expect(discloseFunnel(known, { outcome: "anxiety", instrument, asOf, level: "icb", own: shareOf(counts) })).toEqual(found);
        const counted = compared.filter((_, index) => (counts[index]?.[0] ?? 0) > 0);
        expect(found?.points.length).toBe(counted.length);
        for (const [index, place] of counted.entries()) {
          const statistic = "statistic" in place ? place.statistic : new Map<string, number>();
          const own = disclosePlace({ ...inventedPlace("practice", statistic) }).outcomes[0]?.reliable;
          expect([found?.points[index]?.n, found?.points[index]?.improved]).toEqual([own?.n, own?.improved.percent]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("stand as the limits for the numbers shown say, and hiding one moves no limit", () => {
    fc.assert(
      fc.property(sizes, (counts) => {
        const found = discloseFunnel(practices(counts), { instrument, asOf, level: "icb", own: shareOf(counts) });
        const truth = funnel(counts.filter(([n]) => n > 0).map(([n, x]) => ({ n, x })));
        if ("reason" in truth) {
          expect(found?.chart ?? null).toBeNull();
          return;
        }
        expect(found?.chart?.target).toBeCloseTo(truth.target * 100, 0);
        expect(found?.chart?.tau2).toBeCloseTo(truth.arcsine.tau2, 3);
        for (const { n, improved, standing } of found?.points ?? []) {
          if (n.kind !== "value" || improved.kind !== "value" || found?.chart == null) continue;
          const limits = funnelLimitsAt(n.value, { target: found.chart.target / 100, tau2: found.chart.tau2 });
          const share = improved.value / 100;
          const outside = share > limits.upper998 ? "above" : share < limits.lower998 ? "below" : null;
          expect(standing === "above" || standing === "below" ? standing : null).toBe(outside);
        }
      }),
    );
  });

  it("have limits around the share that the page shows of everybody, and none where that is hidden", () => {
    const counts = [1, 2, 3, 4, 5, 6].map((at) => [20 * at, 5 * at] as const);
    const found = (own: Estimate) => discloseFunnel(practices(counts), { instrument, asOf, level: "pcn", own });

    expect(found({ kind: "value", value: 23, lower: 20, upper: 26 })?.chart?.target).toBe(23);
    expect(found({ kind: "suppressed" })?.chart).toBeNull();
    expect(found({ kind: "suppressed" })?.points.map(({ standing }) => standing)).toEqual(counts.map(() => null));
  });

  it("are named to readers who may open their pages, and never on England's page, where they stand by size", () => {
    const statistic = inventedStatistic(3000, 3);
    const [board, england] = (["icb", "england"] as const).map(
      (level) => disclosePlace(inventedPlace(level, statistic)).outcomes[0]?.funnel,
    );

    expect(board?.points.every(({ name }) => name !== null)).toBe(true);
    expect(england?.points.every(({ name }) => name === null)).toBe(true);
    const shown = (england?.points ?? []).map(({ n }) => (n.kind === "value" ? n.value : -1));
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(JSON.stringify(england)).not.toMatch(/Surgery|X99/);
  });

  it("of others are none on the page of a practice, which shows its own point alone", () => {
    const place = inventedPlace("practice", inventedStatistic(100, 3));
    const own = disclosePlace(place).outcomes[0]?.funnel;

    expect(own?.points.map(({ name }) => name)).toEqual([place.place.name]);
    expect(own?.of).toBe("own");
  });
});

describe("limits at any size", () => {
  it("are at each organisation's own size those of the funnel it stands in", () => {
    const points = [
      { x: 12, n: 30 },
      { x: 30, n: 61 },
      { x: 9, n: 14 },
      { x: 50, n: 180 },
      { x: 22, n: 45 },
      { x: 5, n: 40 },
    ];
    const found = funnel(points);
    if ("reason" in found) throw new Error("six organisations are enough");
    points.forEach(({ n }, index) => {
      const at = funnelLimitsAt(n, { target: found.target, tau2: found.arcsine.tau2 });
      expect(at.upper998).toBeCloseTo(found.arcsine.limitsAdditive.upper998[index] ?? Number.NaN, 12);
      expect(at.lower95).toBeCloseTo(found.arcsine.limitsAdditive.lower95[index] ?? Number.NaN, 12);
    });
  });
});
