import { describe, expect, it } from "vitest";
import { bandsOf } from "../../../core/disclosure/band-cells.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { instrumentFor } from "../../../core/disclosure/measure-of.ts";
import { swemwbs } from "../../../core/instruments/definitions/swemwbs.ts";
import type { OutcomeReport } from "../../../core/place-report.ts";
import { type Statistic, statisticKey } from "../../../core/statistic.ts";
import { inventedPlace } from "../../support/invented-place.ts";

const rows =
  swemwbs.scoring.method === "sum" && swemwbs.scoring.metric && "table" in swemwbs.scoring.metric ? swemwbs.scoring.metric.table : [];
const metric = (raw: number) => rows.find(([from]) => from === raw)?.[1] ?? Number.NaN;

/** People from one raw SWEMWBS sum to another, kept as the rows of its table. */
function wellbeingStatistic(moves: readonly (readonly [before: number, after: number, n: number])[]): Statistic {
  return new Map([
    [statisticKey("flow", "gp", "arts", "referred"), 200],
    ...moves.map(([before, after, n]) => [statisticKey("pair", "swemwbs", "gp", "arts", metric(before), metric(after)), n] as const),
  ]);
}

function reportOf(statistic: Statistic, outcome: OutcomeReport["outcome"]): OutcomeReport {
  const found = disclosePlace(inventedPlace("england", statistic)).outcomes.find((report) => report.outcome === outcome);
  if (found === undefined) throw new Error("the report requires the outcome");
  return found;
}

describe("wellbeing on the metric scale of SWEMWBS", () => {
  const moves = [
    [13, 20, 20],
    [20, 13, 12],
    [20, 21, 15],
    [27, 27, 10],
  ] as const;
  const people = moves.flatMap(([before, after, n]) => Array.from({ length: n }, () => [metric(before), metric(after)] as const));
  const changes = people.map(([before, after]) => after - before);
  const { change, reliable } = reportOf(wellbeingStatistic(moves), "wellbeing");

  it("has the mean, median and spread of the metric scores themselves, worked out the plain way", () => {
    const average = changes.reduce((sum, each) => sum + each, 0) / changes.length;
    const sd = Math.sqrt(changes.reduce((sum, each) => sum + (each - average) ** 2, 0) / (changes.length - 1));
    expect(change.n).toEqual({ kind: "value", value: 57 });
    expect(change.meanChange.kind === "value" && change.meanChange.value).toBeCloseTo(average, 12);
    expect(change.standardDeviationOfChange.kind === "value" && change.standardDeviationOfChange.value).toBeCloseTo(sd, 12);
    expect(change.medianChange.kind === "value" && change.medianChange.value).toBeCloseTo(0.66, 12);
  });

  it("counts three metric points as reliable, each way", () => {
    expect(reliable.improved.n).toEqual({ kind: "value", value: 20 });
    expect(reliable.deteriorated.n).toEqual({ kind: "value", value: 12 });
    expect(reliable.unchanged.n).toEqual({ kind: "value", value: 25 });
  });

  it("draws whole points, with every person in one bar and no bar across the threshold", () => {
    const shown = change.changes.map(({ n }) => (n.kind === "value" ? n.value : Number.NaN));
    expect(shown.reduce((sum, n) => sum + n, 0)).toBe(57);
    for (const { from, to, kind } of change.changes) expect(kind === "unchanged" ? from >= -2 && to <= 2 : Math.abs(from) >= 3).toBe(true);
    expect(change.scores.reduce((sum, { baseline }) => sum + (baseline.kind === "value" ? baseline.value : 0), 0)).toBe(57);
  });

  it("ends each band at the last score of the table before the next", () => {
    expect(bandsOf(swemwbs).map(({ from, to }) => [from, to])).toEqual([
      [7, 16.88],
      [17.43, 19.98],
      [20.73, 35],
    ]);
  });
});

describe("life satisfaction", () => {
  it("is the first of the four ONS questions alone, from 0 to 10, higher is better", () => {
    const { id, range, direction, name } = instrumentFor("life-satisfaction");
    expect({ id, range, direction, name }).toEqual({
      id: "ons4:satisfied",
      range: { min: 0, max: 10 },
      direction: "higher-is-better",
      name: "ONS4 life satisfaction",
    });
  });

  it("is reported where somebody was asked, and left out where nobody was", () => {
    const asked = new Map([
      ...wellbeingStatistic([]),
      [statisticKey("single", "ons4:satisfied", "gp", "arts", 4, "2026-12"), 9] as const,
      [statisticKey("pair", "ons4:satisfied", "gp", "arts", 4, 7), 31] as const,
    ]);
    expect(reportOf(asked, "life-satisfaction").change.meanChange).toMatchObject({ kind: "value", value: 3 });
    const outcomes = disclosePlace(inventedPlace("england", wellbeingStatistic([]))).outcomes.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(["anxiety", "depression", "isolation", "loneliness"]);
  });
});
