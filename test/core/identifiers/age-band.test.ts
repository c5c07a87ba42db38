import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../../core/civil-date.ts";
import { ageBands } from "../../../core/events/event.ts";
import { ageBandAt, ageBandOf, ageOn } from "../../../core/identifiers/age-band.ts";

describe("the age band at referral", () => {
  it("holds every age in exactly one band, in order", () => {
    const bands = Array.from({ length: 131 }, (_, years) => ageBandOf(years));

    expect([...new Set(bands)]).toEqual(ageBands.filter((band) => band !== "unknown"));
    expect([17, 18, 24, 25, 34, 35, 44, 45, 54, 55, 64, 65, 74, 75, 84, 85, 130].map(ageBandOf).join(" ")).toBe(
      "0-17 18-24 18-24 25-34 25-34 35-44 35-44 45-54 45-54 55-64 55-64 65-74 65-74 75-84 75-84 85+ 85+",
    );
  });

  it("is unknown for what is no age", () => {
    expect([-1, 131, 1.5, Number.NaN].map(ageBandOf)).toEqual(Array(4).fill("unknown"));
  });

  it("changes on the birthday, not before", () => {
    expect(ageBandAt("2026-03-01", "2008-03-02")).toBe("0-17");
    expect(ageBandAt("2026-03-02", "2008-03-02")).toBe("18-24");
    expect(ageBandAt("2026-02-28", "2008-02-29")).toBe("0-17");
    expect(ageBandAt("2026-03-01", "2008-02-29")).toBe("18-24");
  });

  it("takes a month or a year alone at its middle", () => {
    expect(ageBandAt("2026-04-14", "1961-04")).toBe("55-64");
    expect(ageBandAt("2026-04-15", "1961-04")).toBe("65-74");
    expect(ageBandAt("2026-10-15", "2008-10")).toBe("18-24");
    expect(ageBandAt("2026-06-30", "1961")).toBe("55-64");
    expect(ageBandAt("2026-07-01", "1961")).toBe("65-74");
  });

  it("is unknown for a birth after the referral and for texts that are no date", () => {
    for (const born of ["2027-01-01", "1961-13", "1961-02-30", "61", "", "unknown"]) expect(ageBandAt("2026-07-01", born)).toBe("unknown");
  });

  it("counts the birthdays lived through", () => {
    const birth = fc.integer({ min: -20_000, max: 15_000 }).map((days) => addDays("1970-01-01", days));

    fc.assert(
      fc.property(birth, fc.integer({ min: 0, max: 20_000 }), (born, days) => {
        const day = addDays(born, days);
        let birthdays = 0;
        while (`${Number(born.slice(0, 4)) + birthdays + 1}${born.slice(4)}` <= day) birthdays += 1;

        expect(ageOn(day, born)).toBe(birthdays);
      }),
    );
  });
});
