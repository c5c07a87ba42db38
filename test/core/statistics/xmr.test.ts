import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type XmrOptions, xmrChart } from "../../../core/statistics/xmr.ts";

function flagsOf(values: readonly number[], options: XmrOptions = { screen: false }): readonly string[] {
  return xmrChart(
    values.map((value) => ({ value })),
    options,
  ).map(({ flag }) => flag);
}

const series = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 });

describe("an XmR chart", () => {
  it("agrees with R: NHSRplotthedots::ptd_spc(screen_outliers = FALSE) on 11, 13, 10, 12", () => {
    const [first] = xmrChart(
      [11, 13, 10, 12].map((value) => ({ value })),
      { screen: false },
    );

    expect(first?.mean).toBe(11.5);
    expect(first?.lower).toBeCloseTo(11.5 - (2.66 * 7) / 3, 12);
    expect(first?.upper).toBeCloseTo(11.5 + (2.66 * 7) / 3, 12);
  });

  it("puts a point outside the limits before everything else", () => {
    expect(flagsOf([5, 6, 5, 6, 5, 6, 30, 5, 6, 5, 6, 5])[6]).toBe("Above UCL");
    expect(flagsOf([25, 26, 25, 26, 25, 26, 1, 25, 26, 25, 26, 25])[6]).toBe("Below LCL");
  });

  it("flags all seven points of a trend of six rises, and a tie breaks it", () => {
    const wide = [0, 40, 0, 40, 0, 40, 0, 40, 0, 40];

    expect(flagsOf([...wide, 14, 15, 16, 17, 18, 19, 20, 2]).filter((flag) => flag === "7 Point Trend (Increasing)")).toHaveLength(7);
    expect(flagsOf([...wide, 14, 15, 16, 16, 17, 18, 19, 2]).filter((flag) => flag.includes("Trend"))).toHaveLength(0);
  });

  it("flags seven on one side of the mean, and a point on the mean breaks the run", () => {
    const run = [10, 30, 24, 25, 24, 25, 24, 25, 24, 13, 13, 13, 14, 17];

    expect(flagsOf(run).filter((flag) => flag === "7 Points Above CL").length).toBeGreaterThanOrEqual(7);
    expect(flagsOf([4, 6, 5, 6, 4, 6, 5, 4, 6, 4]).every((flag) => flag === "Common Cause")).toBe(true);
  });

  it("needs all three of three on one side before two of them count, and flags only those two", () => {
    const near = [40, 41, 39, 40, 41, 40, 39, 41, 40, 39, 43.6, 41.2, 43.7, 40, 39, 40, 41, 39, 40, 41, 40, 39, 41, 40];

    const flags = flagsOf(near);

    expect([flags[10], flags[11], flags[12]]).toEqual(["2 in 3 Above CL", "Common Cause", "2 in 3 Above CL"]);
  });

  it("has no limits and no flags for a flat series once it is screened, and never a flag unscreened", () => {
    const flat = Array.from({ length: 14 }, () => ({ value: 0.1 }));

    expect(
      xmrChart(flat, { screen: true }).every(({ lower, upper, flag }) => lower === null && upper === null && flag === "Common Cause"),
    ).toBe(true);
    expect(xmrChart(flat, { screen: false }).every(({ flag }) => flag === "Common Cause")).toBe(true);
  });

  it("starts limits anew at a rebase, each stretch as if it stood alone", () => {
    fc.assert(
      fc.property(series, series, (before, after) => {
        const alone = (values: readonly number[]) =>
          xmrChart(
            values.map((value) => ({ value })),
            { screen: true },
          );
        const together = xmrChart(
          [...before.map((value) => ({ value })), ...after.map((value, index) => ({ value, rebase: index === 0 }))],
          { screen: true },
        );
        expect(together).toEqual([...alone(before), ...alone(after)]);
      }),
    );
  });

  it("mirrors: what is above one way up is below the other way up", () => {
    const swapped: Readonly<Record<string, string>> = {
      Above: "Below",
      Below: "Above",
      UCL: "LCL",
      LCL: "UCL",
      "(Increasing)": "(Decreasing)",
      "(Decreasing)": "(Increasing)",
    };
    fc.assert(
      fc.property(series, (values) => {
        const mirrored = flagsOf(values.map((value) => -value)).map((flag) =>
          flag
            .split(" ")
            .map((word) => swapped[word] ?? word)
            .join(" "),
        );
        expect(mirrored).toEqual(flagsOf(values));
      }),
    );
  });

  it("fixes limits at the first points when told to", () => {
    const points = xmrChart(
      [1, 3, 1, 3, 50, 60].map((value) => ({ value })),
      { screen: false, fixAfter: 4 },
    );

    expect(points[5]).toMatchObject({ mean: 2, upper: 2 + 2.66 * 2, flag: "Above UCL" });
  });
});
