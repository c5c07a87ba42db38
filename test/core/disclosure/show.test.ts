import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { national, subnational } from "../../../core/disclosure/profile.ts";
import { rounded, showCount, showMean, showShare } from "../../../core/disclosure/show.ts";

const count = fc.nat(5000);

describe("showing a count below national level", () => {
  it("shows zero as zero, hides 1 to 7 and rounds the rest to 5", () => {
    const shown = [0, 1, 7, 8, 12, 13, 104].map((n) => showCount(n, subnational));

    expect(shown.map((cell) => (cell.kind === "value" ? cell.value : cell.kind))).toEqual([0, "suppressed", "suppressed", 10, 10, 15, 105]);
  });

  it("shows what was shown before in the same way", () => {
    fc.assert(
      fc.property(count, (n) => {
        const once = showCount(n, subnational);
        if (once.kind === "value") expect(showCount(once.value, subnational)).toEqual(once);
      }),
    );
  });

  it("never shows a number from 1 to 7, and is never further off than 2", () => {
    fc.assert(
      fc.property(count, (n) => {
        const shown = showCount(n, subnational);
        if (shown.kind !== "value") return n >= 1 && n <= 7;
        return Math.abs(shown.value - n) <= 2 && (shown.value === 0 || shown.value > 7);
      }),
    );
  });

  it("shows every national count as it is", () => {
    fc.assert(
      fc.property(count, (n) => {
        expect(showCount(n, national)).toEqual({ kind: "value", value: n });
      }),
    );
  });
});

describe("showing a percentage below national level", () => {
  const share = (exactPart: number, exactOf: number) =>
    showShare({ part: showCount(exactPart, subnational), of: showCount(exactOf, subnational), exactPart, exactOf }, subnational);

  it("takes it from the rounded counts, with Wilson's interval of them (R: prop.test(45, 100, correct = FALSE))", () => {
    const shown = share(43, 98);

    expect(shown).toEqual({ kind: "value", value: 45, lower: 35.614538, upper: 54.755397 });
  });

  it("shows none for fewer than 10 people, nor where fewer than 5 are with or without", () => {
    expect([share(8, 9), share(4, 40), share(36, 40), share(40, 40), share(0, 40)].map(({ kind }) => kind)).toEqual(
      Array.from({ length: 5 }, () => "suppressed"),
    );
  });

  it("says that there is none where there is nobody", () => {
    expect(share(0, 0)).toEqual({ kind: "missing" });
  });
});

describe("showing a mean", () => {
  it("has the interval of Student's t for as many people as are shown (R: 2.86 + c(-1, 1) * qt(0.975, 29) * 4 / sqrt(30))", () => {
    expect(showMean(-2.86, 4, 30, subnational)).toEqual({ kind: "value", value: -2.9, lower: -4.4, upper: -1.4 });
  });

  it("rounds halves away from zero and knows no negative zero", () => {
    expect([rounded(0.25, 1), rounded(-0.25, 1), rounded(-0.04, 1), rounded(1.005, 2)]).toEqual([0.3, -0.3, 0, 1.01]);
    expect(Object.is(rounded(-0.04, 1), 0)).toBe(true);
  });
});
