import { describe, expect, it } from "vitest";
import type { BandMove, OutcomeReport } from "../../../core/place-report.ts";
import { bandTitle } from "../../../reports/words/band-words.ts";
import { inventedReport } from "../../support/invented-reports.ts";

const moved = (n: number, percent: number): BandMove => ({
  n: { kind: "value", value: n },
  percent: { kind: "value", value: percent, lower: percent - 2, upper: percent + 2 },
});
const hidden: BandMove = { n: { kind: "suppressed" }, percent: { kind: "suppressed" } };
const nobody: BandMove = { n: { kind: "value", value: 0 }, percent: { kind: "suppressed" } };

function withMoves(lower: BandMove, higher: BandMove, { outcome = "anxiety", n = 400 } = {}): OutcomeReport {
  const report = inventedReport("england").outcomes.find((one) => one.outcome === outcome);
  if (report?.bands == null) throw new Error("the outcome requires bands");
  return { ...report, bands: { ...report.bands, n: { kind: "value", value: n }, lower, higher } };
}

describe("what is said of bands", () => {
  it("is how many moved to a better one and, in the same sentence, to a worse one", () => {
    expect(bandTitle(withMoves(moved(200, 50), moved(40, 10)))).toBe("50% moved to a lower anxiety band and 10% to a higher one");
    expect(bandTitle(withMoves(moved(40, 10), moved(200, 50), { outcome: "isolation" }))).toBe(
      "50% moved to a higher social contact band and 10% to a lower one",
    );
  });

  it("says that a number is confidential, and that nobody is nobody", () => {
    expect(bandTitle(withMoves(moved(200, 50), hidden))).toMatch(/; moves to higher ones are confidential \[c\]$/);
    expect(bandTitle(withMoves(hidden, moved(200, 50)))).toMatch(/; moves to lower ones are confidential \[c\]$/);
    expect(bandTitle(withMoves(hidden, hidden))).toContain("confidential here [c]");
    expect(bandTitle(withMoves(moved(200, 50), nobody))).toBe("50% moved to a lower anxiety band and nobody to a higher one");
  });

  it("is nothing for fewer than 30 people", () => {
    expect(bandTitle(withMoves(moved(20, 80), moved(5, 20), { n: 25 }))).toBe("Too few people to show how anxiety bands changed");
  });
});
