import { describe, expect, it } from "vitest";
import { isLoincCode } from "../../../core/identifiers/loinc.ts";
import { isSnomedCode } from "../../../core/identifiers/snomed.ts";
import { instrumentOf, instruments } from "../../../core/instruments/registry.ts";

const all = [...instruments.values()];
const snomed = (id: string, means: string) =>
  instrumentOf(id)
    ?.codes.snomed.filter((one) => one.means === means)
    .map(({ code }) => code);

describe("the codes of the registry", () => {
  for (const { name, codes, items } of all.filter((one) => one.codes.snomed.length + one.codes.loinc.length > 0)) {
    it(`of ${name} all have a right check digit`, () => {
      const loinc = [...codes.loinc.map(({ code }) => code), ...items.flatMap(({ loinc: code }) => code ?? [])];

      expect(codes.snomed.filter(({ code }) => !isSnomedCode(code))).toEqual([]);
      expect(loinc.filter((code) => !isLoincCode(code))).toEqual([]);
    });
  }

  it("are those that NHS England uses for scores, the older ones marked", () => {
    expect(snomed("phq-9", "score")).toEqual(["720433000", "506701000000100"]);
    expect(snomed("phq-2", "score")).toEqual(["836541000000100"]);
    expect(snomed("gad-7", "score")).toEqual(["445455005"]);
    expect(snomed("gad-2", "score")).toEqual(["836571000000106"]);
    expect(snomed("wemwbs", "score")).toEqual(["718426000", "885541000000103"]);
    expect(snomed("swemwbs", "score")).toEqual(["718466001", "960481000000107"]);
    expect(snomed("core-10", "score")).toEqual(["718583008", "958051000000104"]);
    expect([snomed("eq-5d-5l", "index"), snomed("eq-5d-5l", "visual-analogue-scale")]).toEqual([["736534008"], ["736535009"]]);
    expect(all.flatMap(({ codes }) => codes.snomed).filter(({ legacy }) => legacy)).toHaveLength(4);
  });

  it("are none where none is confirmed: no guess is shipped", () => {
    for (const id of ["hads-a", "hads-d", "ucla-3", "djg-6", "who-5", "lsns-6", "ons4", "pam-13", "mycaw"]) {
      expect(instrumentOf(id)?.codes.snomed).toEqual([]);
    }
  });

  it("give the items of PHQ-9 and GAD-7 in the order of the form, and PHQ-4 the same ones", () => {
    const items = (id: string) => instrumentOf(id)?.items.map(({ loinc }) => loinc) ?? [];

    expect(items("phq-9").join()).toBe("44250-9,44255-8,44259-0,44254-1,44251-7,44258-2,44252-5,44253-3,44260-8");
    expect(items("gad-7").join()).toBe("69725-0,68509-9,69733-4,69734-2,69735-9,69689-8,69736-7");
    expect(items("phq-4")).toEqual([...items("gad-7").slice(0, 2), ...items("phq-9").slice(0, 2)]);
    expect([...items("gad-2"), ...items("phq-2")]).toEqual(items("phq-4"));
  });

  it("leave out those that look right and are not", () => {
    const used = all.flatMap(({ codes, items }) => [...codes.loinc.map(({ code }) => code), ...items.map(({ loinc }) => loinc)]);

    for (const wrong of ["100951-3", "100946-3", "96929-5", "71969-0", "70273-8"]) expect(used).not.toContain(wrong);
  });
});
