import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discloseLost } from "../../../core/disclosure/disclose-lost.ts";
import { national, subnational } from "../../../core/disclosure/profile.ts";
import { lossReasons } from "../../../core/episodes/loss-reason.ts";
import type { LostTable } from "../../../core/place-report.ts";
import { statisticKey } from "../../../core/statistic.ts";

const counts = fc.dictionary(fc.constantFrom(...lossReasons), fc.integer({ min: 1, max: 60 }));

function statisticOf(lost: Readonly<Record<string, number>>) {
  return new Map(Object.entries(lost).map(([reason, n]) => [statisticKey("lost", "gp", "arts", reason), n] as const));
}

function shownIn({ n, byReason }: LostTable): readonly number[] {
  return [n, ...byReason.map((each) => each.n)].flatMap((shown) => (shown.kind === "value" ? [shown.value] : []));
}

describe("people who were lost, by reason", () => {
  it("are counted exactly for England", () => {
    expect(discloseLost(statisticOf({ died: 2, "no-contact": 11 }), national)).toEqual({
      n: { kind: "value", value: 13 },
      byReason: [
        { reason: "no-contact", n: { kind: "value", value: 11 } },
        { reason: "died", n: { kind: "value", value: 2 } },
      ],
    });
  });

  it("show no count from 1 to 7 below national level, and hide none alone where the others would tell it", () => {
    fc.assert(
      fc.property(counts, (lost) => {
        const table = discloseLost(statisticOf(lost), subnational);
        for (const n of shownIn(table)) expect(n === 0 || n >= 10).toBe(true);
        const hidden = table.byReason.filter(({ n }) => n.kind === "suppressed").length;
        if (table.n.kind === "value") expect(hidden === 1 && table.byReason.length > 1).toBe(false);
      }),
    );
  });

  it("are nobody where nobody was lost", () => {
    expect(discloseLost(new Map(), subnational)).toEqual({ n: { kind: "value", value: 0 }, byReason: [] });
  });
});
