import { describe, expect, it } from "vitest";
import type { OpenFollowUps } from "../../../core/practice/open-follow-ups.ts";
import { answerPractice } from "../../../functions/read-practice/answer-practice.ts";
import { bodyOf } from "../../support/api-event.ts";
import { memoryRecords, practiceDoor, practiceRequest } from "../../support/practice-service.ts";

const owed = (referralId: string, baselineOn: string, over: Partial<OpenFollowUps> = {}): OpenFollowUps => ({
  practice: "A81001",
  referralId,
  refKey: `key-${referralId}`,
  status: "completed",
  until: "2027-12-31",
  open: [{ instrument: "phq-9", baselineOn }],
  ...over,
});
const followUps = [
  owed("R2", "2026-08-24"),
  owed("R1", "2026-03-04"),
  owed("R3", "2026-11-01"),
  owed("R9", "2026-03-04", { practice: "A81002" }),
];

async function ask(sent: Parameters<typeof practiceRequest>[1]) {
  const door = practiceDoor();
  const answer = await answerPractice(practiceRequest("follow-ups-due", sent), { ...door, ...memoryRecords({ followUps }) });
  return { answer, noted: door.noted };
}

const supplier = { authorization: "Bearer supplier-1" };

describe("GET /v1/practices/{ods}/follow-ups-due", () => {
  it("lists what is due and overdue of that practice, by the sender's own reference", async () => {
    const { answer } = await ask({ headers: supplier });

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({
      practice: "A81001",
      asOf: "2026-11-22",
      daysAhead: 28,
      due: 1,
      overdue: 1,
      followUps: [
        { referralId: "R1", instrument: "phq-9", standing: "overdue", daysLate: 173, dueOn: "2026-06-02", closesOn: "2027-03-04" },
        { referralId: "R2", standing: "due", daysLate: 0, status: "completed" },
      ],
    });
    expect(answer.body).not.toContain("key-R1");
    expect(bodyOf((await ask({ headers: supplier, query: { daysAhead: "90" } })).answer)).toMatchObject({ due: 2, daysAhead: 90 });
  });

  it("gives the same as CSV, by what is accepted or by the format that is asked for", async () => {
    const accepted = await ask({ headers: { ...supplier, accept: "text/csv" } });
    const asked = await ask({ headers: supplier, query: { format: "csv" } });

    expect(accepted.answer.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="follow-ups-due-A81001.csv"',
    });
    expect(accepted.answer.body.split("\r\n")).toEqual([
      "\uFEFFreferralId,instrument,standing,daysLate,dueOn,opensOn,closesOn,baselineOn,status",
      "R1,phq-9,overdue,173,2026-06-02,2026-04-01,2027-03-04,2026-03-04,completed",
      "R2,phq-9,due,0,2026-11-22,2026-09-21,2027-08-24,2026-08-24,completed",
      "",
    ]);
    expect(asked.answer.body).toBe(accepted.answer.body);
    expect(bodyOf((await ask({ headers: { ...supplier, accept: "text/csv" }, query: { format: "json" } })).answer).due).toBe(1);
  });
});

describe("who may speak for a practice", () => {
  it.each([
    ["a supplier with a grant above the practice", "A81002", supplier, 200],
    ["a supplier without a grant", "A81001", { authorization: "Bearer supplier-2" }, 404],
    ["a supplier whose grant has ended", "A81002", { authorization: "Bearer supplier-2" }, 404],
    ["somebody of the practice", "A81001", { cookie: "practice-1" }, 200],
    ["somebody of another practice", "A81002", { cookie: "practice-1" }, 404],
    ["somebody who has left", "A81001", { cookie: "left-practice-1" }, 404],
    ["a commissioner, whose grant is for what is published", "A81001", { cookie: "commissioner" }, 404],
    ["somebody signed in without any grant", "A81001", { cookie: "nobody" }, 404],
    ["nobody", "A81001", {}, 401],
    ["a supplier, for a practice that is not there", "A89999", supplier, 404],
  ] satisfies [string, string, Record<string, string>, number][])("%s: %s", async (_who, ods, headers, status) => {
    const { answer, noted } = await ask({ ods, headers });

    expect(answer.statusCode).toBe(status);
    expect(noted).toHaveLength(1);
    expect(noted[0]).toMatchObject({
      practice: ods,
      what: "follow-ups-due",
      decision: { 200: "granted", 401: "not-signed-in", 404: "refused" }[status],
    });
  });

  it("answers a practice that is there and one that is not alike", async () => {
    const [there, not] = [await ask({ ods: "B82001", headers: supplier }), await ask({ ods: "Y99999", headers: supplier })];

    expect(there.answer).toEqual(not.answer);
  });

  it("neither looks up nor notes a text that is no code", async () => {
    for (const ods of ["943 476 5919", "a81001", "A81001%2F..", "", "A81001#DUE"]) {
      const { answer, noted } = await ask({ ods, headers: supplier });
      expect([answer.statusCode, noted[0]?.practice, noted[0]?.principal]).toEqual([404, null, "supplier-1"]);
    }
  });
});
