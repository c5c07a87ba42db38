import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsvTable } from "../../../adapters/csv-table.ts";
import { sha256 } from "../../../adapters/sha256.ts";
import { readDeployment } from "../../../core/instruments/deployed.ts";
import { instruments } from "../../../core/instruments/registry.ts";
import { chooseMapping } from "../../../core/mapping/choose-mapping.ts";
import type { Mapping } from "../../../core/mapping/mapping.ts";
import { mappings } from "../../../core/mapping/mappings.ts";
import { mappingFaults, readMapping } from "../../../core/mapping/read-mapping.ts";
import { templateCsv, templatesOf } from "../../../core/mapping/templates.ts";
import { writtenDate } from "../../../core/mapping/written-date.ts";
import { readTable } from "../../../core/submission/read-table.ts";
import type { SentRecord } from "../../../core/submission/submission.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

function read(text: string, own: readonly Mapping[] = mappings): readonly SentRecord[] | readonly string[] {
  const table = parseCsvTable(text);
  const submission = table.ok ? readTable(table.value, { ...moment, mappings: own }, sha256) : table;
  return submission.ok ? submission.value.records : submission.refusals.map(({ rule, field }) => `${rule} ${field}`);
}

/** The events of a file that is taken whole, without the ids that they get. */
function eventsOf(text: string): readonly object[] {
  return read(text).flatMap((record) => {
    if (typeof record === "string") throw new Error(record);
    if (!record.events.ok) throw new Error(JSON.stringify(record.events.refusals));
    return record.events.value.map(({ eventId: _, ...told }) => told);
  });
}

/** Where a file is refused: row, column and rule. */
function refusals(text: string): readonly string[] {
  return read(text).flatMap((record) => {
    if (typeof record === "string") return [record];
    return record.events.ok
      ? []
      : record.events.refusals.map(({ rule, field }) => `${record.row} ${record.columns[field] ?? field}: ${rule}`);
  });
}

