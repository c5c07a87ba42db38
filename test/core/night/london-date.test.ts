import { describe, expect, it } from "vitest";
import { asOfDate, londonDate } from "../../../core/night/london-date.ts";

describe("the civil date in London", () => {
  it.each([
    ["2026-05-31T23:30:00Z", "2026-06-01"],
    ["2026-05-31T22:59:59Z", "2026-05-31"],
    ["2026-03-29T00:59:00Z", "2026-03-29"],
    ["2026-03-29T01:00:00Z", "2026-03-29"],
    ["2026-03-29T02:15:00Z", "2026-03-29"],
    ["2026-10-25T00:30:00Z", "2026-10-25"],
    ["2026-10-25T03:15:00Z", "2026-10-25"],
    ["2026-10-24T23:00:00Z", "2026-10-25"],
    ["2026-12-31T23:59:59Z", "2026-12-31"],
    ["2028-02-29T12:00:00Z", "2028-02-29"],
  ])("of %s is %s", (instant, date) => {
    expect(londonDate(instant)).toBe(date);
  });

  it("is judged as of the first of its month", () => {
    expect(asOfDate("2026-06-30")).toBe("2026-06-01");
  });
});
