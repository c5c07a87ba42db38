import { describe, expect, it } from "vitest";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import type { OutcomeReport, Shown } from "../../../core/place-report.ts";
import type { Statistic } from "../../../core/statistic.ts";
import { standardisedDifference, standardisedShareDifference } from "../../../core/statistics/standardised-difference.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";

function anxietyOf(level: "england" | "icb" | "practice", statistic: Statistic): OutcomeReport {
  const report = disclosePlace(inventedPlace(level, statistic)).outcomes.find(({ outcome }) => outcome === "anxiety");
  if (report === undefined) throw new Error("every place reports anxiety");
  return report;
}

/** Everybody with both scores as one row each, by nothing but the keys. */
function peopleIn(statistic: Statistic, kind: "pair" | "single" | "equity") {
  return [...statistic].flatMap(([key, n]) => {
    const parts = key.split("|");
    if (parts[0] !== kind || parts[1] !== "gad-7") return [];
    return Array.from({ length: n }, () => parts);
  });
}

function count(shown: Shown | undefined): number {
  return shown?.kind === "value" ? shown.value : Number.NaN;
}

describe("people referred by nurses beside people referred by others", () => {
  const statistic = inventedStatistic(2500, 11);
  const pairs = peopleIn(statistic, "pair");
  const equity = peopleIn(statistic, "equity").filter((parts) => parts[5] !== "-");

  it("are counted as they are for England, group by group and band by band", () => {
    const { comparison } = anxietyOf("england", statistic);
    const female = comparison?.groups.find(({ dimension }) => dimension === "sex")?.rows.find(({ group }) => group === "F");
    const women = (isNurse: boolean) =>
      equity.filter(([, , name, level, , , role]) => name === "sex" && level === "F" && (role === "nurse") === isNurse).length;
    const nurses = pairs.filter(([, , role]) => role === "nurse");

    expect(count(comparison?.treated)).toBe(nurses.length);
    expect(count(comparison?.others)).toBe(pairs.length - nurses.length);
    expect([count(female?.treated), count(female?.others)]).toEqual([women(true), women(false)]);
    expect(count(comparison?.bands[3]?.treated)).toBe(nurses.filter((parts) => Number(parts[4]) >= 15).length);
  });

  it("lie apart by the standardised difference of their first scores and of their shares", () => {
    const { comparison } = anxietyOf("england", statistic);
    const scores = (isNurse: boolean) =>
      pairs.filter(([, , role]) => (role === "nurse") === isNurse).map((parts) => ({ value: Number(parts[4]), n: 1 }));
    const male = comparison?.groups.find(({ dimension }) => dimension === "sex")?.rows.find(({ group }) => group === "M");

    expect(count(comparison?.firstScore)).toBeCloseTo(standardisedDifference(scores(true), scores(false)) ?? Number.NaN, 2);
    expect(count(male?.difference)).toBeCloseTo(
      standardisedShareDifference(count(male?.treated) / count(comparison?.treated), count(male?.others) / count(comparison?.others)) ??
        Number.NaN,
      2,
    );
  });

  it("lie apart by nothing but the rounded counts beside them below national level, and by nothing where one of those is hidden", () => {
    const { comparison } = anxietyOf("icb", inventedStatistic(700, 12));
    const rows = comparison?.groups.flatMap((table) => table.rows) ?? [];
    const hidden = rows.filter(({ treated, others }) => [treated, others].some(({ kind }) => kind === "suppressed"));

    expect(hidden.length).toBeGreaterThan(2);
    for (const { difference } of hidden) expect(difference.kind).toBe("suppressed");
    for (const { treated, others, difference } of rows) {
      if (difference.kind !== "value") continue;
      expect([count(treated) % 5, count(others) % 5]).toEqual([0, 0]);
      const [p, q] = [count(treated) / count(comparison?.treated), count(others) / count(comparison?.others)];
      expect(difference.value).toBeCloseTo(standardisedShareDifference(Math.min(1, p), Math.min(1, q)) ?? Number.NaN, 2);
    }
  });

  it("are nobody's business below a board", () => {
    const { comparison, unfollowed } = anxietyOf("practice", inventedStatistic(200, 13));

    expect([comparison, unfollowed]).toEqual([null, null]);
  });
});

describe("who has no follow-up", () => {
  it("is counted as it is for England, by who referred and by each group, and by month once every follow-up of it is due", () => {
    const statistic = inventedStatistic(2500, 14);
    const { unfollowed, flow } = anxietyOf("england", statistic);
    const singles = peopleIn(statistic, "single");

    for (const { rows } of unfollowed?.groups ?? [])
      expect(rows.reduce((sum, { n }) => sum + count(n), 0)).toBe(count(flow.notYetDue) + count(flow.overdue));
    const nurses = unfollowed?.groups[0]?.rows.find(({ group }) => group === "nurse");
    expect(count(nurses?.n)).toBe(singles.filter(([, , role]) => role === "nurse").length);
    expect(unfollowed?.months.at(-1)?.month).toBe("2026-06");
    for (const { followedUp, overdue, percent } of unfollowed?.months ?? [])
      expect(percent.kind === "value" && percent.value).toBeCloseTo((100 * count(overdue)) / (count(overdue) + count(followedUp)), 4);
  });
});
