import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dayNumber, daysBetween, isCivilDate, monthAfter, monthOf, monthsFrom } from "../../core/civil-date.ts";

const days = fc.integer({ min: -200_000, max: 200_000 });

describe("isCivilDate", () => {
  it("knows which years have a 29 February", () => {
    expect(["2024-02-29", "2000-02-29", "2023-02-29", "1900-02-29"].map(isCivilDate)).toEqual([true, true, false, false]);
  });

  it("refuses days that do not exist and shapes that are not ISO", () => {
    const bad = ["2024-00-10", "2024-13-01", "2024-04-31", "2024-01-00", "2024-1-1", "24-01-01", "2024-01-01T00:00", " 2024-01-01", ""];
    expect(bad.filter(isCivilDate)).toEqual([]);
  });

  it("agrees with the platform's own calendar on every day of four centuries", () => {
    for (let day = dayNumber("1800-01-01"); day < dayNumber("2200-01-01"); day += 1) {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
      if (!isCivilDate(text)) throw new Error(`${text} is a date`);
    }
  });
});

describe("addDays", () => {
  it("is undone by going back, and measured by daysBetween", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -40_000, max: 40_000 }), (start, step) => {
        const from = addDays("1970-01-01", start);
        const to = addDays(from, step);
        expect(daysBetween(from, to)).toBe(step);
        expect(addDays(to, -step)).toBe(from);
      }),
    );
  });
});

describe("months", () => {
  it("run from the first to the last across a year's end", () => {
    expect(monthsFrom("2025-11", "2026-02")).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
  });

  it("come one after another: the month of the day after a month's last day", () => {
    fc.assert(
      fc.property(days, (start) => {
        const date = addDays("1970-01-01", start);
        const next = addDays(`${monthOf(date)}-28`, 4);
        expect(monthAfter(monthOf(date))).toBe(monthOf(next));
      }),
    );
  });
});
