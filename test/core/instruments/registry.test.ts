import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readInstrument } from "../../../core/instruments/deployed.ts";
import type { Instrument } from "../../../core/instruments/instrument.ts";
import { instrumentId, instrumentOf, instruments } from "../../../core/instruments/registry.ts";

const definitions = new URL("../../../core/instruments/definitions/", import.meta.url);
const usedInEngland =
  "cel ces-d core-10 djg-6 eq-5d-5l gad-2 gad-7 gse hads-a hads-d lsns-6 mycaw ons-loneliness ons4 pam-13 phq-2 phq-4 phq-9 swemwbs ucla-3 wemwbs who-5";

describe("the registry", () => {
  it("holds every instrument that a service in England uses, under its id", () => {
    expect([...instruments.keys()]).toEqual(expect.arrayContaining(usedInEngland.split(" ")));
    for (const [id, instrument] of instruments) expect(instrument.id).toBe(id);
  });

  it("holds every definition file there is, each named by its id: adding one takes its file and its test", () => {
    const files = readdirSync(definitions).map((file) => file.replace(".ts", ""));

    expect(files.toSorted()).toEqual([...instruments.keys()].toSorted());
  });

  it("reads a name in any case, with or without punctuation", () => {
    for (const text of ["PHQ9", "phq_9", "PHQ-9", " phq 9 ", "phq-9"]) expect(instrumentId(text)).toBe("phq-9");
    expect(["UCLA3", "EQ5D5L", "SWEMWBS", "DJG6", "ONS Loneliness"].map((text) => instrumentId(text))).toEqual([
      "ucla-3",
      "eq-5d-5l",
      "swemwbs",
      "djg-6",
      "ons-loneliness",
    ]);
  });

  it("reads no other text as an instrument", () => {
    for (const text of ["", "WEMWBS7", "PHQ", "phq-99", "constructor", "__proto__", "hads"]) {
      expect(instrumentId(text)).toBeUndefined();
      expect(instrumentOf(text)).toBeUndefined();
    }
  });

  it("holds no two instruments that one spelling could mean", () => {
    expect(new Set([...instruments.keys()].map((text) => instrumentId(text))).size).toBe(instruments.size);
  });

  it("keeps isolation and loneliness apart", () => {
    const of = (construct: Instrument["construct"]) =>
      [...instruments.values()].filter((one) => one.construct === construct).map(({ id }) => id);

    expect(of("isolation")).toEqual(["lsns-6"]);
    expect(of("loneliness")).toEqual(["cel", "djg-6", "ons-loneliness", "ucla-3"]);
  });
});

describe("every definition", () => {
  for (const instrument of instruments.values()) {
    it(`of ${instrument.name} follows the schema that a deployer's own must follow, and holds together`, () => {
      expect(readInstrument(JSON.parse(JSON.stringify(instrument)))).toEqual({ ok: true, value: instrument });
    });
  }

  it("names the source of each threshold and how well it is confirmed", () => {
    const thresholds = [...instruments.values()].flatMap((one) => [
      one.bands,
      one.caseness,
      one.reliableChange,
      one.minimalImportantDifference,
      one.missing,
    ]);

    expect(thresholds.filter((one) => one !== null && (one.source.length < 3 || one.evidence === undefined))).toEqual([]);
  });

  it("shows no wording of an instrument whose owner does not allow it", () => {
    const guarded = [...instruments.values()].filter(({ licence }) => licence.requiresLocalId);

    expect(guarded.map(({ id }) => id)).toEqual(["eq-5d-5l", "hads-a", "hads-d", "pam-13", "swemwbs", "wemwbs"]);
    for (const { licence } of guarded) expect(licence.wordingAllowed).toBe(false);
    for (const id of ["hads-a", "hads-d", "wemwbs", "swemwbs"]) {
      expect(instrumentOf(id)?.items.every(({ topic }) => topic === undefined)).toBe(true);
    }
  });
});
