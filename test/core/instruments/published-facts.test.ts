import { describe, expect, it } from "vitest";
import type { Instrument } from "../../../core/instruments/instrument.ts";
import { instrumentOf } from "../../../core/instruments/registry.ts";
import { isReachable } from "../../../core/scoring/scoring-totals.ts";
import { bandOf, isCase } from "../../../core/scoring/scoring-verdicts.ts";

function instrument(id: string): Instrument {
  return instrumentOf(id) ?? expect.unreachable(`no instrument ${id}`);
}

/** The bands as runs of whole scores: `0-4 minimal; 5-9 mild`. */
function bandsOf(one: Instrument): string {
  const runs: { from: number; to: number; label: string | null }[] = [];
  for (let score = Math.ceil(one.range.min); score <= one.range.max; score++) {
    const last = runs.at(-1);
    const label = bandOf(one, score);
    if (last?.label === label) last.to = score;
    else runs.push({ from: score, to: score, label });
  }
  return runs.map(({ from, to, label }) => `${from}-${to} ${label}`).join("; ");
}

/** The whole scores at caseness, as a run. */
function casesOf(one: Instrument): string {
  const scores = Array.from({ length: one.range.max - one.range.min + 1 }, (_, index) => one.range.min + index);
  const cases = scores.filter((score) => isCase(one, score));
  return cases.length === 0 ? "none" : `${cases[0]}-${cases.at(-1)}`;
}

function shapeOf({ items }: Instrument): string {
  const kinds = new Set(items.filter(({ optional }) => optional === undefined).map(({ min, max }) => `${min}-${max}`));
  return `${items.length} x ${[...kinds].join(" and ")}`;
}

function factsOf(id: string) {
  const one = instrument(id);
  return {
    construct: one.construct,
    items: shapeOf(one),
    recall: one.recallPeriod,
    reversed: one.items.flatMap(({ number, reversed }) => (reversed ? [number] : [])),
    range: `${one.range.min}-${one.range.max}`,
    better: one.direction === "higher-is-better" ? "up" : "down",
    cases: casesOf(one),
    reliable: one.reliableChange?.value ?? null,
    important: one.minimalImportantDifference?.value ?? null,
    missing: one.missing.allowed,
  };
}

const none = { reversed: [], reliable: null, important: null, missing: 0, cases: "none" };

