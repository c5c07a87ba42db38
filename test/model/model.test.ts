import { describe, expect, it } from "vitest";
import { brokenByChecks, checkedAsKept, checkSystem, knownBadChecks, soundChecks } from "./divided-check.ts";
import { explore } from "./explore.ts";
import { knownBadJoins, soundJoins } from "./joined-writes.ts";
import { knownBadVariants, soundVariants, type Variant } from "./variants.ts";

/** From nothing going wrong to a writer and a run dying at any step. */
const crashes = [
  { writer: 0, run: 0 },
  { writer: 0, run: 1 },
  { writer: 1, run: 0 },
  { writer: 1, run: 1 },
];

/** The shortest way to what a variant breaks, in the smallest world in which it does. */
function counterexample({ system, breaks }: Variant): readonly string[] {
  for (const budget of crashes) {
    const way = explore(system(budget), { until: breaks }).broken.get(breaks);
    if (way !== undefined) return way;
  }
  return [];
}

describe("ways to run nights that were rejected", () => {
  it("are twenty-four", () => {
    expect(new Set(knownBadVariants.map(({ name, breaks }) => `${name} ${breaks}`)).size).toBe(24);
  });

  it.each(knownBadVariants)("$name: $breaks", (variant) => {
    expect(counterexample(variant).length).toBeGreaterThan(3);
  });

  it("lose an update in the way that was found by hand: marks deleted that were written after the data was read", () => {
    const [, , , deletesAll] = knownBadVariants;

    const way = deletesAll === undefined ? [] : counterexample(deletesAll);

    const readsData = way.findIndex((step) => /^run \d reads events$/.test(step));
    const keeps = way.findLastIndex((step) => /^writer \d keeps event and mark$/.test(step));
    expect(readsData).toBeGreaterThan(-1);
    expect(keeps).toBeGreaterThan(readsData);
    expect(way.findLastIndex((step) => /clears marks$/.test(step))).toBeGreaterThan(keeps);
  });
});

describe("ways to run nights that hold", () => {
  it.each(soundVariants)(
    "$name: nothing is lost, nothing goes back, nothing dangles, whichever of a writer and a run dies",
    ({ system }) => {
      const explored = crashes.slice(0, 3).map((budget) => explore(system(budget)));

      expect(explored.map(({ broken }) => [...broken])).toEqual([[], [], []]);
      expect(explored.every(({ states }) => states > 10_000)).toBe(true);
    },
    300_000,
  );
});

describe("several referrals kept in one transaction", () => {
  it.each(soundJoins)(
    "$name: nothing is lost or counted twice, and no answer is early, whoever dies and whatever the store says",
    ({ system }) => {
      const { states, broken } = explore(system());

      expect([...broken]).toEqual([]);
      expect(states).toBeGreaterThan(5_000);
    },
  );

  it.each(knownBadJoins)("$name: $breaks", ({ system, breaks }) => {
    expect(explore(system(), { until: breaks }).broken.get(breaks)?.length ?? 0).toBeGreaterThan(2);
  });
});

describe("a generation checked by batches beside each other", () => {
  it.each(soundChecks)(
    "$name: nothing is shown that mixes two states or lacks a page, whatever another run does and whichever batch dies",
    ({ system }) => {
      const { states, broken } = explore(system());

      expect([...broken]).toEqual([]);
      expect(states).toBeGreaterThan(5_000);
    },
  );

  it("does get shown, also while another run is at work elsewhere", () => {
    expect([...explore(checkSystem(checkedAsKept, { tellsShown: true })).broken.keys()]).toEqual([brokenByChecks.shown]);
  });

  it.each(knownBadChecks)("$name: $breaks", ({ system, breaks }) => {
    expect(explore(system(), { until: breaks }).broken.get(breaks)?.length ?? 0).toBeGreaterThan(2);
  });
});
