import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countKeys,
  emptyStatistic,
  keyParts,
  keysUnder,
  mergeStatistics,
  parseStatistic,
  statisticKey,
  statisticText,
} from "../../core/statistic.ts";

const key = fc.constantFrom(
  "pair|phq-9|nurse|arts|11|6",
  "pair|phq-9|gp|arts|11|6",
  "flow|nurse|arts|referred",
  "single|gad-7|gp|debt|9|2026-01",
);
const people = fc.array(key, { maxLength: 60 });

describe("mergeStatistics", () => {
  it("agrees with counting everybody at once, however they were split", () => {
    fc.assert(
      fc.property(fc.array(people, { maxLength: 8 }), (groups) => {
        expect(statisticText(mergeStatistics(groups.map(countKeys)))).toBe(statisticText(countKeys(groups.flat())));
      }),
    );
  });

  it("gives one text for fifty orders and groupings of merging", () => {
    const groups = Array.from({ length: 12 }, (_, index) => countKeys(fc.sample(people, { seed: index, numRuns: 1 })[0] ?? []));
    const texts = Array.from({ length: 50 }, (_, turn) => {
      const order = groups.toSorted((a, b) => ((a.size * (turn + 3)) % 7) - ((b.size * (turn + 3)) % 7));
      const split = turn % groups.length;
      return statisticText(mergeStatistics([mergeStatistics(order.slice(0, split)), mergeStatistics(order.slice(split)), emptyStatistic]));
    });
    expect(new Set(texts).size).toBe(1);
  });
});

describe("statisticText", () => {
  it("is read back as the same statistic", () => {
    fc.assert(
      fc.property(people, (keys) => {
        expect(new Map(parseStatistic(statisticText(countKeys(keys))))).toEqual(new Map(countKeys(keys)));
      }),
    );
  });

  it("leaves out what nobody counts towards", () => {
    expect(statisticText(new Map([["flow|gp|arts|lost", 0]]))).toBe("");
  });
});

describe("statisticKey", () => {
  it("is taken apart into what it was made of", () => {
    expect(keyParts(statisticKey("pair", "phq-9", "nurse", "arts", 11, 6))).toEqual(["pair", "phq-9", "nurse", "arts", "11", "6"]);
  });
});

describe("keysUnder", () => {
  const statistic = countKeys([
    "pair|phq-9|gp|arts|3|4",
    "pair|phq-9|gp|arts|3|4",
    "pair|gad-7|gp|arts|3|4",
    "pairs|phq-9|x",
    "ledger|used",
  ]);

  it("gives the keys of a kind, or of a kind and measure, with their counts, and no others", () => {
    expect(keysUnder(statistic, "pair", "phq-9")).toEqual([["pair|phq-9|gp|arts|3|4", 2]]);
    expect(keysUnder(statistic, "pair")).toHaveLength(2);
    expect(keysUnder(statistic, "ledger", "used")).toEqual([["ledger|used", 1]]);
    expect(keysUnder(statistic, "single", "phq-9")).toEqual([]);
  });

  it("gives the same the second time, when nothing is looked through again", () => {
    expect(keysUnder(statistic, "pair", "gad-7")).toBe(keysUnder(statistic, "pair", "gad-7"));
  });
});