describe("the mappings that come with Hearten", () => {
  it("cover EMIS, SystmOne, Joy, Elemental and the four sets of the PRSB standard, and say that none is confirmed", () => {
    expect([...new Set(mappings.map(({ id }) => id.split("-")[0]))]).toEqual(["emis", "systmone", "joy", "elemental", "prsb"]);
    expect(mappings.map(({ evidence }) => evidence)).toEqual(mappings.map(() => "unconfirmed"));
    const sets = mappings
      .filter(({ id }) => id.startsWith("prsb"))
      .flatMap(({ columns }) => Object.values(columns).flatMap(({ set }) => set ?? []));
    expect([...new Set(sets)].toSorted()).toEqual(["needs and concerns", "outcomes", "patient demographics", "support offered"]);
  });

  it.each(mappings.map((mapping) => [mapping.id, mapping] as const))("%s is whole by the same check as a deployer's own", (_, mapping) => {
    expect(mappingFaults(mapping, "")).toEqual([]);
    expect(readMapping(JSON.parse(JSON.stringify(mapping)), "mappings.0").ok).toBe(true);
  });

  it("are told apart by their headings: each template is read by its own mapping, and by no other before it", () => {
    for (const mapping of mappings) {
      const { header } = templatesOf([mapping]).find(({ name }) => name === mapping.id) ?? expect.unreachable();
      const chosen = chooseMapping(header, mappings);
      expect([mapping.id, chosen.ok && chosen.value?.mapping.id]).toEqual([mapping.id, mapping.id]);
    }
  });

  it("read a list of referrals in EMIS style, with the day, the words and the age turned into ours", () => {
    const file = [
      "Practice Code,NHS Number,EMIS Number,Referral Date,Date of Birth,Gender,Ethnic Origin,Referred By Role,Referral Reason",
      "A81001,999 000 0018,4711,02-Mar-2026,14-Jul-1958,Female,White - British,Practice Nurse,Low mood; Debt advice; Wants a dog",
    ].join("\r\n");

    expect(eventsOf(file)).toEqual([
      {
        type: "referral.recorded",
        practice: "A81001",
        referralId: "4711/on-2026-03-02",
        patient: { nhsNumber: "9990000018" },
        referredOn: "2026-03-02",
        referrerRole: "nurse",
        needs: ["depression", "debt", "other"],
        ageBand: "65-74",
        sex: "F",
        ethnicity: "A",
      },
    ]);
  });

  it("file a score of EMIS under the referral of the same person and day, and a refusal as declined", () => {
    const file = [
      "Practice Code,EMIS Number,Referral Date,SNOMED Code,Value,Event Date",
      "A81001,4711,02/03/2026,720433000,11,04-Mar-2026",
      "A81001,4712,05/03/2026,871711000000103,,05-Mar-2026",
    ].join("\n");

    expect(eventsOf(file)).toEqual([
      {
        type: "survey.completed",
        practice: "A81001",
        referralId: "4711/on-2026-03-02",
        instrument: "phq-9",
        completedOn: "2026-03-04",
        total: 11,
      },
      { type: "referral.progressed", practice: "A81001", referralId: "4712/on-2026-03-05", on: "2026-03-05", status: "declined" },
    ]);
  });

  it("read how a referral of SystmOne ended from the same row", () => {
    const file = [
      "Organisation ID,Patient ID,Referral ID,Date referral received,Gender,Referral source,Date referral ended,Referral end reason",
      "A81001,88,R9,02/03/2026 09:30,M,General Practitioner,01/06/2026,Goals met",
      "A81001,89,R10,03/03/2026,M,Fairy godmother,,",
    ].join("\n");

    expect(eventsOf(file)).toEqual([
      {
        type: "referral.recorded",
        practice: "A81001",
        referralId: "R9",
        patient: { localId: "88" },
        referredOn: "2026-03-02",
        referrerRole: "gp",
        sex: "M",
      },
      { type: "referral.progressed", practice: "A81001", referralId: "R9", on: "2026-06-01", status: "closed", reason: "Goals met" },
      {
        type: "referral.recorded",
        practice: "A81001",
        referralId: "R10",
        patient: { localId: "89" },
        referredOn: "2026-03-03",
        referrerRole: "unknown",
        sex: "M",
      },
    ]);
  });

  it("read Joy's cases and questionnaires, and Elemental's referrals and measures, as one referral with its scores", () => {
    const joy = ["GP practice code,Case ID,Questionnaire,Completed date,Score", "A81001,C-5,PHQ9,04/03/2026,11"].join("\n");
    const cases = [
      "GP practice code,Client ID,Case ID,Case created,Case status,Status date,Case owner",
      "A81001,7,C-5,02/03/2026,Discharged,01/06/2026,x",
    ].join("\n");
    const measures = ["GP Surgery Code,Referral Reference,Measure,Date Taken,Score", "A81001,E-5,GAD-7,04/03/2026,9"].join("\n");

    expect(eventsOf(joy)).toMatchObject([{ type: "survey.completed", referralId: "C-5", instrument: "phq-9", total: 11 }]);
    expect(eventsOf(cases)).toMatchObject([
      { referralId: "C-5", patient: { localId: "7" } },
      { referralId: "C-5", status: "closed" },
    ]);
    expect(eventsOf(measures)).toMatchObject([{ type: "survey.completed", referralId: "E-5", instrument: "gad-7", total: 9 }]);
  });

  it("read the four sets of the PRSB standard as a referral, a step and a score", () => {
    const referrals = [
      "GP practice identifier,NHS Number,Referral identifier,Referral date,Needs and concerns",
      "A81001,9990000026,P1,2026-03-02,Loneliness",
    ].join("\n");
    const support = [
      "GP practice identifier,Referral identifier,Activity referred to,Activity status,Activity date",
      "A81001,P1,gardening,Attended,2026-03-20",
    ].join("\n");
    const outcomes = [
      "GP practice identifier,Referral identifier,Assessment type,Assessment date,Assessment score",
      "A81001,P1,UCLA-3,2026-03-04,7",
    ].join("\n");

    expect(eventsOf(referrals)).toMatchObject([{ type: "referral.recorded", needs: ["loneliness"] }]);
    expect(eventsOf(support)).toMatchObject([{ type: "referral.progressed", status: "attended", activity: "gardening" }]);
    expect(eventsOf(outcomes)).toMatchObject([{ type: "survey.completed", instrument: "ucla-3", total: 7 }]);
  });
});

