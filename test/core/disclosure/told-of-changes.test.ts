import { describe, expect, it } from "vitest";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { instrumentFor } from "../../../core/disclosure/measure-of.ts";
import { spreadTells } from "../../../core/disclosure/spread-tells.ts";
import type { Shown } from "../../../core/place-report.ts";
import { statisticKey } from "../../../core/statistic.ts";
import { figureCsv } from "../../../reports/figure-csv.ts";
import { changeFigure } from "../../../reports/figures/change-figure.ts";
import { inventedPlace } from "../../support/invented-place.ts";

const instrument = instrumentFor("anxiety");
const pair = (baseline: number, followUp: number, n: number) =>
  [statisticKey("pair", "gad-7", "gp", "arts", baseline, followUp), n] as const;

/** A practice where half improved, by twelve points, and so many got worse, by five. */
function practice(people: number, worse: number) {
  const statistic = new Map([pair(18, 6, people / 2), pair(12, 12, people / 2 - worse), pair(9, 14, worse)]);
  const report = disclosePlace(inventedPlace("practice", statistic));
  const anxiety = report.outcomes.find(({ outcome }) => outcome === "anxiety");
  if (anxiety === undefined) throw new Error("anxiety is always reported");
  return { report, anxiety };
}

const shows = (shown: Shown) => shown.kind === "value";

describe("what is told of changes where a class of them is not", () => {
  it("is the mean alone, without spread and interval, where they would bound how many of a few people got worse", () => {
    const { report, anxiety } = practice(40, 3);

    expect(anxiety.reliable.deteriorated.n).toEqual({ kind: "suppressed" });
    expect(anxiety.change.meanChange).toEqual({ kind: "value", value: expect.any(Number) });
    expect(anxiety.change.standardDeviationOfChange).toEqual({ kind: "suppressed" });
    const { tables, records } = changeFigure(anxiety, report);
    expect(tables[0]?.rows.find(([name]) => name === "Change, mean")?.[2]).toBe("[c]");
    const [, , , , mean] = figureCsv(report, anxiety, records).split("\r\n");
    expect(mean).toMatch(/,mean change,points,-?\d+(\.\d)?,,,shown,/);
  });

  it("is the mean with its interval where every class is shown, and where there are people enough", () => {
    expect(practice(40, 0).anxiety.change.meanChange).toHaveProperty("lower");
    expect(practice(400, 3).anxiety.change.meanChange).toHaveProperty("lower");
    expect(shows(practice(400, 3).anxiety.reliable.deteriorated.n)).toBe(false);
  });

  it("is no bar that begins beyond no change on the side of those who got worse", () => {
    const { anxiety } = practice(400, 3);
    const begins = anxiety.change.changes.map(({ from }) => from);

    expect(begins.length).toBeGreaterThan(1);
    expect(begins.filter((from) => from > 0)).toEqual([]);
  });

  it("follows from what would be shown: a wider spread, more people or a class that is shown leave more open", () => {
    const hidden = new Set(["deteriorated"]);

    expect(spreadTells({ n: 40, mean: -4, sd: 4 }, instrument, hidden)).toBe(true);
    expect(spreadTells({ n: 40, mean: -4, sd: 9 }, instrument, hidden)).toBe(false);
    expect(spreadTells({ n: 400, mean: -4, sd: 4 }, instrument, hidden)).toBe(false);
    expect(spreadTells({ n: 40, mean: -4, sd: 4 }, instrument, new Set(["cases"]))).toBe(false);
  });
});

it("bars of scores neither begin nor end where a band does that is not shown", () => {
  const statistic = new Map([pair(3, 2, 5), pair(5, 5, 30), pair(7, 5, 30), pair(9, 9, 30), pair(10, 10, 30), pair(15, 16, 30)]);

  const anxiety = disclosePlace(inventedPlace("practice", statistic)).outcomes.find(({ outcome }) => outcome === "anxiety");

  const hidden = (anxiety?.bands?.rows ?? []).filter(({ n }) => !shows(n));
  const begins = (anxiety?.change.scores ?? []).map(({ from }) => from);
  expect(hidden.map(({ from }) => from)).toContain(0);
  expect(begins.length).toBeGreaterThan(1);
  for (const { from, to } of hidden) expect(begins.filter((begin) => begin > 0 && (begin === from || begin === to + 1))).toEqual([]);
});
