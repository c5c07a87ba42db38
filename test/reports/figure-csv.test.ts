import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { PlaceReport } from "../../core/place-report.ts";
import { figureCsv } from "../../reports/figure-csv.ts";
import { changeFigure } from "../../reports/figures/change-figure.ts";
import { inventedReport } from "../support/invented-reports.ts";

function csvOf(place: PlaceReport): string {
  const [report] = place.outcomes;
  if (report === undefined) throw new Error("a report requires outcomes");
  return figureCsv(place, report, changeFigure(report, place).records);
}

const read = (text: string) => Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ""), { header: true, skipEmptyLines: true });

describe("the numbers of a figure as CSV", () => {
  it("begin with a byte order mark, end their lines as spreadsheets want, and parse without a complaint", () => {
    const text = csvOf(inventedReport("icb"));

    expect(text.startsWith("\uFEFFplace_level,")).toBe(true);
    expect(text.split("\r\n").length).toBe(text.split("\n").length);
    expect(read(text).errors).toEqual([]);
  });

  it("are numbers, and those of the table", () => {
    const { data } = read(csvOf(inventedReport("icb")));
    const mean = data.find(({ statistic }) => statistic === "mean change");
    const [report] = inventedReport("icb").outcomes;

    expect(report?.change.meanChange).toMatchObject({
      value: Number(mean?.value),
      lower: Number(mean?.lower_95),
      upper: Number(mean?.upper_95),
    });
    for (const row of data) expect(row.value === "" || Number.isFinite(Number(row.value))).toBe(true);
  });

  it("say why a number is not there, and never with a zero", () => {
    const statuses = (name: string) => new Set(read(csvOf(inventedReport(name))).data.map(({ status }) => status));

    expect(statuses("a tiny practice")).toContain("suppressed");
    expect(statuses("a practice with nobody")).toEqual(new Set(["shown", "missing"]));
    expect(statuses("a small practice")).toContain("unreliable");
    for (const { status, value } of read(csvOf(inventedReport("a tiny practice"))).data) expect(value === "").toBe(status === "suppressed");
  });

  it("give no spreadsheet a formula to run, whatever a place is called", () => {
    const place = inventedReport("practice");
    const strange = { ...place, place: { ...place.place, name: '=HYPERLINK("http://x"),1' } };

    expect(csvOf(strange)).toContain(`"'=HYPERLINK(""http://x""),1"`);
    expect(read(csvOf(strange)).errors).toEqual([]);
  });
});
