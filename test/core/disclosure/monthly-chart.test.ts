import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthsFrom } from "../../../core/civil-date.ts";
import { monthlyChart } from "../../../core/disclosure/monthly-chart.ts";
import type { MonthlyPoint } from "../../../core/place-report.ts";
import { xmrChart } from "../../../core/statistics/xmr.ts";

function points(values: readonly number[]): readonly MonthlyPoint[] {
  return monthsFrom("2023-01", "2027-12")
    .slice(0, values.length)
    .map((month, index) => ({
      month,
      people: { kind: "value", value: 100 },
      value: { kind: "value", value: values[index] ?? 0 },
    }));
}

const flat = Array.from({ length: 12 }, (_, index) => 40 + (index % 3));
const higher = Array.from({ length: 12 }, (_, index) => 60 + (index % 3));

describe("a chart over time", () => {
  it("keeps the limits of its first twelve months: later months are judged by them and never move them", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 20 }), (later) => {
        const chart = monthlyChart(points([...flat, ...later]));
        const alone = monthlyChart(points(flat));
        expect([chart?.mean, chart?.lower, chart?.upper]).toEqual([alone?.mean, alone?.lower, alone?.upper]);
        const judged = xmrChart(
          [...flat, ...later].map((value) => ({ value })),
          { screen: true, fixAfter: 12 },
        );
        expect(chart?.points.map(({ flag }) => flag)).toEqual(judged.map(({ flag }) => flag));
      }),
    );
  });

  it("ends before the latest months where those are hidden, and is none where the months shown are never seven together", () => {
    const hidden = (month: MonthlyPoint): MonthlyPoint => ({ ...month, value: { kind: "suppressed" } });
    const over = (at: (index: number) => boolean) => points(flat).map((month, index) => (at(index) ? hidden(month) : month));

    expect(
      monthlyChart(over((index) => index > 9))
        ?.points.map(({ month }) => month)
        .at(-1),
    ).toBe("2023-10");
    expect(monthlyChart(over((index) => index === 1 || index > 9))?.points.map(({ month }) => month)).toHaveLength(8);
    expect(monthlyChart(over((index) => index === 5))).toBeNull();
  });

  it("sets limits anew only from a month that was declared with its reason, and where seven months stand on either side", () => {
    const declared = { aim: null, rebases: [{ month: "2024-01", reason: "scores by text message" }] };

    expect(monthlyChart(points([...flat, ...higher]), declared)?.stretches).toMatchObject([
      { from: "2023-01", to: "2023-12", fixedTo: "2023-12", reason: null },
      { from: "2024-01", to: "2024-12", fixedTo: "2024-12", reason: "scores by text message" },
    ]);
    expect(monthlyChart(points([...flat, ...higher]), declared)?.points.every(({ flag }) => flag === "Common Cause")).toBe(true);
    expect(monthlyChart(points([...flat, ...higher]))?.points.some(({ flag }) => flag === "Above UCL")).toBe(true);
    expect(monthlyChart(points([...flat, 60, 61, 62]), declared)?.stretches).toHaveLength(1);
  });

  it("says whether usual variation reaches what is aimed for, and says nothing where nothing is aimed for", () => {
    const assured = (aim: number | null) => monthlyChart(points(flat), { aim, rebases: [] })?.assurance;

    expect([assured(20), assured(41), assured(60), assured(null)]).toEqual(["pass", "hit-or-miss", "fail", null]);
  });
});
