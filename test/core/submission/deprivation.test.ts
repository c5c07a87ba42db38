import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../core/events/parse-event.ts";
import { type ImdLookup, loadImdLookup } from "../../../core/identifiers/imd.ts";
import { anonymise } from "../../../core/submission/anonymise.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };
const rows = Array.from({ length: 10 }, (_, n) => ({ lsoa: `E0100000${n}`, decile: n + 1 }));
const loaded = loadImdLookup({ lsoaVersion: "2021", imdVersion: "2025" }, rows);
const deprivation: ImdLookup = loaded.ok ? loaded.value : expect.unreachable();

const referral = (said: object) => ({
  type: "referral.recorded",
  eventId: "r1",
  practice: "A81001",
  referralId: "R1",
  patient: { localId: "N1" },
  referredOn: "2026-03-02",
  ...said,
});

function rulesOf(said: object, table: ImdLookup | undefined = deprivation): readonly string[] {
  const read = parseEvent(referral(said), { ...moment, ...(table && { deprivation: table }) });
  return read.ok ? [] : read.refusals.map(({ rule, field }) => `${rule} ${field}`);
}

describe("the neighbourhood of a referral", () => {
  it("becomes its quintile with the editions it rests on, and goes no further", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...rows), async ({ lsoa, decile }) => {
        const read = parseEvent(referral({ lsoa }), { ...moment, deprivation });
        const event = read.ok ? read.value : expect.unreachable();
        const [kept] = await anonymise([event], { personId: async () => "p", refKey: async () => "r" });
        expect(kept).toMatchObject({ imdQuintile: Math.ceil(decile / 2), imdVersion: "2025", lsoaVersion: "2021" });
        expect(JSON.stringify(kept)).not.toContain(lsoa);
      }),
    );
  });

  it("goes no further from a correction either", async () => {
    const correction = {
      type: "event.corrected",
      eventId: "c1",
      practice: "A81001",
      corrects: "r1",
      event: referral({ lsoa: "E01000000" }),
    };
    const read = parseEvent(correction, { ...moment, deprivation });
    const [kept] = await anonymise([read.ok ? read.value : expect.unreachable()], { personId: async () => "p", refKey: async () => "r" });

    expect(kept).toMatchObject({ event: { imdQuintile: 1, imdVersion: "2025" } });
    expect(JSON.stringify(kept)).not.toContain("E01000000");
  });

  it("is refused where there is no table, where the table does not hold it, and where it is no LSOA of England", () => {
    const read = parseEvent(referral({ lsoa: "E01000000" }), moment);
    expect(read.ok ? [] : read.refusals.map(({ rule }) => rule)).toEqual(["lsoa-not-mapped"]);
    expect(rulesOf({ lsoa: "E01999999" })).toEqual(["lsoa-unknown lsoa"]);
    expect(rulesOf({ lsoa: "W01000001" })).toHaveLength(1);
  });

  it("must agree with a quintile and editions that are sent beside it", () => {
    expect(rulesOf({ lsoa: "E01000009", imdQuintile: 5, imdVersion: "2025", lsoaVersion: "2021" })).toEqual([]);
    for (const other of [{ imdQuintile: 4 }, { imdVersion: "2019" }, { lsoaVersion: "2011" }]) {
      expect(rulesOf({ lsoa: "E01000009", ...other })).toEqual(["imd-disagrees imdQuintile"]);
    }
  });

  it("need not be sent: a quintile alone is kept with the editions the sender names", () => {
    expect(rulesOf({ imdQuintile: 2, imdVersion: "2019", lsoaVersion: "2011" })).toEqual([]);
    expect(rulesOf({ imdQuintile: 2 })).toEqual([]);
  });
});