describe("what is published of each instrument", () => {
  it("GAD-7: seven items 0-3, caseness from 8, reliable change 4", () => {
    const facts = { construct: "anxiety", items: "7 x 0-3", recall: "two weeks", range: "0-21", better: "down", cases: "8-21" };

    expect(factsOf("gad-7")).toEqual({ ...none, ...facts, reliable: 4, important: 1.5 });
    expect(bandsOf(instrument("gad-7"))).toBe("0-4 minimal; 5-9 mild; 10-14 moderate; 15-21 severe");
    expect(instrument("gad-7").alternatives.map(({ replaces, value }) => `${replaces} ${value}`)).toEqual([
      "caseness 10",
      "reliableChange 6",
      "minimalImportantDifference 4",
      "missing 1",
    ]);
  });

  it("GAD-2: its first two items, positive from 3", () => {
    const facts = { construct: "anxiety", items: "2 x 0-3", recall: "two weeks", range: "0-6", better: "down", cases: "3-6" };

    expect(factsOf("gad-2")).toEqual({ ...none, ...facts });
  });

  it("PHQ-9: nine items 0-3, caseness from 10, reliable change 6, item 9 a risk item", () => {
    const facts = { construct: "depression", items: "9 x 0-3", recall: "two weeks", range: "0-27", better: "down", cases: "10-27" };

    expect(factsOf("phq-9")).toEqual({ ...none, ...facts, reliable: 6, important: 1.7 });
    expect(bandsOf(instrument("phq-9"))).toBe("0-4 minimal; 5-9 mild; 10-14 moderate; 15-19 moderately severe; 20-27 severe");
    expect(instrument("phq-9").riskItem).toMatchObject({ item: 9, atOrAbove: 1 });
  });

  it("PHQ-2: positive from 3, and a deployer may choose 2", () => {
    const facts = { construct: "depression", items: "2 x 0-3", recall: "two weeks", range: "0-6", better: "down", cases: "3-6" };

    expect(factsOf("phq-2")).toEqual({ ...none, ...facts });
    expect(instrument("phq-2").caseness?.configurable).toBe(true);
    expect(instrument("phq-2").riskItem).toBeNull();
  });

  it("PHQ-4: two halves of two items, each positive from 3", () => {
    const facts = { construct: "anxiety-and-depression", items: "4 x 0-3", recall: "two weeks", range: "0-12", better: "down" };

    expect(factsOf("phq-4")).toEqual({ ...none, ...facts });
    expect(bandsOf(instrument("phq-4"))).toBe("0-2 normal; 3-5 mild; 6-8 moderate; 9-12 severe");
    expect(instrument("phq-4").subscales.map(({ items, caseness }) => [...items, caseness?.value])).toEqual([
      [1, 2, 3],
      [3, 4, 3],
    ]);
    expect(instrument("phq-4").riskItem).toBeNull();
  });

  it("HADS-A and HADS-D: seven pre-coded items each, never turned round, never one total", () => {
    for (const [id, construct] of [
      ["hads-a", "anxiety"],
      ["hads-d", "depression"],
    ] as const) {
      const facts = { construct, items: "7 x 0-3", recall: "one week", range: "0-21", better: "down", cases: "8-21" };

      expect(factsOf(id)).toEqual({ ...none, ...facts, reliable: 4, important: 1.5, missing: 3 });
      expect(bandsOf(instrument(id))).toBe("0-7 normal; 8-10 borderline; 11-21 abnormal");
      expect(instrument(id).licence).toMatchObject({ requiresLocalId: true, wordingAllowed: false });
    }
    expect(instrumentOf("hads")).toBeUndefined();
  });

  it("UCLA-3: three items 1-3, lonely from 6 by convention, no published reliable change", () => {
    const facts = { construct: "loneliness", items: "3 x 1-3", recall: "in general", range: "3-9", better: "down", cases: "6-9" };

    expect(factsOf("ucla-3")).toEqual({ ...none, ...facts });
    expect(instrument("ucla-3").caseness).toMatchObject({ evidence: "unconfirmed", configurable: true });
    expect(instrument("ucla-3").alternatives[0]).toMatchObject({ replaces: "reliableChange", value: 3, evidence: "verified" });
  });

  it("De Jong Gierveld 6: a count of six, three emotional and three social, one may be missing", () => {
    const facts = { construct: "loneliness", items: "6 x 1-3", recall: "now", range: "0-6", better: "down", cases: "2-6" };

    expect(factsOf("djg-6")).toEqual({ ...none, ...facts, missing: 1 });
    expect(bandsOf(instrument("djg-6"))).toBe("0-1 not lonely; 2-4 moderately lonely; 5-6 severely lonely");
    expect(
      instrument("djg-6").subscales.map(({ id, items }) => [id, items.map((n) => instrument("djg-6").items[n - 1]?.countsWhen)]),
    ).toEqual([
      ["emotional", Array(3).fill([2, 3])],
      ["social", Array(3).fill([1, 2])],
    ]);
  });

  it("ONS direct loneliness item: one item of five, turned round so that higher is lonelier", () => {
    const facts = { construct: "loneliness", items: "1 x 1-5", recall: "in general", range: "1-5", better: "down", cases: "5-5" };

    expect(factsOf("ons-loneliness")).toEqual({ ...none, ...facts, reversed: [1] });
  });

  it("ONS4: four items that stand alone, anxious running the other way", () => {
    const ons4 = instrument("ons4");

    expect(ons4.scoring.method).toBe("separate");
    expect(ons4.totals.accepted).toBe(false);
    expect(ons4.subscales.map(({ id, direction }) => `${id} ${direction}`)).toEqual([
      "satisfied higher-is-better",
      "worthwhile higher-is-better",
      "happy higher-is-better",
      "anxious higher-is-worse",
    ]);
    expect(ons4.subscales.map((one) => bandsOf({ ...ons4, bands: one.bands }))).toEqual([
      ...Array(3).fill("0-4 low; 5-6 medium; 7-8 high; 9-10 very high"),
      "0-1 very low; 2-3 low; 4-5 medium; 6-10 high",
    ]);
    expect(ons4.items.every(({ reversed }) => reversed === undefined)).toBe(true);
  });

  it("WEMWBS: fourteen items 1-5, no caseness, reliable change 9", () => {
    const facts = { construct: "wellbeing", items: "14 x 1-5", recall: "two weeks", range: "14-70", better: "up" };

    expect(factsOf("wemwbs")).toEqual({ ...none, ...facts, reliable: 9, important: 3, missing: 3 });
    expect(bandsOf(instrument("wemwbs"))).toBe("14-40 probable depression; 41-44 possible depression or distress; 45-70 no indication");
  });

  it("SWEMWBS: seven items 1-5 to a metric score of 7-35, none missing, reliable change 3", () => {
    const facts = { construct: "wellbeing", items: "7 x 1-5", recall: "two weeks", range: "7-35", better: "up" };

    expect(factsOf("swemwbs")).toEqual({ ...none, ...facts, reliable: 3, important: 1 });
    expect([16.88, 17.43, 19.98, 20.73].map((score) => bandOf(instrument("swemwbs"), score))).toEqual([
      "probable depression or anxiety",
      "possible depression or anxiety",
      "possible depression or anxiety",
      "no indication",
    ]);
    expect(instrument("swemwbs").bands?.evidence).toBe("unconfirmed");
  });

  it("WHO-5: five items 0-5 to 0-100, poor wellbeing up to 50, ten points a change", () => {
    const facts = { construct: "wellbeing", items: "5 x 0-5", recall: "two weeks", range: "0-100", better: "up", cases: "0-50" };

    expect(factsOf("who-5")).toEqual({ ...none, ...facts, reliable: 10, important: 10 });
    expect(bandsOf(instrument("who-5"))).toBe("0-28 likely depression; 29-50 poor wellbeing; 51-100 no indication");
  });

  it("CORE-10: ten items 0-4, 2 and 3 reversed, clinical from 11, adults' reliable change 6, one may be missing", () => {
    const facts = { construct: "distress", items: "10 x 0-4", recall: "one week", range: "0-40", better: "down", cases: "11-40" };

    expect(factsOf("core-10")).toEqual({ ...none, ...facts, reversed: [2, 3], reliable: 6, missing: 1 });
    expect(bandsOf(instrument("core-10"))).toBe(
      "0-5 healthy; 6-10 low; 11-14 mild; 15-19 moderate; 20-24 moderate to severe; 25-40 severe",
    );
    expect(instrument("core-10").riskItem).toMatchObject({ item: 6, atOrAbove: 1 });
    expect(instrument("core-10").alternatives).toContainEqual(expect.objectContaining({ replaces: "reliableChange", value: 5 }));
  });

  it("LSNS-6: six items 0-5 of isolation, at risk below 12, ties marginal below 6", () => {
    const facts = { construct: "isolation", items: "6 x 0-5", recall: "the past month", range: "0-30", better: "up", cases: "0-11" };

    expect(factsOf("lsns-6")).toEqual({ ...none, ...facts });
    expect(instrument("lsns-6").subscales.map(({ id, items, caseness }) => [id, items, caseness?.when, caseness?.value])).toEqual([
      ["family", [1, 2, 3], "below", 6],
      ["friends", [4, 5, 6], "below", 6],
    ]);
  });

  it("EQ-5D-5L: five items 1-5 and a scale 0-100, no value set shipped", () => {
    const eq5d = instrument("eq-5d-5l");

    expect([shapeOf(eq5d), eq5d.recallPeriod, eq5d.construct]).toEqual(["6 x 1-5", "today", "quality-of-life"]);
    expect(eq5d.scoring).toEqual({ method: "value-set", valueSet: null });
    expect(eq5d.licence.requiresLocalId).toBe(true);
  });

  it("PAM-13: score and level as supplied, no key, low up to level 2", () => {
    const pam = instrument("pam-13");

    expect([pam.items, pam.scoring.method, pam.range]).toEqual([[], "supplied", { min: 0, max: 100 }]);
    expect([47, 47.1, 55.1, 55.2, 67, 67.1].map((score) => bandOf(pam, score))).toEqual([
      "level 1",
      "level 2",
      "level 2",
      "level 3",
      "level 3",
      "level 4",
    ]);
    expect([pam.bands?.evidence, pam.licence.requiredFor]).toEqual(["unconfirmed", "scoring"]);
  });

  it("MYCaW: concerns and wellbeing 0-6, 0 best, the second concern optional", () => {
    const facts = { construct: "personal-concerns", items: "3 x 0-6", recall: "now", range: "0-6", better: "down" };

    expect(factsOf("mycaw")).toEqual({ ...none, ...facts, important: 1 });
    expect(instrument("mycaw").items.map(({ optional }) => optional === true)).toEqual([false, true, false]);
  });

  it("Campaign to End Loneliness: strongly agree 0 to strongly disagree 4, summed, no screening cut-off", () => {
    const facts = { construct: "loneliness", items: "3 x 0-4", recall: "now", range: "0-12", better: "down" };

    expect(factsOf("cel")).toEqual({ ...none, ...facts });
    expect(bandsOf(instrument("cel"))).toBe("0-3 unlikely to be lonely; 4-9 in between; 10-12 most intense loneliness");
    expect(
      instrument("cel")
        .anchors?.map(({ label }) => label)
        .at(0),
    ).toBe("Strongly agree");
  });

  it("GSE: ten items 1-4, three may be missing", () => {
    const facts = { construct: "self-efficacy", items: "10 x 1-4", recall: "in general", range: "10-40", better: "up" };

    expect(factsOf("gse")).toEqual({ ...none, ...facts, missing: 3 });
  });

  it("CES-D: twenty items 0-3, 4, 8, 12 and 16 reversed, at risk from 16", () => {
    const facts = { construct: "depression", items: "20 x 0-3", recall: "one week", range: "0-60", better: "down", cases: "16-60" };

    expect(factsOf("ces-d")).toEqual({ ...none, ...facts, reversed: [4, 8, 12, 16], missing: 4 });
  });

  it("puts every whole score an instrument can give into exactly one band, or has none", () => {
    for (const id of ["phq-9", "gad-7", "phq-4", "hads-a", "djg-6", "wemwbs", "who-5", "core-10", "lsns-6", "cel", "ces-d"]) {
      const one = instrument(id);

      for (let score = one.range.min; score <= one.range.max; score++) {
        if (isReachable(one, score)) expect(bandOf(one, score)).not.toBeNull();
      }
    }
  });
});
