import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeBars, type ValueCounts } from "../../../core/disclosure/merge-bars.ts";

const values = (counts: readonly (readonly number[])[], from = 0): readonly ValueCounts[] =>
  counts.map((list, index) => ({ value: from + index, counts: list }));

describe("merging bars", () => {
  it("merges thin ends and leaves the rest alone", () => {
    const bars = mergeBars(values([[1], [2], [9], [20], [12], [6], [4], [0]]), 10);

    expect(bars).toEqual([
      { from: 0, to: 2, counts: [12] },
      { from: 3, to: 3, counts: [20] },
      { from: 4, to: 4, counts: [12] },
      { from: 5, to: 7, counts: [10] },
    ]);
  });

  it("lets no bar cross a cut, and gives up where a side is too small", () => {
    expect(mergeBars(values([[5], [6], [20], [3]]), 10, [2])).toEqual([
      { from: 0, to: 1, counts: [11] },
      { from: 2, to: 3, counts: [23] },
    ]);
    expect(mergeBars(values([[20], [20], [3]]), 10, [2])).toBeNull();
  });

  it("keeps everybody once, in order, with enough in every bar", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(15), fc.nat(15)), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 20 }),
        (counts, least) => {
          const bars = mergeBars(values(counts, -3), least);
          if (bars === null) return;
          expect(bars.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))).toEqual(
            counts.map((_, index) => index - 3),
          );
          for (const { from, to, counts: merged } of bars) {
            const inside = counts.slice(from + 3, to + 4);
            expect(merged).toEqual([0, 1].map((series) => inside.reduce((sum, pair) => sum + (pair[series] ?? 0), 0)));
            expect(Math.min(...merged) >= least || (bars.length === 1 && merged.every((n) => n === 0))).toBe(true);
          }
        },
      ),
    );
  });
});
