import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Charting, monthlyChart } from "../../../core/disclosure/monthly-chart.ts";
import type { MonthlySeries, OutcomeReport } from "../../../core/place-report.ts";
import { monthFigure } from "../../../reports/figures/month-figure.ts";
import { latestRun, monthAlt, monthEmpty, monthKind, monthNotes, monthTitle, variationText } from "../../../reports/words/month-words.ts";
import { inventedReport } from "../../support/invented-reports.ts";

function series(values: readonly number[], kind: MonthlySeries["kind"] = "improved", charting?: Charting): MonthlySeries {
  const months = values.map((_, index) => new Date(Date.UTC(2024, index, 1)).toISOString().slice(0, 7));
  const points = values.map((value, index) => ({
    month: months[index] ?? "",
    people: { kind: "value" as const, value: 100 },
    value: { kind: "value" as const, value },
  }));
  return { kind, points, chart: monthlyChart(points, charting) };
}

function reportWith(monthly: MonthlySeries): OutcomeReport {
  const [report] = inventedReport("england").outcomes;
  if (report === undefined) throw new Error("a report requires outcomes");
  return { ...report, monthly };
}

const titled = (monthly: MonthlySeries) => monthTitle(reportWith(monthly));
const notesOf = (monthly: MonthlySeries) => monthNotes(reportWith(monthly));

/** Months of which every third is hidden, so that no seven in a row are shown. */
function scattered(values: readonly number[], kind: MonthlySeries["kind"] = "improved"): MonthlySeries {
  const { points } = series(values, kind);
  const known = points.map((point, at) => (at % 3 === 2 ? { ...point, value: { kind: "suppressed" as const } } : point));
  return { kind, points: known, chart: monthlyChart(known) };
}

const low = [40, 41, 39, 40, 41, 39, 40, 41];

describe("what is said of months", () => {
  it("counts a run from the last month backwards, not every month that is flagged", () => {
    const monthly = series([60, ...low, 52, 50, 51, 53, 50, 52, 51]);

    expect(monthly.chart === null ? null : latestRun(monthly.chart)).toBe(7);
    expect(titled(monthly)).toBe("The share improving reliably has been above its earlier average for 7 months");
  });

  it("says with which month a chart ends, where the months after it are confidential", () => {
    const { points, kind } = series([60, ...low, 52, 50, 51, 53, 50, 52, 51, 20, 20]);
    const known = points.map((point, at) => (at < 16 ? point : { ...point, value: { kind: "suppressed" as const } }));
    const monthly = { kind, points: known, chart: monthlyChart(known) };

    expect(titled(monthly)).toBe("The share improving reliably was above its average for 7 months to April 2025");
    expect(variationText(monthly).text).toMatch(/^Latest month shown: /);
    expect(notesOf(monthly).join(" ")).toContain("It ends in April 2025: the months after it are confidential.");
    expect(notesOf(series(low)).join(" ")).not.toContain("confidential");
  });

  it("says nothing of a run that has ended", () => {
    expect(titled(series([...low, 52, 50, 51, 53, 50, 52, 51, 40]))).not.toContain("for 7 months");
  });

  it("is that nothing changed, where no month is unusual, and that limits are provisional under 12 months", () => {
    expect(titled(series([40, 44, 38, 42, 41, 45, 39, 43, 40, 42, 38, 44]))).toContain("usual month-to-month variation");
    expect(titled(series([40, 44, 38, 42, 41, 45, 39]))).toBe("No month was unusual; with 7 months the limits are provisional");
    expect(notesOf(series([40, 44, 38, 42, 41, 45, 39])).join(" ")).toContain("provisional");
  });

  it("is that too few months can be shown, where there is no chart", () => {
    expect(titled({ kind: "started", points: [], chart: null })).toBe("Too few months can be shown to tell usual from unusual variation");
  });

  it("is from where to where those months lie that can be shown, where limits cannot be drawn, and never that they rose or fell", () => {
    const monthly = scattered([20, 24, 0, 28, 30, 0, 33, 36, 0, 40, 44]);

    expect(monthly.chart).toBeNull();
    expect(titled(monthly)).toBe("Between 20% and 44% improved reliably in the 8 months that can be shown");
    expect(notesOf(monthly).join(" ")).toContain("3 of 11 months are confidential [c]");
    expect(notesOf(monthly).join(" ")).toContain("do not read a rise or a fall from these");
    expect(monthAlt(reportWith(monthly))).toContain("March 2024: [c]; April 2024: 28%");
    expect(titled(scattered([12, 14, 0, 9, 10, 0, 15, 12, 0, 11, 13], "started"))).toBe(
      "Between 9 and 15 people started in the 8 months that can be shown",
    );
  });

  it("draws those months with a sign where one is hidden, no line across it, and what all people come to together", () => {
    const figure = monthFigure(reportWith(scattered([20, 24, 0, 28, 30, 0, 33, 36, 0, 40, 44])), inventedReport("england"));
    if ("empty" in figure.picture) throw new Error("the figure requires a picture");
    const { datasets } = figure.picture.wide;

    expect(datasets.dots).toHaveLength(8);
    expect(datasets.signs?.map(({ t }) => t)).toEqual(["[c]", "[c]", "[c]"]);
    expect(new Set(datasets.line?.map(({ run }) => run)).size).toBe(4);
    expect(datasets.togetherText?.map(({ t }) => t)).toEqual([expect.stringMatching(/^All \d+%$/)]);
    expect(figure.tables[0]?.columns.map(({ label }) => label)).not.toContain("Variation");
  });

  it("says how many months can be shown and why the others cannot, where too few are for a picture", () => {
    const empty = monthEmpty(scattered([20, 24, 0, 28]));

    expect(empty).toMatch(/^3 of 4 months can be shown: /);
    expect(empty).toContain("What can be shown is in the table.");
    expect(monthEmpty({ kind: "improved", points: [], chart: null })).toContain("No month lies far enough back");
  });

  it("calls more people starting neither better nor worse", () => {
    expect([monthKind("started", "Above UCL"), monthKind("started", "7 Points Below CL")]).toEqual(["high", "low"]);
    expect([monthKind("improved", "Above UCL"), monthKind("improved", "7 Points Below CL")]).toEqual(["better", "worse"]);
  });

  it("fits into 15 words, and a run is as long as the months at the end on one side", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 7, maxLength: 36 }),
        fc.constantFrom("improved", "started"),
        (values, kind) => {
          const monthly = series(values, kind);
          expect(titled(monthly).split(" ").length).toBeLessThanOrEqual(15);
          if (monthly.chart === null) return;
          const run = latestRun(monthly.chart);
          const { mean } = monthly.chart;
          const tail = values.slice(values.length - Math.abs(run));
          for (const value of tail) expect(Math.sign(value - mean)).toBe(Math.sign(run));
          const before = values.at(-Math.abs(run) - 1);
          if (run !== 0 && before !== undefined) expect(Math.sign(before - mean)).not.toBe(Math.sign(run));
        },
      ),
    );
  });
});
