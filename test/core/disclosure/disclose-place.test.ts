import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { alwaysReported, type OutcomeReport, type PlaceReport, type Shown } from "../../../core/place-report.ts";
import { statisticKey } from "../../../core/statistic.ts";
import { inventedPlace, inventedStatistic, peopleOf } from "../../support/invented-place.ts";

/** Every count in a report, wherever it stands. */
function countsOf(report: PlaceReport): readonly Shown[] {
  return report.outcomes.flatMap(({ flow, change, reliable }) => [
    ...Object.values(flow),
    change.n,
    ...change.changes.map(({ n }) => n),
    ...change.scores.flatMap(({ baseline, followUp }) => [baseline, followUp]),
    ...[reliable.n, reliable.improved.n, reliable.unchanged.n, reliable.deteriorated.n, reliable.recovered.cases, reliable.recovered.n],
    ...reliable.byRole.map(({ n }) => n),
  ]);
}

const sizes = fc.record({ referred: fc.integer({ min: 0, max: 600 }), seed: fc.nat(1_000_000) });
const subnationalLevels = ["practice", "pcn", "icb"] as const;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function outcomeOf(report: PlaceReport, outcome: OutcomeReport["outcome"]): OutcomeReport {
  const found = report.outcomes.find((one) => one.outcome === outcome);
  if (found === undefined) throw new Error("a report requires every outcome");
  return found;
}

