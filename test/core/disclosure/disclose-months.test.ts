import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discloseStarted, type MonthStatistic } from "../../../core/disclosure/disclose-months.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { national, subnational } from "../../../core/disclosure/profile.ts";
import { statisticKey } from "../../../core/statistic.ts";
import { xmrChart } from "../../../core/statistics/xmr.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";

const asOf = "2026-11-01";

/** Months up to September 2026 in which so many people started. */
function started(counts: readonly number[]): readonly MonthStatistic[] {
  return counts.map((n, index) => {
    const back = counts.length - 1 - index;
    const month = new Date(Date.UTC(2026, 8 - back, 1)).toISOString().slice(0, 7);
    return { month, statistic: new Map([[statisticKey("flow", "gp", "arts", "started"), n]]) };
  });
}

describe("people who started, month by month", () => {
  it("are never shown as 1 to 7, and a single hidden month never stands alone", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }), (counts) => {
        const { points } = discloseStarted(started(counts), { asOf, profile: subnational });
        const hidden = points.filter(({ value }) => value.kind !== "value");
        for (const [index, { value }] of points.entries()) {
          const n = counts[index] ?? 0;
          if (n >= 1 && n <= 7) expect(value.kind).toBe("suppressed");
          if (value.kind === "value") expect(Math.abs(value.value - n)).toBeLessThanOrEqual(2);
        }
        const total = counts.reduce((sum, n) => sum + n, 0);
        if (counts.length > 1 && total > 7) expect(hidden.length).not.toBe(1);
      }),
    );
  });

  it("are charted from the numbers as shown, over the latest months that are shown without a gap", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }), (counts) => {
        const { points, chart } = discloseStarted(started(counts), { asOf, profile: subnational });
        const runs = points.map(({ value }) => (value.kind === "value" ? `${value.value},` : ";")).join("");
        const latest = runs.split(";").findLast((run) => run !== "") ?? "";
        const shown = latest.split(",").flatMap((value) => (value === "" ? [] : [{ value: Number(value) }]));
        if (shown.length < 7) expect(chart).toBeNull();
        else expect(chart?.points.map(({ flag }) => flag)).toEqual(xmrChart(shown, { screen: true, fixAfter: 12 }).map(({ flag }) => flag));
      }),
    );
  });

  it("leave out the months whose people may still start, and count months without anybody as zero", () => {
    const months = [...started([9, 12]), { month: "2026-10", statistic: new Map([[statisticKey("flow", "gp", "arts", "started"), 4]]) }];
    const gap = months.filter(({ month }) => month !== "2026-09");

    expect(discloseStarted(months, { asOf, profile: national }).points.map(({ month }) => month)).toEqual(["2026-08", "2026-09"]);
    expect(discloseStarted(gap, { asOf, profile: national }).points.at(-1)).toMatchObject({ month: "2026-09", value: { value: 0 } });
  });
});

describe("what is followed from month to month", () => {
  it("is who started at a practice and in a network, and who improved in a board and in England", () => {
    const kindAt = (level: "practice" | "pcn" | "icb" | "england") =>
      disclosePlace(inventedPlace(level, inventedStatistic(200, 2))).outcomes[0]?.monthly.kind;

    expect([kindAt("practice"), kindAt("pcn"), kindAt("icb"), kindAt("england")]).toEqual(["started", "started", "improved", "improved"]);
  });

  it("adds up for England to the people with both scores whose follow-up is due, counted one by one", () => {
    const place = inventedPlace("england", inventedStatistic(2000, 4));
    const monthly = disclosePlace(place).outcomes[0]?.monthly;

    for (const { month, people, value } of monthly?.points ?? []) {
      const keys = [...(place.months.find((one) => one.month === month)?.statistic ?? [])].filter(([key]) => key.startsWith("pair|gad-7|"));
      const total = keys.reduce((sum, [, n]) => sum + n, 0);
      const improved = keys.reduce((sum, [key, n]) => {
        const [, , , , before, after] = key.split("|");
        return Number(after) - Number(before) <= -4 ? sum + n : sum;
      }, 0);
      expect([month, people]).toEqual([month, { kind: "value", value: total }]);
      expect(value.kind === "value" ? value.value : null).toBeCloseTo((improved / total) * 100, 5);
    }
    expect(monthly?.points.at(-1)?.month).toBe("2026-06");
  });
});
