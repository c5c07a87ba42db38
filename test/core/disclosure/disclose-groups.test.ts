import { describe, expect, it } from "vitest";
import { dimensionLevels, groupOf } from "../../../core/disclosure/dimensions.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { ethnicCategories } from "../../../core/events/event.ts";
import { dimensions, type GroupTable } from "../../../core/place-report.ts";
import { mergeStatistics, type Statistic, statisticKey } from "../../../core/statistic.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";

function groupsOf(level: "england" | "pcn", statistic: Statistic, dimension: GroupTable["dimension"]): GroupTable {
  const table = disclosePlace(inventedPlace(level, statistic)).outcomes[0]?.groups.find((one) => one.dimension === dimension);
  if (table === undefined) throw new Error("a report requires every dimension");
  return table;
}

/** So many people by activity who improved reliably on GAD-7, and so many who stayed as they were. */
function withActivities(people: Readonly<Record<string, readonly [improved: number, unchanged: number]>>): Statistic {
  return new Map(
    Object.entries(people).flatMap(([activity, [improved, unchanged]]) => [
      [statisticKey("pair", "gad-7", "gp", activity, 12, 6), improved] as const,
      [statisticKey("pair", "gad-7", "gp", activity, 12, 12), unchanged] as const,
    ]),
  );
}

describe("groups of people", () => {
  it("are counted exactly for England, and add up to everybody with both scores in every dimension", () => {
    const statistic = inventedStatistic(1500, 3);
    const people = [...statistic].reduce((sum, [key, n]) => sum + (key.startsWith("pair|gad-7|") ? n : 0), 0);

    for (const dimension of dimensions) {
      const { rows } = groupsOf("england", statistic, dimension);
      expect([dimension, rows.reduce((sum, { n }) => sum + (n.kind === "value" ? n.value : 0), 0)]).toEqual([dimension, people]);
      expect(rows.map(({ group }) => dimensionLevels[dimension].indexOf(group))).toEqual(
        rows.map(({ group }) => dimensionLevels[dimension].indexOf(group)).sort((a, b) => a - b),
      );
    }
  });

  it("differ where the test says so, and otherwise do not, however far apart they look", () => {
    expect(groupsOf("england", withActivities({ arts: [80, 120], debt: [120, 80] }), "activity").differ).toBe(true);
    expect(groupsOf("england", withActivities({ arts: [18, 22], debt: [22, 18] }), "activity").differ).toBe(false);
  });

  it("are not tested where fewer than two have 30 people, or where nobody said which they belong to", () => {
    expect(groupsOf("england", withActivities({ arts: [80, 120], debt: [20, 2] }), "activity").differ).toBeNull();
    expect(groupsOf("england", withActivities({ arts: [80, 120], unknown: [200, 20] }), "activity").differ).toBeNull();
  });

  it("have their second smallest hidden with the smallest, below national level", () => {
    const { rows } = groupsOf("pcn", withActivities({ arts: [40, 40], debt: [3, 2], housing: [20, 18], nature: [60, 60] }), "activity");

    expect(rows.map(({ group, n }) => [group, n.kind])).toEqual([
      ["arts", "value"],
      ["nature", "value"],
      ["debt", "suppressed"],
      ["housing", "suppressed"],
    ]);
  });
});

/** So many people by fifth of deprivation who improved reliably on GAD-7, and so many who stayed as they were. */
function withFifths(people: Readonly<Record<string, readonly [improved: number, unchanged: number]>>): Statistic {
  return mergeStatistics(
    Object.entries(people).map(
      ([fifth, [improved, unchanged]]) =>
        new Map([
          [statisticKey("pair", "gad-7", "gp", "arts", 12, 6), improved],
          [statisticKey("pair", "gad-7", "gp", "arts", 12, 12), unchanged],
          [statisticKey("equity", "gad-7", "imd", fifth, 12, 6), improved],
          [statisticKey("equity", "gad-7", "imd", fifth, 12, 12), unchanged],
          [statisticKey("equity", "gad-7", "imd", fifth, 12, "-"), 50],
        ]),
    ),
  );
}

describe("the gap between the most and least deprived areas", () => {
  const gapOf = (level: "england" | "pcn", statistic: Statistic) =>
    disclosePlace(inventedPlace(level, statistic)).outcomes[0]?.deprivationGap;

  it("agrees with Newcombe 1998, table II, method 10: 56/70 and 48/80 give 20 percentage points (5.24 to 33.39)", () => {
    const gap = gapOf("england", withFifths({ 1: [48, 32], 5: [56, 14] }));

    if (gap?.kind !== "value") throw new Error("England shows its gap");
    expect([gap.value.toFixed(2), gap.lower.toFixed(2), gap.upper.toFixed(2)]).toEqual(["20.00", "5.24", "33.39"]);
  });

  it("comes from the counts as they are shown below national level", () => {
    const gap = gapOf("pcn", withFifths({ 1: [48, 32], 5: [56, 14] }));

    expect(gap?.kind === "value" ? gap.value : null).toBeCloseTo((55 / 70 - 50 / 80) * 100, 6);
  });

  it("is hidden where one of the two is", () => {
    expect(gapOf("pcn", withFifths({ 1: [48, 32], 3: [40, 40], 5: [4, 30] }))).toEqual({ kind: "suppressed" });
  });
});

describe("the ethnic categories", () => {
  it("make five groups, and one of those who did not say or were not asked", () => {
    const groups = Map.groupBy(ethnicCategories, (category) => groupOf("ethnicity", category));

    expect(Object.fromEntries(groups)).toEqual({
      white: ["A", "B", "C"],
      mixed: ["D", "E", "F", "G"],
      asian: ["H", "J", "K", "L"],
      black: ["M", "N", "P"],
      other: ["R", "S"],
      unknown: ["Z", "99"],
    });
  });
});
