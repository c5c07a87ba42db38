import { describe, expect, it } from "vitest";
import { dimensionLevels, groupOf } from "../../../core/disclosure/dimensions.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { ethnicCategories } from "../../../core/event.ts";
import { dimensions, type GroupTable } from "../../../core/place-report.ts";
import { type Statistic, statisticKey } from "../../../core/statistic.ts";
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
