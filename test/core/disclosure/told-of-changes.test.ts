import { describe, expect, it } from "vitest";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { leastSpread } from "../../../core/disclosure/least-spread.ts";
import { instrumentFor } from "../../../core/disclosure/measure-of.ts";
import { hasWiderInterval, type Shown } from "../../../core/place-report.ts";
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
  it("is a wider interval than its own and no spread, where they would bound how many of a few people got worse", () => {
    const { report, anxiety } = practice(40, 3);

    expect(anxiety.reliable.deteriorated.n).toEqual({ kind: "suppressed" });
    expect(anxiety.change.standardDeviationOfChange).toEqual({ kind: "suppressed" });
    expect(hasWiderInterval(anxiety.change)).toBe(true);
    const { tables, records } = changeFigure(anxiety, report);
    expect(tables[0]?.rows.find(([name]) => name === "Change, standard deviation")?.[1]).toBe("[c]");
    const [, , , , mean] = figureCsv(report, anxiety, records).split("\r\n");
    expect(mean).toMatch(/,mean change,points,-?\d+(\.\d)?,-?\d+(\.\d)?,-?\d+(\.\d)?,shown,/);
  });

  it("is the same for every spread that is smaller than the one that is told", () => {
    const told = [1, 2, 3].map((points) => {
      const statistic = new Map([pair(20, 12 - points, 10), pair(20, 12 + points, 10), pair(12, 12, 17), pair(9, 14, 3)]);
      const [anxiety] = disclosePlace(inventedPlace("practice", statistic)).outcomes;
      return anxiety?.change.meanChange;
    });

    expect(new Set(told.map((estimate) => JSON.stringify(estimate))).size).toBe(1);
    expect(told[0]).toHaveProperty("lower");
  });

  it("is the mean alone where no interval would leave enough people open", () => {
    const { report, anxiety } = practice(20, 3);

    expect(anxiety.change.meanChange).toEqual({ kind: "value", value: expect.any(Number) });
    const { tables } = changeFigure(anxiety, report);
    expect(tables[0]?.rows.find(([name]) => name === "Change, mean")?.[2]).toBe("[c]");
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

  it("is as wide as what is shown asks for, whatever its own spread: the wider the fewer people there are, and its own where every class is shown", () => {
    const least = (n: number, hidden: readonly string[]) => leastSpread({ n, mean: -4, instrument, hidden: new Set(hidden) });
    const widths = [25, 30, 40, 80, 400].map((n) => least(n, ["deteriorated"]) ?? Number.POSITIVE_INFINITY);

    expect(widths).toEqual(widths.toSorted((one, other) => other - one));
    expect(widths.at(-1)).toBeLessThan(3);
    expect(least(40, ["deteriorated"])).toBe(8);
    expect(least(19, ["deteriorated"])).toBe(null);
    expect(least(40, ["cases"])).toBe(0);
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
