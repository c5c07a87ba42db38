import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Contribution, statisticKeys } from "../../../core/episodes/contribution.ts";
import { ledgerStatistic } from "../../../core/night/ledger-keys.ts";
import { familyOf, flowFamily } from "../../../core/release/family.ts";
import { difference, joinMonths, type Monthly, splitMonths } from "../../../core/release/monthly.ts";
import { peopleMoved } from "../../../core/release/people-moved.ts";
import { type Release, release, remembered, showAgain } from "../../../core/release/release.ts";
import { parseMonths, parseRelease, parseTable, releaseTexts } from "../../../core/release/release-texts.ts";
import { countKeys, mergeStatistics, statisticText } from "../../../core/statistic.ts";
import { personIn } from "../../support/night-twin.ts";

const fewest = 8;
const nothing: Release = new Map();

/** What a practice's statistic is made of those people, each with four events. */
function statisticOf(people: Iterable<Contribution>): Monthly {
  const byMonth = Map.groupBy(people, ({ month }) => month);
  return joinMonths(
    [...byMonth].map(([month, all]) => {
      const tallies = all.map(({ steps }) => ({ ...nobody, received: steps.length, used: steps.length }));
      return { month, statistic: mergeStatistics([countKeys(all.flatMap(statisticKeys)), ledgerStatistic(tallies, month)]) };
    }),
  );
}

const nobody = { received: 0, used: 0, duplicate: 0, superseded: 0, rejected: 0, parked: 0, excluded: 0 };

const outcome = fc.record({
  baseline: fc.integer({ min: 0, max: 27 }),
  followUp: fc.option(fc.integer({ min: 0, max: 27 })),
  days: fc.constant(90),
  dueMonth: fc.constantFrom("2026-04", "2026-05"),
});

/** Anybody who was referred: perhaps lost, perhaps with scores of one measure or two. */
const person: fc.Arbitrary<Contribution> = fc
  .record({
    month: fc.constantFrom("2026-02", "2026-03"),
    role: fc.constantFrom("nurse", "gp"),
    activity: fc.constantFrom("nature", "arts") as fc.Arbitrary<Contribution["activity"]>,
    ageBand: fc.constantFrom("25-34", "45-54"),
    sex: fc.constantFrom("F", "M"),
    ethnicity: fc.constantFrom("A", "H"),
    imdQuintile: fc.option(fc.integer({ min: 1, max: 5 })),
    started: fc.boolean(),
    lostReason: fc.option(fc.constant("moved-away" as const)) as fc.Arbitrary<Contribution["lostReason"]>,
    scores: fc.dictionary(fc.constantFrom("phq-9", "gad-7"), outcome),
  })
  .map(({ started, scores, ...who }) => ({
    ...personIn("A81001", who.month, [0, null]),
    ...who,
    steps: started ? ["referred", "accepted", "started"] : ["referred"],
    outcomes: Object.fromEntries(
      Object.entries(scores).map(([measure, score]) => [measure, { ...score, days: score.followUp === null ? null : score.days }]),
    ),
  }));

/** A family's keys of a statistic. */
function familyIn(monthly: Monthly, family: string): Monthly {
  return new Map([...monthly].filter(([key]) => familyOf(key.slice(key.indexOf("|") + 1)) === family));
}

function tablesOf(released: Release): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...released].filter(([, { table }]) => table.size > 0).map(([family, { table }]) => [family, statisticText(table)]),
  );
}

