import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anonymityGate, type Gated } from "../../../core/dataset/anonymity-gate.ts";
import type { DatasetReferral } from "../../../core/dataset/dataset-referral.ts";
import { type Coarseness, toldOf } from "../../../core/dataset/generalise.ts";
import { datasetReferralOf } from "../../support/dataset-referrals.ts";

const rule = { alike: 5, withheldAtMost: 0.05, finestFirst: [] };

function letThrough(referrals: readonly DatasetReferral[], over: Partial<Parameters<typeof anonymityGate>[1]> = {}): Gated {
  const gated = anonymityGate(referrals, { ...rule, ...over });
  if (!gated.ok) throw new Error(gated.refusals[0]?.rule);
  return gated.value;
}

const several = (from: number, to: number, over: Partial<DatasetReferral> = {}) =>
  Array.from({ length: to - from }, (_, at) => datasetReferralOf(from + at, over));

const population = fc.array(
  fc.record({
    person: fc.integer({ min: 0, max: 40 }),
    practice: fc.constantFrom("A81001", "A81002", "B82001"),
    ageBand: fc.constantFrom("18-24", "35-44", "45-54", "85+", "unknown"),
    sex: fc.constantFrom("F", "M"),
    imdQuintile: fc.constantFrom(1, 2, 4, null),
    ethnicity: fc.constantFrom("A", "H", "Z", "unknown"),
    month: fc.constantFrom("2025-12", "2026-01", "2026-02"),
  }),
  { maxLength: 120 },
);
const referralsOf = (people: readonly (Omit<Partial<DatasetReferral>, "person"> & { person: number })[]) =>
  people.map(({ person, practice = "", ...over }, index) =>
    datasetReferralOf(index, { ...over, practice, person: `p${person}`, pcn: practice.startsWith("A") ? "U10001" : "U20001", icb: "QAA" }),
  );

/** How many people stand behind the rarest combination, counted without the gate's own grouping: every row against every other. */
function rarest({ released }: Gated): number {
  const isAlike = (a: object, b: object) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
  return Math.min(
    ...released.map(
      ({ told }) => new Set(released.filter((other) => isAlike(other.told, told)).map(({ referral }) => referral.person)).size,
    ),
  );
}

describe("the gate of a dataset", () => {
  it("tells everything as finely as it was sent where enough people are alike", () => {
    const gated = letThrough(several(0, 5));

    expect(Object.values(gated.coarseness)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(gated).toMatchObject({ withheld: 0, classes: 1, smallestClass: 5 });
  });

  it("counts people and not referrals: five referrals of one person are one person alike", () => {
    expect(anonymityGate(several(0, 5, { person: "one" }), rule)).toMatchObject({ ok: false, refusals: [{ rule: "too-few-people" }] });
  });

  it("withholds the few who stay apart, and no more than it may", () => {
    const gated = letThrough([...several(0, 100), datasetReferralOf(100, { sex: "X", ageBand: "85+" })]);

    expect(gated).toMatchObject({ withheld: 1, classes: 1 });
    expect(gated.released).toHaveLength(100);
  });

  it("tells more coarsely rather than withhold many, and keeps finest what the project needs finest", () => {
    const halves = [...several(0, 4), ...several(4, 8, { ageBand: "55-64" }), ...several(8, 20, { ageBand: "18-24" })];
    expect(letThrough(halves).coarseness).toMatchObject({ age: 1, place: 0 });

    const apart = [
      ...several(0, 4, { practice: "A81001", sex: "F" }),
      ...several(4, 8, { practice: "A81002", sex: "F" }),
      ...several(8, 12, { practice: "A81001", sex: "M" }),
      ...several(12, 16, { practice: "A81002", sex: "M" }),
    ];
    expect(letThrough(apart, { finestFirst: ["sex"] }).coarseness).toMatchObject({ sex: 0, place: 1 });
    expect(letThrough(apart, { finestFirst: ["place"] }).coarseness).toMatchObject({ sex: 1, place: 0 });
  });

  it("lets nobody through who is alike with fewer than four others, by an independent count", () => {
    fc.assert(
      fc.property(population, (people) => {
        const gated = anonymityGate(referralsOf(people), rule);
        if (!gated.ok) return;
        expect(rarest(gated.value)).toBeGreaterThanOrEqual(5);
        expect(rarest(gated.value)).toBe(gated.value.smallestClass);
        expect(gated.value.released.length + gated.value.withheld).toBe(people.length);
      }),
      { numRuns: 60 },
    );
  });

  it("takes the way that loses least of all that withhold few enough, by trying every one of them", () => {
    fc.assert(
      fc.property(population, (people) => {
        const referrals = referralsOf(people);
        const gated = anonymityGate(referrals, rule);
        if (!gated.ok || gated.value.withheld > 0.05 * people.length) return;
        const finer = Object.entries(gated.value.coarseness).filter(([, step]) => step > 0);
        for (const [name, step] of finer) {
          const tried = withheldAt(referrals, { ...gated.value.coarseness, [name]: step - 1 });
          expect(tried).toBeGreaterThan(0.05 * people.length);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("answers alike for the same referrals in any order", () => {
    fc.assert(
      fc.property(population, (people) => {
        const referrals = referralsOf(people);
        const [one, other] = [anonymityGate(referrals, rule), anonymityGate(referrals.toReversed(), rule)];
        expect(one.ok).toBe(other.ok);
        if (!one.ok || !other.ok) return;
        expect(other.value.coarseness).toEqual(one.value.coarseness);
        expect(new Set(other.value.released.map(({ referral }) => referral.referral))).toEqual(
          new Set(one.value.released.map(({ referral }) => referral.referral)),
        );
      }),
      { numRuns: 40 },
    );
  });
});

/** Rows that would be withheld at one coarseness, from the ladders alone. */
function withheldAt(referrals: readonly DatasetReferral[], coarseness: Coarseness): number {
  const texts = referrals.map((referral) => JSON.stringify(toldOf(referral, coarseness)));
  return texts.filter((text) => new Set(referrals.filter((_, row) => texts[row] === text).map(({ person }) => person)).size < rule.alike)
    .length;
}
