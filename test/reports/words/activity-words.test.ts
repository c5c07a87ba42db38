import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Estimate, GroupTable, OutcomeReport, Shown } from "../../../core/place-report.ts";
import { activityDeterioration, activityTest, activityTitle } from "../../../reports/words/activity-words.ts";
import { activityNames } from "../../../reports/words/construct-words.ts";
import { inventedReport } from "../../support/invented-reports.ts";

const count = (value: number): Shown => ({ kind: "value", value });
const share = (value: number): Estimate => ({ kind: "value", value, lower: value - 5, upper: value + 5 });

type Row = readonly [group: string, n: number, improved: number];

/** The anxiety report of England with other activities in it. */
function withActivities(rows: readonly Row[], differ: GroupTable["differ"]): OutcomeReport {
  const [report] = inventedReport("england").outcomes;
  if (report === undefined) throw new Error("a report requires outcomes");
  const shares = rows.map(([group, n, improved]) => ({
    group,
    n: count(n),
    unreliable: n < 30,
    improved: share(improved),
    deteriorated: share(6),
  }));
  return { ...report, groups: [{ dimension: "activity", rows: shares, differ }] };
}

const three: readonly Row[] = [
  ["exercise", 600, 52],
  ["debt", 400, 38],
  ["arts", 500, 46],
];

describe("what is said of activities", () => {
  it("is that none stands out, however far apart they look, unless the test fixed beforehand finds a difference", () => {
    expect(activityTitle(withActivities(three, false))).toBe("No activity stands out");
    expect(activityDeterioration(withActivities(three, false))).toBe("");
    expect(activityTest(withActivities(three, false))).toContain("can come about by chance");
  });

  it("is how far they range where it does, with deterioration beside it", () => {
    const report = withActivities(three, true);

    expect(activityTitle(report)).toBe("Reliable improvement varied by activity, from 38% (debt advice) to 52% (exercise)");
    expect(activityDeterioration(report)).toMatch(/^Reliable deterioration varied from 6% /);
  });

  it("speaks of no activity with fewer than 30 people, and of none that was not recorded", () => {
    const report = withActivities([...three, ["food", 12, 90], ["unknown", 300, 10]], true);

    expect(activityTitle(report)).not.toMatch(/90%|10%/);
  });

  it("is that there are too few to compare, where there is nothing to test", () => {
    expect(activityTitle(withActivities([["arts", 40, 50]], null))).toBe("Too few people took up each activity to compare them");
    expect(activityTest(withActivities([["arts", 40, 50]], null))).toContain("not compared");
  });

  it("fits into 15 words and never ranks, whatever the activities", () => {
    const names = Object.keys(activityNames);
    const rows = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.integer({ min: 5, max: 900 }), fc.integer({ min: 5, max: 95 })), {
      selector: ([group]) => group,
      maxLength: 12,
    });
    fc.assert(
      fc.property(rows, fc.constantFrom(true, false, null), (list, differ) => {
        const report = withActivities(list, differ);
        const said = `${activityTitle(report)}. ${activityDeterioration(report)} ${activityTest(report)}`;
        expect(activityTitle(report).split(" ").length).toBeLessThanOrEqual(15);
        expect(said).not.toMatch(/\b(best|worst|top|bottom|most effective|rank)/i);
      }),
    );
  });
});