describe("what readers may see of a practice", () => {
  it("stays as it was, to the byte, while fewer than eight referrals have come, gone or become others in any way", () => {
    const few = fc.array(person, { maxLength: fewest - 1 });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 30 }), few, few, (stay, were, are) => {
        const before = release(statisticOf([...stay, ...were]), nothing, fewest).release;
        const changes = Math.max(were.length, are.length);

        const { release: after, waiting } = release(statisticOf([...stay, ...are]), before, fewest);

        expect(changes).toBeLessThan(fewest);
        for (const [family, { table }] of before) {
          if (table.size > 0) expect(statisticText(after.get(family)?.table ?? new Map())).toBe(statisticText(table));
        }
        const moved = difference(statisticOf([...stay, ...are]), statisticOf([...stay, ...were]));
        const seen = new Set([...before].filter(([, { table }]) => table.size > 0).map(([family]) => family));
        for (const family of seen) expect(waiting.includes(family)).toBe(familyIn(moved, family).size > 0);
      }),
      { numRuns: 500 },
    );
  });

  it("shows a family first with eight people in it, and never one with fewer", () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 24 }), (people) => {
        const { release: released } = release(statisticOf(people), nothing, fewest);

        expect(released.has(flowFamily)).toBe(people.length >= fewest);
        for (const measure of ["phq-9", "gad-7"])
          expect(released.has(measure)).toBe(people.filter((one) => measure in one.outcomes).length >= fewest);
      }),
    );
  });

  it("shows everything once eight alike have come to every family", () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 20 }), fc.integer({ min: fewest, max: 12 }), person, (people, n, one) => {
        const both = { ...one, outcomes: { "phq-9": score, "gad-7": score } };
        const before = release(statisticOf(people), nothing, fewest).release;
        const now = statisticOf([...people, ...Array.from({ length: n }, () => both)]);

        const { release: after, waiting } = release(now, before, fewest);

        expect(waiting).toEqual([]);
        expect(mergeStatistics([...after.values()].map(({ table }) => table))).toEqual(now);
      }),
    );
  });

  it("differs, family by family, between any two nights by nobody or by eight people or more", () => {
    const nights = fc.array(fc.tuple(fc.array(person, { maxLength: 9 }), fc.nat({ max: 9 })), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(nights, (comings) => {
        let here: readonly Contribution[] = [];
        let seen: Release = nothing;
        const shown: Release[] = [];
        for (const [come, go] of comings) {
          here = [...here.slice(go), ...come];
          seen = release(statisticOf(here), seen, fewest).release;
          shown.push(seen);
        }

        for (const [at, one] of shown.entries())
          for (const other of shown.slice(at + 1))
            for (const family of ["flow", "phq-9", "gad-7"]) {
              const [a, b] = [one.get(family)?.table ?? new Map(), other.get(family)?.table ?? new Map()];
              const moved = difference(a, b);
              if (moved.size > 0) expect(peopleMoved(moved)).toBeGreaterThanOrEqual(fewest);
            }
      }),
      { numRuns: 200 },
    );
  });

  it("counts no more people as moved than have moved, whatever became of them", () => {
    fc.assert(
      fc.property(fc.array(person), fc.array(person), fc.array(person), (stay, were, are) => {
        const moved = difference(statisticOf([...stay, ...are]), statisticOf([...stay, ...were]));
        for (const family of ["flow", "phq-9", "gad-7"])
          expect(peopleMoved(familyIn(moved, family))).toBeLessThanOrEqual(Math.max(were.length, are.length));
      }),
    );
  });

  it("holds one person back where a change of rules moves everybody's keys at the same time", () => {
    const crowd = Array.from({ length: 20 }, () => asked);
    const before = release(statisticOf(crowd), nothing, fewest).release;
    const byNewRules = (people: readonly Contribution[]) =>
      new Map([...statisticOf(people)].map(([key, n]) => [key.replace("days|phq-9|nurse|90", "days|phq-9|nurse|13w"), n] as const));

    expect(release(byNewRules(crowd), before, fewest).waiting).toEqual([]);
    expect(release(byNewRules([...crowd, asked]), before, fewest).waiting).toEqual(["flow", "phq-9"]);
  });

  it("follows a measure that moves though referrals wait, and the other way round", () => {
    const unasked = { ...asked, outcomes: {} };
    const crowd = Array.from({ length: 20 }, () => unasked);
    const before = release(statisticOf(crowd), nothing, fewest).release;

    const { release: after, waiting } = release(
      statisticOf([...crowd.slice(8), ...Array.from({ length: 8 }, () => asked), unasked]),
      before,
      fewest,
    );

    expect(waiting).toEqual(["flow"]);
    expect(after.get("phq-9")?.table.size).toBeGreaterThan(0);
    expect(after.get("flow")).toEqual(before.get("flow"));
  });

  it("takes a family away where most of its people are gone, and not where one of eight is", () => {
    const eight = Array.from({ length: 8 }, () => asked);
    const twenty = Array.from({ length: 20 }, () => asked);

    const oneGone = release(statisticOf(eight.slice(1)), release(statisticOf(eight), nothing, fewest).release, fewest);
    const mostGone = release(statisticOf(twenty.slice(17)), release(statisticOf(twenty), nothing, fewest).release, fewest);

    expect(oneGone.release.get("flow")?.table.size).toBeGreaterThan(0);
    expect(mostGone.release.get("flow")?.table.size).toBe(0);
    expect(mostGone.waiting).toEqual(["flow", "phq-9"]);
  });

  it("is held against what was seen before a place was emptied, when its people come back but one", () => {
    const twenty = Array.from({ length: 20 }, () => asked);
    const first = release(statisticOf(twenty), nothing, fewest).release;
    const emptied = release(statisticOf([]), first, fewest).release;

    expect(tablesOf(release(statisticOf(twenty.slice(1)), emptied, fewest).release)).toEqual({});
    expect(tablesOf(release(statisticOf(twenty), emptied, fewest).release)).toEqual(tablesOf(first));
  });

  it("is held against what was seen between, after a rollback", () => {
    const crowd = Array.from({ length: 20 }, () => asked);
    const more = [...crowd, ...Array.from({ length: 9 }, () => asked)];
    const first = release(statisticOf(crowd), nothing, fewest).release;
    const second = release(statisticOf(more), first, fewest).release;
    const again = showAgain(first, second);

    expect(tablesOf(again)).toEqual(tablesOf(first));
    // nine more than the first showed, and one fewer than the second did
    expect(release(statisticOf(more.slice(1)), again, fewest).waiting).toEqual(["flow", "phq-9"]);
    expect(tablesOf(release(statisticOf(more), again, fewest).release)).toEqual(tablesOf(second));
  });

  it("moves at every step where the rule asks for one person", () => {
    const crowd = Array.from({ length: 3 }, () => asked);
    const before = release(statisticOf(crowd), nothing, 1).release;
    expect(release(statisticOf([...crowd, asked]), before, 1).waiting).toEqual([]);
  });

  it("remembers no more than its bound, and keeps what it remembers through its texts", () => {
    let seen: Release = nothing;
    for (let night = 1; night <= remembered + 5; night++)
      seen = release(statisticOf(Array.from({ length: night * 8 }, () => asked)), seen, fewest).release;

    expect(seen.get("flow")?.earlier.length).toBe(remembered);
    expect(parseRelease(releaseTexts(seen))).toEqual(seen);
    const emptied = release(statisticOf([]), seen, fewest).release;
    expect(releaseTexts(emptied).table).toBeNull();
    expect(parseRelease(releaseTexts(emptied))).toEqual(emptied);
  });
});

