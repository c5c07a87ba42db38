import { describe, expect, it } from "vitest";
import { instruments } from "../../../core/instruments/registry.ts";
import { core10Wording } from "../../../core/instruments/wording/core-10.ts";
import { wordingOf } from "../../../core/instruments/wording/wordings.ts";

const all = [...instruments.values()];
const worded = all.flatMap((instrument) => {
  const wording = wordingOf(instrument);
  return wording === null ? [] : [{ instrument, wording }];
});

describe("the words of questionnaires", () => {
  it("are held for the instruments that practices fill in most, and for none whose licence does not allow them", () => {
    const held = ["gad-2", "gad-7", "ons-loneliness", "ons4", "phq-2", "phq-4", "phq-9"];
    expect(worded.map(({ instrument }) => instrument.id)).toEqual(expect.arrayContaining(held));
    expect(worded.filter(({ instrument }) => !instrument.licence.wordingAllowed)).toEqual([]);
  });

  it("are withheld as soon as the licence does not allow them, whatever is held", () => {
    for (const { instrument } of worded) {
      expect(wordingOf({ ...instrument, licence: { ...instrument.licence, wordingAllowed: false } })).toBeNull();
    }
  });

  it.each(worded.map((one) => [one.instrument.id, one] as const))(
    "of %s ask each question once and allow exactly the answers of its definition",
    (_, one) => {
      const { items } = one.instrument;
      expect(one.wording.items).toHaveLength(items.length);
      expect(new Set(one.wording.items).size).toBe(items.length);
      for (const { min, max } of items) {
        expect(one.wording.choices.map(({ value }) => value)).toEqual(Array.from({ length: max - min + 1 }, (__, at) => min + at));
      }
      expect(one.wording.ends?.length ?? items.length).toBe(items.length);
      expect(one.wording.notice).not.toBe("");
    },
  );

  it("stand beside the owner who allows them", () => {
    const owners = Object.fromEntries(worded.map(({ instrument, wording }) => [instrument.id, wording.notice]));
    expect(owners["phq-9"]).toContain("No permission required to reproduce, translate, display or distribute");
    expect(owners.ons4).toContain("Open Government Licence v3.0");
  });

  it("are not shown where it is not confirmed under which licence they stand: CORE-10 is asked for by its total", () => {
    const core10 = instruments.get("core-10");

    expect(core10?.licence).toMatchObject({ wordingAllowed: false, evidence: "unconfirmed" });
    expect(core10 && wordingOf(core10)).toBeNull();
  });

  it("put the question about self-harm where its definition has it", () => {
    const textOf = (id: string) => worded.find(({ instrument }) => instrument.id === id)?.wording.items;
    const riskOf = (id: string) => (instruments.get(id)?.riskItem?.item ?? 0) - 1;
    expect(textOf("phq-9")?.[riskOf("phq-9")]).toMatch(/better off dead/);
    expect(core10Wording.items[riskOf("core-10")]).toMatch(/end my life/);
  });
});