describe("a file of another system", () => {
  const header = "Practice Code,EMIS Number,Referral Date,SNOMED Code,Value,Event Date";

  it("is refused by row and column, as its own header names it, when a value cannot be", () => {
    const file = [
      header,
      "A81001,4711,02/03/2026,720433000,28,04/03/2026",
      "A81001,4711,02/03/2026,720433000,11,31/02/2026",
      "A81001,4711,02/03/2026,999,11,04/03/2026",
    ];
    expect(refusals(file.join("\n"))).toEqual([
      "2 Value: score-out-of-range",
      "3 Event Date: date-not-real",
      "4 SNOMED Code: unknown-instrument",
    ]);
  });

  it("with names, addresses, contact details or notes is refused whole, by the number of the column and nothing else", () => {
    for (const column of ["Patient Name", "SURNAME", "post-code", "Mobile Number", "Notes"]) {
      expect(read(`${header},${column}\nA81001,4711,02/03/2026,720433000,11,04/03/2026,Mrs Canary`)).toEqual([
        "identifying-column column 7",
      ]);
    }
  });

  it("with a column that its mapping does not know, or two for one thing, is refused whole", () => {
    expect(read(`${header},Shoe size\nA81001,4711,02/03/2026,720433000,11,04/03/2026,9`)).toEqual(["unknown-columns column 7"]);
    expect(read(`${header},Numeric Value\nA81001,4711,02/03/2026,720433000,11,04/03/2026,9`)).toEqual(["unknown-columns column 7"]);
  });

  it("with an NHS number where the system's own number should be is refused for that row", () => {
    expect(refusals(`${header}\nA81001,9990000018,02/03/2026,720433000,11,04/03/2026`).join()).toContain("nhs-number-misplaced");
  });

  it("that is sent twice gets the same ids", () => {
    const file = `${header}\nA81001,4711,02/03/2026,720433000,11,04/03/2026`;
    const ids = () => read(file).flatMap((record) => (typeof record === "string" ? [] : [record.eventId]));
    expect(ids()).toEqual(ids());
    expect(ids()[0]).toMatch(/^csv-[a-p]{0,32}/);
  });

  it("makes no NHS number of a person's own number and a day, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{1,9}$/),
        fc.date({ min: new Date("2000-01-01"), max: new Date("2026-11-01"), noInvalidDate: true }),
        (local, date) => {
          const day = date.toISOString().slice(0, 10);
          expect(refusals(`${header}\nA81001,${local},${day},720433000,11,2026-11-04`)).toEqual([]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("a deployer's own mapping", () => {
  const own = {
    id: "our-crm",
    name: "Our own system",
    evidence: "verified",
    source: "its administrator, 2026",
    dates: ["DD/MM/YYYY"],
    columns: {
      practice: { headings: ["Site"], required: true },
      referralId: { headings: ["Ref"], required: true },
      score: { headings: ["Mood score"], required: true },
      on: { headings: ["When"], required: true },
    },
    events: [
      {
        type: "survey.completed",
        fields: {
          practice: { column: "practice" },
          referralId: { column: "referralId" },
          instrument: { value: "phq-9" },
          completedOn: { column: "on" },
          total: { column: "score" },
        },
      },
    ],
  };

  it("is JSON in the deployment file, and is tried before those shipped", () => {
    const deployed = readDeployment(instruments, JSON.stringify({ mappings: [own] }));
    if (!deployed.ok) throw new Error(JSON.stringify(deployed.refusals));
    const records = read("Ref,Site,When,Mood score\nR1,A81001,04/03/2026,11", deployed.value.mappings);
    expect(records).toMatchObject([
      { row: 2, events: { ok: true, value: [{ instrument: "phq-9", completedOn: "2026-03-04", total: 11 }] } },
    ]);
    expect(deployed.value.mappings).toHaveLength(mappings.length + 1);
  });

  it("that names a column it does not have, gives a heading twice or requires none is refused with its place", () => {
    const faulty = [
      { ...own, events: [{ type: "survey.completed", fields: { total: { column: "nowhere" } } }] },
      { ...own, columns: { ...own.columns, again: { headings: ["SITE"] } } },
      { ...own, columns: { ...own.columns, practice: { headings: [] } } },
      { ...own, columns: Object.fromEntries(Object.entries(own.columns).map(([key, { headings }]) => [key, { headings }])) },
    ];
    const fields = faulty.map((one) => {
      const deployed = readDeployment(instruments, JSON.stringify({ mappings: [one] }));
      return deployed.ok ? "" : deployed.refusals[0]?.field;
    });
    expect(fields).toEqual(["mappings.0.events.0", "mappings.0.columns", "mappings.0.columns.practice.headings", "mappings.0.columns"]);
  });
});

describe("our own forms", () => {
  it("take referrals and questionnaires in two files without a column `type`, in any case and spelling of the headings", () => {
    const referrals = "practice,Referral ID,NHS number,referral_date,Referrer Role,Age Band\nA81001,R1,9990000034,2026-03-02,nurse,45-54";
    const surveys = "PRACTICE,referral_id,instrument,Survey date,items\nA81001,R1,PHQ-9,2026-03-04,1;2;1;2;1;1;2;1;0";
    const steps = "practice,referralId,on,status\nA81001,R1,2026-03-20,started";

    expect(eventsOf(referrals)).toMatchObject([{ type: "referral.recorded", patient: { nhsNumber: "9990000034" }, ageBand: "45-54" }]);
    expect(eventsOf(surveys)).toMatchObject([{ type: "survey.completed", items: [1, 2, 1, 2, 1, 1, 2, 1, 0] }]);
    expect(eventsOf(steps)).toMatchObject([{ type: "referral.progressed", status: "started" }]);
  });

  it("are not guessed where a header could be of two of them, or names a field twice", () => {
    expect(read("practice,referralId,referredOn,completedOn\nA81001,R1,2026-03-02,2026-03-04")).toEqual(["unknown-columns "]);
    expect(read("practice,referralId,score,total,instrument,completedOn\nA81001,R1,1,1,phq-9,2026-03-04")).toEqual([
      "unknown-columns column 4",
    ]);
  });

  it("have templates of the header alone, which are read as what they are called", () => {
    for (const template of templatesOf(mappings)) {
      const text = templateCsv(template);
      expect(text).toBe(`${template.header.join(",")}\r\n`);
      expect([template.name, read(text)]).toEqual([template.name, ["no-events "]]);
    }
    const filled = templatesOf([]).map(
      ({ name, header }) => [name, read(`${header.join(",")}\n${header.map(() => "").join(",")}`)] as const,
    );
    for (const [name, records] of filled) expect([name, typeof records[0]]).toEqual([name, "object"]);
  });
});

describe("a written day", () => {
  it("is read in the forms that a mapping has and left alone in any other, the month first included", () => {
    const all = ["YYYY-MM-DD", "DD/MM/YYYY", "DD-MMM-YYYY"] as const;
    const cases = {
      "2026-03-02": "2026-03-02",
      "2/3/2026": "2026-03-02",
      "02-Mar-2026": "2026-03-02",
      "2 mar 2026 14:05": "2026-03-02",
      "2026-03-02T00:00:00Z": "2026-03-02",
    };
    for (const [text, day] of Object.entries(cases)) expect(writtenDate(text, [...all])).toBe(day);
    for (const text of ["03-2026", "March 2026", "02-Mrz-2026", "", "2/3/26"]) expect(writtenDate(text, [...all])).toBe(text);
    expect(writtenDate("03/13/2026", ["DD/MM/YYYY"])).toBe("2026-13-03");
    expect(writtenDate("02/03/2026", ["YYYY-MM-DD"])).toBe("02/03/2026");
  });
});
