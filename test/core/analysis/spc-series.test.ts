import { describe, expect, it } from "vitest";
import { chartSeries } from "../../../core/analysis/spc-series.ts";
import { describeSeries } from "../../../reports/words/series-words.ts";
import { valueAt } from "./long-files.ts";

function charted(text: string) {
  return chartSeries(new TextEncoder().encode(text));
}

describe("series from a file", () => {
  it("are charted each on its own, in the order of their months", () => {
    const sorted = charted("series,month,value\na,2024-01,1\na,2024-02,9\nb,2024-01,5\na,2024-03,4\n");
    const mixed = charted("value,series,month\n4,a,2024-03\n5,b,2024-01\n9,a,2024-02\n1,a,2024-01\n");

    expect(sorted.ok && mixed.ok && JSON.stringify(mixed.value)).toContain('"b"');
    expect(valueAt(sorted.ok ? sorted.value : {}, "a", "screened", "upl")).toEqual(
      valueAt(mixed.ok ? mixed.value : {}, "a", "screened", "upl"),
    );
    expect(valueAt(sorted.ok ? sorted.value : {}, "b", "unscreened", "lpl")).toEqual([null]);
  });

  it("start a new stretch where rebase says so", () => {
    const charts = charted("series,month,value,rebase\na,2024-01,1,0\na,2024-02,3,\na,2024-03,50,1\na,2024-04,52,0\n");

    expect(valueAt(charts.ok ? charts.value : {}, "a", "unscreened", "mean")).toEqual([2, 2, 51, 51]);
  });

  it("are refused by rule where a column or a value is wrong, and the value is never repeated", () => {
    const refusals = (text: string) => {
      const charts = charted(text);
      return charts.ok ? [] : charts.refusals.map(({ rule, field }) => `${rule}: ${field}`);
    };

    expect(refusals("series,value\na,1")).toEqual(["column-missing: month"]);
    expect(refusals("series,month,value\na,2024-01,secret")).toEqual(["value-not-a-number: row 2, value"]);
    expect(refusals("series,month,value\na,January,1")).toEqual(["month-invalid: row 2, month"]);
    expect(refusals("series,month,value,rebase\na,2024-01,1,perhaps")).toEqual(["rebase-invalid: row 2, rebase"]);
    expect(refusals("")).toEqual(["file-empty: "]);
  });

  it("are told in words without judging a direction", () => {
    const rising = Array.from({ length: 14 }, (_, index) => `a,20${10 + index}-01,${index * 2}`).join("\n");
    const charts = charted(`series,month,value\n${rising}\n`);

    expect(charts.ok && describeSeries(charts.value)).toContain("7 Point Trend (Increasing)");
    expect(charts.ok && describeSeries(charts.value)).not.toMatch(/better|worse|improv/i);
  });
});