describe("a place below national level", () => {
  it("never shows a count from 1 to 7, and every other one to the nearest 5", () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(...subnationalLevels), ({ referred, seed }, level) => {
        const report = disclosePlace(inventedPlace(level, inventedStatistic(referred, seed)));
        for (const shown of countsOf(report))
          if (shown.kind === "value") expect(shown.value === 0 || (shown.value >= 10 && shown.value % 5 === 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("ends no bar of changes where a class of change ends that is not shown", () => {
    let bars = 0;
    fc.assert(
      fc.property(sizes, ({ referred, seed }) => {
        const report = disclosePlace(inventedPlace("practice", inventedStatistic(referred, seed)));
        for (const { change, measure, reliable } of report.outcomes) {
          const isShown = [reliable.improved.n, reliable.unchanged.n, reliable.deteriorated.n].every(({ kind }) => kind === "value");
          const threshold = measure.reliableChange ?? 1;
          const ends = change.changes.slice(1).map(({ from }) => from);
          if (isShown) continue;
          bars += change.changes.length;
          expect(ends.filter((from) => from === threshold || from === 1 - threshold)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
    expect(bars).toBeGreaterThan(10);
  });

  it("shows averages within rounding of the plain ones of the people themselves, and none below ten people", () => {
    fc.assert(
      fc.property(sizes, ({ referred, seed }) => {
        const statistic = inventedStatistic(referred, seed);
        const report = disclosePlace(inventedPlace("practice", statistic));
        for (const outcome of alwaysReported) {
          const people = peopleOf(statistic, outcome);
          const { change } = outcomeOf(report, outcome);
          if (people.length < 10) expect(change.meanChange.kind).not.toBe("value");
          if (change.meanChange.kind !== "value") continue;
          expect(Math.abs(change.meanChange.value - mean(people.map(({ baseline, followUp }) => followUp - baseline)))).toBeLessThan(
            0.0501,
          );
          expect(Number(change.meanChange.value.toFixed(1))).toBe(change.meanChange.value);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("shows no average of people who all answered alike", () => {
    const statistic = new Map([[statisticKey("pair", "gad-7", "gp", "arts", 12, 5), 40]]);

    const { change } = outcomeOf(disclosePlace(inventedPlace("practice", statistic)), "anxiety");

    expect([change.meanBaseline, change.meanFollowUp, change.medianChange]).toEqual([
      { kind: "suppressed" },
      { kind: "suppressed" },
      { kind: "suppressed" },
    ]);
    expect(change.changes).toEqual([]);
  });

  it("shows a percentage only with ten people, five with and five without", () => {
    fc.assert(
      fc.property(sizes, ({ referred, seed }) => {
        const statistic = inventedStatistic(referred, seed);
        const people = peopleOf(statistic, "anxiety");
        const improved = people.filter(({ baseline, followUp }) => followUp - baseline <= -4).length;
        const { percent, n } = outcomeOf(disclosePlace(inventedPlace("pcn", statistic)), "anxiety").reliable.improved;
        if (percent.kind !== "value") return;
        expect(people.length).toBeGreaterThanOrEqual(10);
        expect(Math.min(improved, people.length - improved)).toBeGreaterThanOrEqual(5);
        expect(n.kind).toBe("value");
      }),
      { numRuns: 60 },
    );
  });

  it("marks what rests on fewer than 30 people", () => {
    const few = disclosePlace(inventedPlace("practice", inventedStatistic(60, 5)));
    const many = disclosePlace(inventedPlace("practice", inventedStatistic(600, 5)));

    expect(outcomeOf(few, "anxiety").change.unreliable).toBe(true);
    expect(outcomeOf(many, "anxiety").change.unreliable).toBe(false);
  });
});

describe("England", () => {
  it("shows the exact counts, and means equal to the two-pass ones of the people themselves", () => {
    const statistic = inventedStatistic(900, 11);
    const report = disclosePlace(inventedPlace("england", statistic));

    for (const outcome of alwaysReported) {
      const people = peopleOf(statistic, outcome);
      const changes = people.map(({ baseline, followUp }) => followUp - baseline);
      const average = mean(changes);
      const sd = Math.sqrt(changes.reduce((sum, change) => sum + (change - average) ** 2, 0) / (changes.length - 1));
      const { change, flow, reliable } = outcomeOf(report, outcome);
      expect(change.n).toEqual({ kind: "value", value: people.length });
      expect(flow.followedUp).toEqual(change.n);
      expect(change.meanChange.kind === "value" ? change.meanChange.value : null).toBeCloseTo(average, 12);
      expect(change.standardDeviationOfChange.kind === "value" ? change.standardDeviationOfChange.value : null).toBeCloseTo(sd, 10);
      const better = outcome === "isolation" ? (points: number) => points >= 1 : (points: number) => points <= -(reliable.threshold ?? 1);
      expect(reliable.improved.n).toEqual({ kind: "value", value: changes.filter(better).length });
      for (const { from, to, n } of change.changes) {
        expect(n).toEqual({ kind: "value", value: changes.filter((points) => points >= from && points <= to).length });
      }
    }
  });

  it("has an interval that agrees with R: t.test(c(rep(-4, 20), rep(0, 15), rep(3, 10)))$conf.int is -1.963810 to -0.258412", () => {
    const statistic = new Map([
      [statisticKey("pair", "gad-7", "gp", "arts", 12, 8), 20],
      [statisticKey("pair", "gad-7", "gp", "arts", 9, 9), 15],
      [statisticKey("pair", "gad-7", "gp", "arts", 6, 9), 10],
    ]);

    const { meanChange } = outcomeOf(disclosePlace(inventedPlace("england", statistic)), "anxiety").change;

    if (meanChange.kind !== "value" || !("lower" in meanChange)) throw new Error("England shows its mean with its interval");
    expect(meanChange.value).toBeCloseTo(-50 / 45, 12);
    expect([meanChange.lower, meanChange.upper]).toEqual([expect.closeTo(-1.96381012066, 9), expect.closeTo(-0.258412101562, 9)]);
  });

  it("says that there are no scores, rather than that they are hidden", () => {
    const { change, reliable } = outcomeOf(disclosePlace(inventedPlace("england", new Map())), "loneliness");

    expect([change.n, change.meanChange, reliable.improved.percent]).toEqual([
      { kind: "value", value: 0 },
      { kind: "missing" },
      { kind: "missing" },
    ]);
  });
});

describe("the steps", () => {
  it("tell those who are due from those who are not, by the month in which the night runs", () => {
    const statistic = new Map([
      [statisticKey("single", "gad-7", "gp", "arts", 12, "2026-10"), 20],
      [statisticKey("single", "gad-7", "gp", "arts", 9, "2026-11"), 15],
    ]);

    const { flow } = outcomeOf(disclosePlace(inventedPlace("england", statistic)), "anxiety");

    expect([flow.baseline, flow.overdue, flow.notYetDue].map((shown) => (shown.kind === "value" ? shown.value : null))).toEqual([
      35, 20, 15,
    ]);
  });
});
