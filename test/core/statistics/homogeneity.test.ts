import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { homogeneityP } from "../../../core/statistics/homogeneity.ts";

const group = fc.integer({ min: 1, max: 200 }).chain((n) => fc.record({ x: fc.nat(n), n: fc.constant(n) }));

describe("the test that groups have one share", () => {
  it("agrees with R: prop.test(c(83, 90, 129, 70), c(86, 93, 136, 82), correct = FALSE)$p.value is 0.00558547666162702", () => {
    const smokers = [83, 90, 129, 70].map((x, index) => ({ x, n: [86, 93, 136, 82][index] ?? 0 }));

    expect(homogeneityP(smokers)).toBeCloseTo(0.00558547666162702, 12);
  });

  it("agrees with R: prop.test(c(15, 25), c(50, 50), correct = FALSE)$p.value is 0.0412268333371636", () => {
    expect(
      homogeneityP([
        { x: 15, n: 50 },
        { x: 25, n: 50 },
      ]),
    ).toBeCloseTo(0.0412268333371636, 12);
  });

  it("does not depend on the order of the groups, on empty ones, or on which of the two outcomes is counted", () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 8 }), (groups) => {
        const p = homogeneityP(groups);
        const others = [
          homogeneityP([...groups].reverse()),
          homogeneityP([...groups, { x: 0, n: 0 }]),
          homogeneityP(groups.map(({ x, n }) => ({ x: n - x, n }))),
        ];
        for (const other of others) {
          if (p === null) expect(other).toBeNull();
          else expect(other).toBeCloseTo(p, 9);
        }
      }),
    );
  });

  it("is 1 for equal shares, and nothing for one group or one outcome", () => {
    expect(
      homogeneityP([
        { x: 10, n: 20 },
        { x: 30, n: 60 },
      ]),
    ).toBeCloseTo(1, 12);
    expect([
      homogeneityP([{ x: 3, n: 9 }]),
      homogeneityP([
        { x: 0, n: 4 },
        { x: 0, n: 7 },
      ]),
    ]).toEqual([null, null]);
  });
});
