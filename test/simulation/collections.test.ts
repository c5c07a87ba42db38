import { describe, expect, it } from "vitest";
import { type BrokenRule, simulateCollections } from "./simulate-collections.ts";

const seeds = 300;

describe("collections beside runs, over months", () => {
  it(`take nothing that a reader may hold, whoever sleeps when (${seeds} seeds)`, async () => {
    const wrong: string[] = [];
    for (let seed = 0; seed < seeds; seed++) for (const each of await simulateCollections(seed)) wrong.push(`seed ${seed}: ${each}`);
    expect(wrong).toEqual([]);
  }, 300_000);
});

/** The rules of collecting, broken one at a time: the simulation must notice each. */
const brokenRules: Readonly<Record<string, BrokenRule>> = {
  "an old object that is needed again is not written again": {
    reports: (reports) => ({ ...reports, keepObject: (file) => reports.keepObject(file) }),
  },
  "a name is deleted, and with it what was written again": {
    objects: (objects) => ({
      ...objects,
      remove: async (condemned) => {
        for await (const page of objects.versions())
          for (const each of page) if ("sha256" in condemned && each.sha256 === condemned.sha256) await objects.remove(each);
      },
    }),
  },
  "the entry of a place goes with the run that drew it, though a later generation carries it": {
    collecting: (reports) => ({
      ...reports,
      readRunFile: async (gen, name) => (await reports.readRunFile(gen, name))?.replace(/"run":\d+/g, `"run":${gen}`) ?? null,
    }),
  },
  "a rollback builds upon a generation that collections let go": {
    rollingBack: (reports) => ({
      ...reports,
      readPointer: async () => {
        const found = await reports.readPointer();
        if (found === null) return null;
        const { earlier: _earlier, ...pointer } = found.pointer;
        return { ...found, pointer };
      },
    }),
  },
  "a public pack is kept no longer than any other generation": {
    collecting: (reports) => ({
      ...reports,
      readPointer: async () => {
        const found = await reports.readPointer();
        return found === null ? null : { ...found, pointer: { ...found.pointer, packs: [] } };
      },
    }),
  },
  "the collector asks a clock of its own, which is forty days ahead": { clockAheadDays: 40 },
};

describe("the simulation notices that", () => {
  it.each(Object.entries(brokenRules))(
    "%s",
    async (_name, broken) => {
      let noticed: readonly string[] = [];
      for (let seed = 0; seed < seeds && noticed.length === 0; seed++) noticed = await simulateCollections(seed, broken);
      expect(noticed).not.toEqual([]);
    },
    300_000,
  );
});
