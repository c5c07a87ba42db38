import { describe, expect, it } from "vitest";
import { firstDayOf, ladders, quasiIdentifiers, toldOf } from "../../../core/dataset/generalise.ts";
import { ageBands, ethnicCategories } from "../../../core/events/event.ts";
import { datasetReferralOf } from "../../support/dataset-referrals.ts";

const finest = { place: 0, age: 0, sex: 0, imd: 0, ethnicity: 0, month: 0 };

describe("telling values more coarsely", () => {
  it("joins values and never splits them: who is told alike stays alike one step up", () => {
    const referrals = ageBands.flatMap((ageBand) =>
      ethnicCategories.flatMap((ethnicity) =>
        [1, 2, 3, 5, null].map((imdQuintile, at) => datasetReferralOf(at, { ageBand, ethnicity, imdQuintile, month: `2026-0${at + 1}` })),
      ),
    );
    for (const name of quasiIdentifiers) {
      const { steps, told } = ladders[name];
      for (const step of steps.keys()) {
        const above = Map.groupBy(referrals, (referral) => told(referral, step));
        const counts = [...above.values()].map((group) => new Set(group.map((referral) => told(referral, step + 1))).size);
        if (step + 1 < steps.length) expect([name, step, Math.max(...counts)]).toEqual([name, step, 1]);
      }
    }
  });

  it("tells places by the hierarchy, ages by four bands, fifths by two, groups by two, months by quarter and year", () => {
    const referral = datasetReferralOf(1, { ageBand: "75-84", imdQuintile: 3, ethnicity: "H", month: "2026-08" });

    expect(toldOf(referral, finest)).toEqual({ place: "A81001", age: "75-84", sex: "F", imd: "3", ethnicity: "asian", month: "2026-08" });
    expect(toldOf(referral, { place: 1, age: 1, sex: 1, imd: 1, ethnicity: 1, month: 1 })).toEqual({
      ...{ place: "U10001", age: "65+", sex: "not-released", imd: "3-5", ethnicity: "any-other-group", month: "2026-Q3" },
    });
    expect(toldOf(referral, { place: 3, age: 2, sex: 1, imd: 2, ethnicity: 2, month: 2 })).toEqual({
      ...{ place: "ENG", age: "not-released", sex: "not-released", imd: "not-released", ethnicity: "not-released", month: "2026" },
    });
  });

  it("keeps what nobody knows unknown", () => {
    const unknown = datasetReferralOf(1, { ageBand: "unknown", imdQuintile: null, ethnicity: "unknown" });
    expect(toldOf(unknown, { ...finest, age: 1, imd: 1, ethnicity: 1 })).toMatchObject({
      age: "unknown",
      imd: "unknown",
      ethnicity: "not-known",
    });
  });

  it("dates a period by its first day", () => {
    expect(["2026-08", "2026-Q3", "2026-Q1", "2026"].map(firstDayOf)).toEqual(["2026-08-01", "2026-07-01", "2026-01-01", "2026-01-01"]);
  });
});
