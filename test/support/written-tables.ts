import fc from "fast-check";

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

/** The columns of the long form, in their order. */
export const longForm: readonly fc.Arbitrary<string>[] = [
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

/** Columns of a file of events, by field. */
export const eventColumns: Readonly<Record<string, fc.Arbitrary<string>>> = {
  type: column(["referral.recorded", "survey.completed", "event.withdrawn", "event.corrected"], ["letter.sent"]),
  eventId: column(ids, wrongIds),
  practice: column(["A81001"], ["A8"]),
  referralId: column(ids, wrongIds),
  "patient.nhsNumber": column(["", "9434765919"], ["9434765918", "N1"]),
  "patient.localId": column(["", "N1"], ["9434765919"]),
  referredOn: column(["", "2026-03-02"], wrongDays),
  instrument: column(["", "PHQ9"], ["mood"]),
  completedOn: column(["", "2026-03-04"], wrongDays),
  items: column(
    ["", "1;2;1;2;1;1;2;1;0", "0;0;1;2;3; 1;;1;1", "3;1;0;0;0;2;1;2;0"],
    ["1;9;1", "1;2;1;2;1;1;2;1;9", "1;2;1;2;1;1;2;1", ";;;;;;;;"],
  ),
  total: column(["", "11", "3"], ["28"]),
  withdraws: column(["", "R1", "R2"], ["9434765919"]),
  corrects: column(["", "R1"], ["é"]),
  imdQuintile: column(["", "3"], ["6"]),
  imdVersion: column(["", "2019"], ["2018"]),
};
/** Rows of such columns, and now and then a row of anything. */
export const tableOf = (columns: readonly fc.Arbitrary<string>[]) =>
  fc.array(fc.oneof({ weight: 19, arbitrary: fc.tuple(...columns) }, { weight: 1, arbitrary: fc.array(fc.string(), { maxLength: 3 }) }), {
    maxLength: 120,
  });
/** Rows with their numbers in a file. */
export const placed = (rows: readonly (readonly string[])[]) => rows.map((cells, at) => ({ row: at + 2, cells }));

/** Few rows again and again, now and then with another cell: rows that tell the same, and rows that tell something else of it. */
export const tableOfNearlyTheSame = (columns: readonly fc.Arbitrary<string>[]) =>
  fc.array(fc.tuple(...columns), { minLength: 1, maxLength: 3 }).chain((bases) => {
    const changed = fc.nat(columns.length - 1).chain((at) => fc.tuple(fc.constant(at), columns[at] ?? fc.constant("")));
    const row = fc.tuple(fc.constantFrom(...bases), fc.option(changed, { freq: 2 }));
    return fc.array(
      row.map(([base, change]) => (change === null ? base : base.with(change[0], change[1]))),
      { maxLength: 40 },
    );
  });
