import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsvTable } from "../../../adapters/csv-table.ts";
import { longFormHeader, longFormReader } from "../../../core/submission/long-form.ts";
import { fieldsNamed, namedColumnsReader } from "../../../core/submission/named-columns.ts";
import { rowsToRefuse } from "../../../core/submission/remembered-rows.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

/** Cells of which most are right, some are empty and some are wrong, so that every value meets every other. */
const column = (right: readonly string[], wrong: readonly string[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constant("") },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );

const ids = ["R1", "R2", "a-1", "x:9", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "123456789"];
const wrongIds = ["9434765919", "943 476 5919", "é", "-a", "a..b", "x".repeat(65)];
const days = ["2026-03-02", "2026-05-04"];
const wrongDays = ["2026-02-30", "2027-01-01", "1989-12-31", "today"];
const instruments = column(["PHQ9", "gad-7"], ["mood", "9434765919"]);
const totals = column(["3", "11", "21"], ["22", "28", "-1", "n/a"]);

const longForm: readonly fc.Arbitrary<string>[] = [
  column(["A81001", "A81002"], ["a81001", "A8100"]),
  column(["U1"], ["943 476 5919"]),
  column(["Q1"], ["x"]),
  column(["N1", "N2", "9434765919", "4010232137"], ["9434765918", "943 476 5919", "x y"]),
  column(ids, wrongIds),
  column(days, wrongDays),
  column(["nurse", "GP"], ["matron"]),
  column(["art", "walking group"], ["ring 9434765919", "a\u200bb"]),
  column(["45-54"], ["45"]),
  column(["F", "X"], ["female"]),
  column(["2", "unknown"], ["6", "two"]),
  instruments,
  column(days, wrongDays),
  totals,
];

const eventColumns: Readonly<Record<string, fc.Arbitrary<string>>> = {
  type: column(["referral.recorded", "survey.completed", "event.withdrawn", "event.corrected"], ["letter.sent"]),
  eventId: column(ids, wrongIds),
  practice: column(["A81001"], ["A8"]),
  referralId: column(ids, wrongIds),
  "patient.nhsNumber": column(["", "9434765919"], ["9434765918", "N1"]),
  "patient.localId": column(["", "N1"], ["9434765919"]),
  referredOn: column(["", "2026-03-02"], wrongDays),
  instrument: column(["", "PHQ9"], ["mood"]),
  completedOn: column(["", "2026-03-04"], wrongDays),
  items: column(["", "1;2;1;2;1;1;2;1;0"], ["1;9;1"]),
  total: column(["", "11", "3"], ["28"]),
  withdraws: column(["", "R1", "R2"], ["9434765919"]),
  corrects: column(["", "R1"], ["é"]),
  imdQuintile: column(["", "3"], ["6"]),
  imdVersion: column(["", "2019"], ["2018"]),
};
const tableOf = (columns: readonly fc.Arbitrary<string>[]) =>
  fc.array(fc.oneof({ weight: 19, arbitrary: fc.tuple(...columns) }, { weight: 1, arbitrary: fc.array(fc.string(), { maxLength: 3 }) }), {
    maxLength: 120,
  });
const placed = (rows: readonly (readonly string[])[]) => rows.map((cells, at) => ({ row: at + 2, cells }));

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
