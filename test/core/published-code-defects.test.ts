import { describe, expect, it } from "vitest";
import { type EthnicCategory, ethnicCategoryNames, ethnicGroupOf, isEthnicMinority } from "../../core/identifiers/ethnicity.ts";
import { isNhsNumber } from "../../core/identifiers/nhs-number.ts";
import { odsCodeSystem } from "../../core/identifiers/ods-code.ts";
import { isSnomedCode } from "../../core/identifiers/snomed.ts";
import { instrumentOf } from "../../core/instruments/registry.ts";
import { proportionOf } from "../../core/outcomes/outcomes-rates.ts";
import { talkingTherapiesOutcome } from "../../core/outcomes/outcomes-talking-therapies.ts";
import { type Answers, scoreAdministration } from "../../core/scoring/scoring.ts";

function scored(id: string, answers: Answers) {
  const result = scoreAdministration(instrumentOf(id) ?? expect.unreachable(), answers);
  return result.ok ? result.value : expect.unreachable(result.refusals.map(({ rule }) => rule).join());
}

describe("errors found in published NHS and health code, which are not made here", () => {
  it("1: L and M, lost between two quotation marks, are in the ethnic-minority rate like every category but A", () => {
    const categories = Object.keys(ethnicCategoryNames) as EthnicCategory[];

    expect(categories.filter((category) => isEthnicMinority(category) === true).join("")).toBe("BCDEFGHJKLMNPRS");
    expect([ethnicGroupOf("L"), ethnicGroupOf("M")]).toEqual(["asian", "black"]);
  });

  it("2: a rate with nobody in the numerator is 0 %, not missing", () => {
    expect(proportionOf({ numerator: 0, denominator: 10 })).toBe(0);
  });

  it("3: a true zero and an empty denominator are two things before anything is suppressed", () => {
    expect(proportionOf({ numerator: 0, denominator: 3 })).toBe(0);
    expect(proportionOf({ numerator: 0, denominator: 0 })).toBeNull();
  });

  it("4: the ReQoL-20 code with a wrong check digit is refused, and the right one is not", () => {
    expect(isSnomedCode("1091081000000103")).toBe(true);
    expect(isSnomedCode("1091081000000100")).toBe(false);
    expect(isSnomedCode("1091071000000100")).toBe(true);
  });

  it("5: SWEMWBS is reported on its metric scale, with the raw sum beside it", () => {
    expect(scored("swemwbs", { items: [3, 3, 3, 3, 3, 3, 3] })).toMatchObject({ score: 19.25, raw: 21 });
  });

  it("6: CORE-10 has no score with two answers missing, nor with none given", () => {
    expect(scored("core-10", { items: [1, 1, 1, 1, 1, 1, 1, 1, null, null] })).toMatchObject({ score: null, reason: "items-missing" });
    expect(scored("core-10", { items: Array(10).fill(null) })).toMatchObject({ score: null, reason: "nothing-answered" });
    expect(scored("core-10", { items: [1, 3, 3, 1, 1, 1, 1, 1, 1, null] }).score).toBe(10);
  });

  it("7: a CES-D answer of 4 is refused: the highest is 3", () => {
    const result = scoreAdministration(instrumentOf("ces-d") ?? expect.unreachable(), { items: [4, ...Array(19).fill(0)] });

    expect(result).toMatchObject({ ok: false, refusals: [{ rule: "item-out-of-range", field: "items.0" }] });
  });

  it("8: CORE-10 turns round items 2 and 3, not 3 and 4", () => {
    const only = (place: number) =>
      scored("core-10", { items: Array.from({ length: 10 }, (_, index) => (index === place - 1 ? 4 : 0)) }).score;

    expect([1, 2, 3, 4].map(only)).toEqual([12, 4, 4, 12]);
  });

  it("9: Often or always, printed first, is the loneliest answer to the ONS question, as in UCLA-3", () => {
    expect(scored("ons-loneliness", { items: [1] })).toMatchObject({ score: 5, band: "often or always", caseness: true });
    expect(scored("ons-loneliness", { items: [5] })).toMatchObject({ score: 1, band: "never", caseness: false });
    expect(instrumentOf("ons-loneliness")?.direction).toBe(instrumentOf("ucla-3")?.direction);
  });

  it("10: one measure up and the other down is a named choice, not an accident of the programme", () => {
    const mixed = { depression: { baseline: 20, followUp: 10 }, anxiety: { baseline: 5, followUp: 12 } };
    const under = (mixedChangePolicy: "tt-adult" | "cyp-deterioration-trumps") =>
      talkingTherapiesOutcome(mixed, { mixedChangePolicy }).reliable;

    expect([under("tt-adult"), under("cyp-deterioration-trumps")]).toEqual(["unchanged", "deteriorated"]);
  });

  it("11: the FHIR system of an ODS code is spelt with a z", () => {
    expect(odsCodeSystem).toBe("https://fhir.nhs.uk/Id/ods-organization-code");
  });

  it("12: ten noughts and ten nines, which pass the modulus-11 check, are no NHS numbers", () => {
    expect(["0000000000", "9999999999"].map(isNhsNumber)).toEqual([false, false]);
  });
});