it("every key that a referral or its events count belongs to exactly one family, and a kind that nobody decided upon to none", () => {
  fc.assert(
    fc.property(person, (one) => {
      for (const key of statisticKeys(one)) expect(["flow", "phq-9", "gad-7"]).toContain(familyOf(key));
    }),
  );
  for (const key of ledgerStatistic([{ ...nobody, received: 2, used: 2, gone: 1 }], "2026-03").keys()) expect(familyOf(key)).toBe("flow");
  expect(() => familyOf("mood|phq-9")).toThrow(TypeError);
});

it("months joined and split again are the months they were", () => {
  fc.assert(
    fc.property(fc.array(person), (people) => {
      const monthly = statisticOf(people);
      expect(joinMonths(splitMonths(monthly))).toEqual(monthly);
    }),
  );
});

it("a released table read month by month is what its families come to when they are put together and split", () => {
  fc.assert(
    fc.property(fc.array(person), (people) => {
      const text = releaseTexts(release(statisticOf(people), nothing, 1).release).table;
      if (text === null) return;
      const tables = parseTable(text);
      const read = parseMonths(text);
      expect(read.months).toEqual(splitMonths(mergeStatistics(tables.values())));
      expect(read.months.map(({ statistic }) => [...statistic])).toEqual(
        splitMonths(mergeStatistics(tables.values())).map(({ statistic }) => [...statistic]),
      );
      expect(read.families).toEqual(new Set(tables.keys()));
    }),
  );
});

const score = { baseline: 14, followUp: 5, days: 90, dueMonth: "2026-06" };
const asked: Contribution = { ...personIn("A81001", "2026-03", [14, 5]), outcomes: { "phq-9": score } };
