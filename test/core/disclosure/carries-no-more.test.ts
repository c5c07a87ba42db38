import { expect, it } from "vitest";
import { sha256 } from "../../../adapters/sha256.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { stampReport } from "../../../core/disclosure/stamp-report.ts";
import type { PlaceStatistics } from "../../../core/place-statistics.ts";
import { mergeStatistics, type Statistic, statisticKey } from "../../../core/statistic.ts";
import { renderPlace } from "../../../reports/render-place.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";

/** Some people with GAD-7 before and after, alike but for their scores. */
function people(...scores: readonly (readonly [before: number, after: number, n: number])[]): Statistic {
  const counts = new Map<string, number>();
  const count = (n: number, ...parts: readonly (string | number)[]) =>
    counts.set(statisticKey(...parts), (counts.get(statisticKey(...parts)) ?? 0) + n);
  for (const [before, after, n] of scores) {
    count(n, "pair", "gad-7", "gp", "arts", before, after);
    for (const [dimension, level] of [
      ["age", "45-54"],
      ["sex", "F"],
      ["imd", "2"],
      ["ethnicity", "A"],
    ] as const)
      count(n, "equity", "gad-7", dimension, level, before, after);
  }
  return counts;
}

/** Many referrals, and beside them so few pairs that all that may be said of them is that they are few. */
function placeWith(pairs: Statistic, dataSnapshot: string): PlaceStatistics {
  const referred = new Map([...inventedStatistic(300, 7)].filter(([key]) => key.startsWith("flow|")));
  const month = (statistic: Statistic) => [{ month: "2026-03", statistic }];
  const statistic = mergeStatistics([referred, pairs]);
  const place = inventedPlace("practice", statistic);
  return { ...place, months: month(statistic), provenance: { ...place.provenance, dataSnapshot } };
}

async function filesOf(statistics: PlaceStatistics) {
  return renderPlace(stampReport(disclosePlace(statistics), sha256));
}

it("whatever is hidden is in no byte of any file: pages, pictures, their paths and alternative texts, tables, metadata, archives and their sizes are the same for other hidden numbers", async () => {
  const [three, six] = [people([14, 3, 2], [9, 9, 1]), people([20, 20, 4], [6, 11, 2])];

  const [one, other] = [await filesOf(placeWith(three, "1".repeat(64))), await filesOf(placeWith(six, "2".repeat(64)))];

  expect(one.length).toBeGreaterThan(10);
  expect(other).toEqual(one);
}, 120_000);

it("the same comparison finds a number that is not hidden", async () => {
  const [few, many] = [people([14, 3, 20], [9, 9, 20]), people([14, 3, 40], [9, 9, 20])];

  expect(await filesOf(placeWith(few, "1".repeat(64)))).not.toEqual(await filesOf(placeWith(many, "1".repeat(64))));
}, 120_000);

it("the stamp of a page is the hash of what it shows, from which nobody can try out small tables", () => {
  const report = disclosePlace(placeWith(people([14, 3, 2]), "1".repeat(64)));
  const other = disclosePlace(placeWith(people([14, 4, 2]), "2".repeat(64)));

  expect(stampReport(report, sha256).provenance.dataSnapshot).toBe(stampReport(other, sha256).provenance.dataSnapshot);
  expect(stampReport(report, sha256).provenance.dataSnapshot).not.toBe("1".repeat(64));
});
