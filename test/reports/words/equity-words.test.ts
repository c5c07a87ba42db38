import { describe, expect, it } from "vitest";
import { dimensionLevels } from "../../../core/disclosure/dimensions.ts";
import type { Estimate, GroupTable, OutcomeReport } from "../../../core/place-report.ts";
import { equityDimensions, equityTest, equityTitle, gapSentence, groupName } from "../../../reports/words/equity-words.ts";
import { inventedReport } from "../../support/invented-reports.ts";

const share = (value: number, half = 5): Estimate => ({ kind: "value", value, lower: value - half, upper: value + half });

type Fifths = {
  readonly most: number;
  readonly least: number;
  readonly differ: GroupTable["differ"];
  readonly n?: number;
  readonly half?: number;
};

/** The anxiety report of England with other numbers for the most and least deprived fifths. */
function withFifths({ most, least, differ, n = 400, half = 4 }: Fifths): OutcomeReport {
  const [report] = inventedReport("england").outcomes;
  if (report === undefined) throw new Error("a report requires outcomes");
  const row = (group: string, improved: number) => ({
    group,
    n: { kind: "value", value: n } as const,
    unreliable: n < 30,
    improved: share(improved),
    deteriorated: share(7),
  });
  const table: GroupTable = { dimension: "imd", rows: [row("1", most), row("5", least)], differ };
  return { ...report, groups: [table], deprivationGap: share(least - most, half) };
}

describe("what is said of groups", () => {
  it("is that fewer, or more, improved in the most deprived areas, where both the test and the interval find a gap", () => {
    expect(equityTitle(withFifths({ most: 39, least: 51, differ: true }))).toBe(
      "Fewer improved reliably in the most deprived areas: 39%, against 51% in the least",
    );
    expect(equityTitle(withFifths({ most: 51, least: 39, differ: true }))).toMatch(/^More improved/);
  });

  it("is that there is no clear gap, where either does not", () => {
    expect(equityTitle(withFifths({ most: 39, least: 51, differ: false }))).toBe("No clear gap between the most and least deprived areas");
    expect(equityTitle(withFifths({ most: 39, least: 42, differ: true, half: 8 }))).toBe(
      "No clear gap between the most and least deprived areas",
    );
  });

  it("is that there are too few, where the fifths have fewer than 30 people or there is nothing to test", () => {
    for (const report of [withFifths({ most: 20, least: 60, differ: true, n: 20 }), withFifths({ most: 20, least: 60, differ: null })]) {
      expect(equityTitle(report)).toBe("Too few people in the most or least deprived areas to compare them");
    }
    expect(equityTest(withFifths({ most: 20, least: 60, differ: null }))).toContain("not compared");
  });

  it("gives the gap with its interval, and deterioration beside it", () => {
    expect(gapSentence(withFifths({ most: 39, least: 51, differ: true }))).toBe(
      "Gap in improvement, least minus most deprived: 12 percentage points (95% interval 8 to 16). " +
        "Reliable deterioration: 7% in the most deprived areas, 7% in the least.",
    );
  });

  it("has a name for every group, in full and for a phone", () => {
    for (const [dimension] of equityDimensions) {
      for (const group of dimensionLevels[dimension]) {
        const names = [groupName(dimension, group), groupName(dimension, group, true)];
        expect([dimension, group, names.every((name) => name !== "" && !/[-+]|unknown/.test(name))]).toEqual([dimension, group, true]);
      }
    }
  });
});
