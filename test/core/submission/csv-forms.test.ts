import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRows, parseCsvTable } from "../../../adapters/csv-table.ts";
import { sha256 } from "../../../adapters/sha256.ts";
import { decodeText } from "../../../core/submission/decode-text.ts";
import { longFormHeader, longFormReader } from "../../../core/submission/long-form.ts";
import { holdsNhsNumber } from "../../../core/submission/misplaced-numbers.ts";
import { readTable } from "../../../core/submission/read-table.ts";
import { rowsToRefuse } from "../../../core/submission/remembered-rows.ts";
import type { SentRecord } from "../../../core/submission/submission.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };
const row = "A81001,U00001,QAA,N0042,R1029,2026-03-02,Nurse,gardening,45-54,F,2,PHQ-9,2026-03-04,11";

function read(text: string): readonly SentRecord[] | string {
  const table = parseCsvTable(text);
  const submission = table.ok ? readTable(table.value, moment, sha256) : table;
  return submission.ok ? submission.value.records : (submission.refusals[0]?.rule ?? "");
}

function recordsOf(...rows: readonly string[]): readonly SentRecord[] {
  const records = read([longFormHeader.join(","), ...rows].join("\n"));
  if (typeof records === "string") throw new Error(records);
  return records;
}

/** Where each record is refused: its row, the column and the rule. */
function refusals(records: readonly SentRecord[]): readonly string[] {
  return records.flatMap(({ row, columns, events }) =>
    events.ok ? [] : events.refusals.map(({ rule, field }) => `${row} ${columns[field] ?? field}: ${rule}`),
  );
}

describe("the long form", () => {
  it("tells of a referral once and of every survey", () => {
    const records = recordsOf(row, row.replace("2026-03-04,11", "2026-05-20,4"));

    const events = records.flatMap(({ events }) => (events.ok ? events.value : []));
    expect(events).toMatchObject([
      {
        type: "referral.recorded",
        practice: "A81001",
        referralId: "R1029",
        patient: { localId: "N0042" },
        referredOn: "2026-03-02",
        referrerRole: "nurse",
        activity: "gardening",
        ageBand: "45-54",
        sex: "F",
        imdQuintile: 2,
      },
      { type: "survey.completed", instrument: "phq-9", completedOn: "2026-03-04", total: 11 },
      { type: "survey.completed", instrument: "phq-9", completedOn: "2026-05-20", total: 4 },
    ]);
    expect(records.map(({ row }) => row)).toEqual([2, 3]);
  });

  it("gives the same row the same ids, whatever surrounds it, and another row others", () => {
    const [first] = recordsOf(row);
    const [other, again] = recordsOf(row.replace("R1029", "R1030"), ` ${row.replaceAll(",", " , ")}`);

    expect(again?.eventId).toBe(first?.eventId);
    expect(other?.eventId).not.toBe(first?.eventId);
    expect(holdsNhsNumber(first?.eventId ?? "")).toBe(false);
  });

  it("makes ids that say nothing of the person", () => {
    const [local] = recordsOf(row);
    const [numbered] = recordsOf(row.replace("N0042", "943 476 5919"));

    expect(numbered?.events).toMatchObject({ ok: true, value: [{ patient: { nhsNumber: "9434765919" } }, {}] });
    expect(numbered?.events.ok && local?.events.ok && numbered.events.value[0]?.eventId === local.events.value[0]?.eventId).toBe(true);
  });

  it("takes a referral that nobody was surveyed about, and leaves unknown what is blank", () => {
    const [record] = recordsOf("A81001,,,N1,R1,2026-03-02,,,,,,,,");

    expect(record?.events).toEqual({
      ok: true,
      value: [
        {
          type: "referral.recorded",
          eventId: record?.eventId,
          practice: "A81001",
          referralId: "R1",
          patient: { localId: "N1" },
          referredOn: "2026-03-02",
        },
      ],
    });
  });

  it("names the row and the column of everything that is wrong, and refuses every row of a wrong referral", () => {
    const wrong = row.replace("Nurse", "matron");
    const records = recordsOf(
      row.replace(",11", ",n/a"),
      row.replace("2026-03-04", "2026-02-30"),
      wrong,
      wrong.replace("2026-03-04,11", "2026-05-20,4"),
      row.replace("N0042", "9434765918"),
      "a,b",
      row.replace("gardening", "943 476 5919"),
      row.replace(",11", ",28"),
    );

    expect(refusals(records)).toEqual([
      "2 score: wrong-type",
      "3 survey_date: date-not-real",
      "4 referrer_role: not-in-list",
      "5 referrer_role: not-in-list",
      "6 patient: nhs-number-invalid",
      "7 : row-length",
      "8 activity: nhs-number-misplaced",
      "9 score: score-out-of-range",
    ]);
  });

  it("reads quotes, line ends of both kinds, empty lines, and a header in any order and case", () => {
    const header = longFormHeader.toReversed().map((name) => name.toUpperCase());
    const cells = row.split(",").toReversed();
    const quoted = cells.map((cell) => `"${cell.replace("gardening", 'the ""shed"", outside')}"`).join(",");

    const records = read(`${header.join(",")}\r\n\r\n${quoted}\r\n`);

    expect(records).toMatchObject([{ row: 3, events: { ok: true, value: [{ activity: 'the "shed", outside' }, {}] } }]);
  });
});

