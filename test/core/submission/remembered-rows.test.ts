import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsvTable } from "../../../adapters/csv-table.ts";
import { instruments } from "../../../core/instruments/registry.ts";
import { longFormHeader, longFormReader } from "../../../core/submission/long-form.ts";
import { fieldsNamed, namedColumnsReader } from "../../../core/submission/named-columns.ts";
import { rowsToRefuse } from "../../../core/submission/remembered-rows.ts";
import { eventColumns, longForm, placed, tableOf } from "../../support/written-tables.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

describe("rowsToRefuse", () => {
  it("refuses of any long file what reading every row refuses, and nothing else", () => {
    fc.assert(
      fc.property(tableOf(longForm), (rows) => {
        const [judge, read] = [
          rowsToRefuse(longFormHeader, longFormReader(longFormHeader, moment, sha256)),
          longFormReader(longFormHeader, moment, sha256),
        ];
        expect(placed(rows).flatMap((row, at) => judge(row, at) ?? [])).toEqual(
          placed(rows)
            .map(read)
            .filter(({ events }) => !events.ok),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("refuses of any file of events what reading every row refuses, and nothing else", () => {
    const named = fieldsNamed(Object.keys(eventColumns)) ?? expect.unreachable();
    fc.assert(
      fc.property(tableOf(Object.values(eventColumns)), (rows) => {
        const judge = rowsToRefuse(named.fields, namedColumnsReader(named, moment, sha256));
        const read = namedColumnsReader(named, moment, sha256);
        expect(placed(rows).flatMap((row, at) => judge(row, at) ?? [])).toEqual(
          placed(rows)
            .map(read)
            .filter(({ events }) => !events.ok),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("reads a row only for a value that it has not seen in a right one", () => {
    let reads = 0;
    const reader = longFormReader(longFormHeader, moment, sha256);
    const judge = rowsToRefuse(longFormHeader, (row, index) => {
      reads += 1;
      return reader(row, index);
    });
    const row = (n: number) => `A81001,,,N${n},R${n},2026-03-02,nurse,art,45-54,F,2,PHQ9,2026-03-04,11`.split(",");

    expect(placed(Array.from({ length: 1_000 }, (_, n) => row(n))).flatMap((one, at) => judge(one, at) ?? [])).toEqual([]);

    expect(reads).toBe(1);
  });

  it("asks for every practice's own licence of an instrument that needs one", () => {
    const phq9 = instruments.get("phq-9") ?? expect.unreachable();
    const licence = { ...phq9.licence, requiredFor: "submission" as const, localIds: { A81001: "L-1" } };
    const registry = new Map([...instruments, ["phq-9", { ...phq9, licence }] as const]);
    const judge = rowsToRefuse(longFormHeader, longFormReader(longFormHeader, { ...moment, instruments: registry }, sha256));
    const row = (practice: string, instrument = "PHQ9") =>
      `${practice},,,N1,R1,2026-03-02,nurse,art,45-54,F,2,${instrument},2026-03-04,7`.split(",");

    const rows = placed([row("A81001"), row("A81002", "GAD7"), row("A81001"), row("A81002")]);

    expect(rows.flatMap((one, at) => judge(one, at) ?? [])).toMatchObject([
      { index: 3, events: { ok: false, refusals: [{ rule: "licence-required" }] } },
    ]);
  });
});

describe("a table without quotes", () => {
  it("is read as one with quotes is, cell by cell and row by row", () => {
    const cell = fc.stringMatching(/^[ a-z\t\u00e9]{0,4}$/);
    const line = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(","));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), fc.constantFrom("\n", "\r\n"), fc.boolean(), (lines, end, ends) => {
        const text = `h,i${end}${lines.join(end)}${ends ? end : ""}`;

        const quoted = parseCsvTable(text.replace("h,i", '"h","i"'));

        expect(parseCsvTable(text)).toEqual(quoted);
      }),
      { numRuns: 500 },
    );
  });
});
