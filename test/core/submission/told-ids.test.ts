import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toldIds } from "../../../core/submission/told-ids.ts";

describe("toldIds", () => {
  it("tells for any ids and contents what a map of them would tell", () => {
    const told = fc.array(fc.tuple(fc.string({ maxLength: 6 }), fc.string({ maxLength: 2 })), { maxLength: 400 });
    fc.assert(
      fc.property(told, (pairs) => {
        const [ids, known] = [toldIds(), new Map<string, string>()];
        for (const [id, content] of pairs) {
          const before = known.get(id);
          expect(ids.note([id], [content])).toBe(before === undefined ? "new" : before === content ? "same" : "other");
          if (before === undefined) known.set(id, content);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("tells 300,000 ids apart that differ in few places, and knows each of them again", () => {
    const [ids, size] = [toldIds(), 300_000];
    const id = (n: number) => `A8${n % 997} R${n} 2026-03-${n % 28} ${n % 27}`;
    const counts = { new: 0, same: 0, other: 0 };

    for (let n = 0; n < size; n += 1) counts[ids.note([id(n)], ["a"])] += 1;
    for (let n = 0; n < size; n += 1) counts[ids.note([id(n)], [n % 2 === 0 ? "a" : "b"])] += 1;

    expect(counts).toEqual({ new: size, same: size / 2, other: size / 2 });
  });
});
