import { describe, expect, it } from "vitest";
import { sha256 } from "../../../adapters/sha256.ts";
import { longFormHeader, longFormReader } from "../../../core/submission/long-form.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

/** What each row tells, or the rule it breaks. */
function toldBy(...surveys: readonly (readonly [instrument: string, date: string, score: string])[]): readonly string[] {
  const read = longFormReader(longFormHeader, moment, sha256);
  return surveys.map((survey, index) => {
    const cells = ["A81001", "", "", "N1", "R1", "2026-01-10", "nurse", "art", "", "", "", ...survey];
    const { events } = read({ row: index + 2, cells }, index);
    return events.ok ? events.value.map(({ type }) => type.split(".", 1)[0]).join(" ") : events.refusals.map(({ rule }) => rule).join(" ");
  });
}

describe("the referral of a file's rows", () => {
  it("is told once", () => {
    expect(toldBy(["PHQ9", "2026-01-10", "12"], ["PHQ9", "2026-04-10", "6"])).toEqual(["referral survey", "survey"]);
    expect(toldBy(["", "", ""], ["PHQ9", "2026-04-10", "6"])).toEqual(["referral", "survey"]);
  });

  it("is told by the next row where the one that told it first is refused", () => {
    expect(
      toldBy(["PHQ9", "2026-02-30", "12"], ["PHQ9", "2026-01-10", "28"], ["PHQ9", "2026-01-10", "12"], ["PHQ9", "2026-04-10", "6"]),
    ).toEqual(["date-not-real", "score-out-of-range", "referral survey", "survey"]);
  });
});
