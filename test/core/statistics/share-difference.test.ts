import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareDifference } from "../../../core/statistics/share-difference.ts";

const group = fc.integer({ min: 1, max: 400 }).chain((n) => fc.record({ x: fc.nat(n), n: fc.constant(n) }));

describe("the difference of two shares", () => {
  it("agrees with Newcombe 1998, table II, method 10: 56/70 and 48/80 give 0.2000 (0.0524 to 0.3339)", () => {
    const found = shareDifference({ x: 56, n: 70 }, { x: 48, n: 80 });

    expect(found?.value).toBeCloseTo(0.2, 12);
    expect([found?.lower.toFixed(4), found?.upper.toFixed(4)]).toEqual(["0.0524", "0.3339"]);
  });

  it("agrees with Newcombe 1998, table II, method 10, at the edge: 10/10 and 0/10 give 1.0000 (0.6075 to 1.0000)", () => {
    const found = shareDifference({ x: 10, n: 10 }, { x: 0, n: 10 });

    expect([found?.value, found?.lower.toFixed(4), found?.upper.toFixed(4)]).toEqual([1, "0.6075", "1.0000"]);
  });

  it("turns its sign with its groups, stays between -1 and 1 and holds the difference itself", () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        const [one, other] = [shareDifference(a, b), shareDifference(b, a)];
        if (one === null || other === null) throw new Error("groups with people have a difference");
        expect(other.value).toBeCloseTo(-one.value, 12);
        expect([other.lower, other.upper]).toEqual([expect.closeTo(-one.upper, 12), expect.closeTo(-one.lower, 12)]);
        expect(one.lower >= -1 - 1e-12 && one.upper <= 1 + 1e-12).toBe(true);
        expect(one.lower <= one.value + 1e-12 && one.value <= one.upper + 1e-12).toBe(true);
      }),
    );
  });

  it("is nothing where a group is empty", () => {
    expect(shareDifference({ x: 0, n: 0 }, { x: 3, n: 5 })).toBeNull();
  });
});