describe("rowsToRefuse", () => {
  it("finds wrong what reading every row finds wrong, and nothing else", () => {
    const cell = (right: string, ...wrong: string[]) =>
      fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: fc.constantFrom("", ...wrong) });
    const cells = fc.tuple(
      ...[
        cell("A81001", "a81001"),
        cell("U00001"),
        cell("QAA"),
        cell("N1", "943 476 5918"),
        cell("R1", "9434765919"),
        cell("2026-03-02", "x"),
        cell("nurse", "matron"),
        cell("art"),
        cell("45-54", "45"),
        cell("F"),
        cell("2", "6"),
      ],
      ...[cell("PHQ9", "GAD7", "mood"), cell("2026-03-04", "2026-02-30"), cell("11", "22", "28", "n/a")],
    );
    const rows = fc.array(fc.oneof({ weight: 9, arbitrary: cells }, { weight: 1, arbitrary: fc.array(fc.string(), { maxLength: 3 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const table = given.map((some, at) => ({ row: at + 2, cells: some }));
        const reader = () => longFormReader(longFormHeader, moment, sha256);
        const judge = rowsToRefuse(longFormHeader, reader());
        const read = reader();
        expect(table.flatMap((row, at) => judge(row, at) ?? [])).toEqual(table.map(read).filter(({ events }) => !events.ok));
      }),
      { numRuns: 500 },
    );
  });
});

describe("a file of events", () => {
  it("reads each type from the columns of its fields, and corrections from columns of their own", () => {
    const header =
      "type,eventId,practice,referralId,patient.localId,referredOn,needs,imdQuintile,instrument,completedOn,items,corrects,event.type,event.practice,event.referralId,event.instrument,event.completedOn,event.total";
    const records = read(
      [
        header,
        "referral.recorded,r1,A81001,R1,N1,2026-03-02,anxiety; isolation,3,,,,,,,,,,",
        "survey.completed,s1,A81001,R1,,,,,UCLA3,2026-03-04,1;2;,,,,,,,",
        "event.corrected,c1,A81001,,,,,,,,,s1,survey.completed,A81001,R1,ucla-3,2026-03-04,5",
        "survey.completed,,A81001,R1,,,,,PHQ9,2026-03-05,,,,,,,,",
      ].join("\n"),
    );

    if (typeof records === "string") throw new Error(records);
    expect(refusals(records)).toEqual(["5 : answers-required"]);
    expect(records.slice(0, 3).flatMap(({ events }) => (events.ok ? events.value : []))).toMatchObject([
      { needs: ["anxiety", "isolation"], imdQuintile: 3, patient: { localId: "N1" } },
      { items: [1, 2, null] },
      { corrects: "s1", event: { type: "survey.completed", total: 5 } },
    ]);
  });

  it.each([
    ["columns that name nothing", "type,eventId,surname\nx,y,z\n", "unknown-columns"],
    ["a column twice", "type,eventId,eventId\nx,y,z\n", "unknown-columns"],
    ["no type", "eventId,practice\nx,y\n", "unknown-columns"],
    ["a column that programs treat specially", "type,__proto__.x\nx,y\n", "unknown-columns"],
    ["a header alone", `${longFormHeader.join(",")}\n`, "no-events"],
    ["nothing", "", "malformed-csv"],
    ["an open quote", `${longFormHeader.join(",")}\n"A81001,,,\n`, "malformed-csv"],
  ])("is refused with %s", (_, text, rule) => {
    expect(read(text)).toBe(rule);
  });
});

describe("csvRows", () => {
  it("gives the same rows however the text is cut", async () => {
    const text = `a,b\r\n"x, ""y""\nz",2\r\n\r\n3,"4"\n5,6`;
    const whole = parseCsvTable(text);
    for (let size = 1; size <= text.length; size += 1) {
      const rows = [];
      for await (const read of csvRows(piecesOf(text, size))) if (read.ok) rows.push(...read.value);
      expect(rows).toEqual(whole.ok ? [{ row: 1, cells: whole.value.header }, ...whole.value.rows] : []);
    }
  });

  it("gives up on a quote that is never closed, without reading on for ever", async () => {
    let pieces = 0;
    async function* endless() {
      for (;;) {
        pieces += 1;
        yield pieces === 1 ? '"' : "x".repeat(100_000);
      }
    }
    const found = [];
    for await (const read of csvRows(endless())) found.push(read);

    expect(found.at(-1)).toMatchObject({ ok: false, refusals: [{ rule: "malformed-csv", field: "row 1" }] });
    expect(pieces).toBeLessThan(15);
  });
});

describe("decodeText", () => {
  const bytes = (text: string, encoding: BufferEncoding, mark: readonly number[] = []) =>
    Buffer.concat([Buffer.from(mark), Buffer.from(text, encoding)]);

  it.each([
    ["UTF-8", bytes("café", "utf8")],
    ["UTF-8 with a mark", bytes("café", "utf8", [0xef, 0xbb, 0xbf])],
    ["UTF-16 with a mark", bytes("café", "utf16le", [0xff, 0xfe])],
    ["UTF-16 the other way round, with a mark", bytes("café", "utf16le", [0xff, 0xfe]).swap16()],
  ])("reads %s", (_, given) => {
    expect(decodeText(given)).toEqual({ ok: true, value: "café" });
  });

  it.each([
    ["Windows-1252", Buffer.from([0x63, 0x61, 0x66, 0xe9])],
    ["smart quotes of Windows", Buffer.from([0x93, 0x61, 0x94])],
    ["UTF-16 without a mark", bytes("abc", "utf16le")],
    ["an overlong slash", Buffer.from([0xc0, 0xaf])],
    ["half a character", Buffer.from([0xe2, 0x82])],
    ["a NUL", Buffer.from([0x61, 0x00])],
  ])("refuses %s rather than guess", (_, given) => {
    expect(decodeText(given)).toMatchObject({ ok: false, refusals: [{ rule: "encoding" }] });
  });
});

async function* piecesOf(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
