import { expect, it } from "vitest";
import { sha256 } from "../../../adapters/sha256.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { rememberingReader, summedMonths } from "../../../core/night/released-months.ts";
import { mergeStatistics } from "../../../core/statistic.ts";

/** Released tables of so many keys each, and how often each was asked for. */
function storedTables(sizes: readonly number[]) {
  const texts = sizes.map((size, at) =>
    canonicalJson({
      flow: Array.from({ length: size }, (_, key) => `2026-0${1 + (key % 2)}|flow|gp|arts|step ${at} ${key}\t2\n`).join(""),
    }),
  );
  const byName = new Map(texts.map((text) => [sha256(text), text]));
  const asked: string[] = [];
  const readRelease = async (name: string) => {
    asked.push(name);
    return byName.get(name) ?? null;
  };
  return { names: [...byName.keys()], asked, ports: { reports: { readRelease }, digest: sha256 } };
}

it("a table that stands on many pages is read once, and what was worked out of it stays with it", async () => {
  const { names, asked, ports } = storedTables([3, 4]);
  const read = rememberingReader(ports);
  const [first = "", second = ""] = names;

  const once = await read(first);
  await read(second);
  const again = await read(first);

  expect(asked).toEqual([first, second]);
  expect(summedMonths(again.months)).toBe(summedMonths(once.months));
  expect(summedMonths(once.months)).toEqual(mergeStatistics(once.months.map(({ statistic }) => statistic)));
});

it("tables beyond what fits into memory are read again, and are the same", async () => {
  const { names, asked, ports } = storedTables([3, 4, 5]);
  const read = rememberingReader(ports, 7);
  const [, , third = ""] = names;
  for (const name of names) await read(name);

  const again = await read(third);

  expect(asked).toEqual([...names, third]);
  expect(again.months.flatMap(({ statistic }) => [...statistic])).toHaveLength(5);
});

it("a table that is not what its name says is an error each time", async () => {
  const { ports } = storedTables([]);
  const read = rememberingReader({ ...ports, reports: { readRelease: async () => "{}" } });

  await expect(read("0".repeat(64))).rejects.toThrow("every released table");
  await expect(read("0".repeat(64))).rejects.toThrow("every released table");
});
