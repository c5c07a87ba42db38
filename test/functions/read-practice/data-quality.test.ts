import { describe, expect, it } from "vitest";
import { dataQualitySchema } from "../../../core/practice/list-schemas.ts";
import { answerPractice } from "../../../functions/read-practice/answer-practice.ts";
import { bodyOf } from "../../support/api-event.ts";
import { personIn } from "../../support/night-twin.ts";
import { memoryRecords, practiceDoor, practiceRequest } from "../../support/practice-service.ts";

const contributions = [
  personIn("A81001", "2024-11", [12, 5]),
  personIn("A81001", "2024-10", [12, 5]),
  personIn("A81001", "2026-11", [8, null]),
  personIn("A81002", "2026-11", [8, 4]),
];

async function ask(headers: Record<string, string>) {
  const door = practiceDoor();
  return answerPractice(practiceRequest("data-quality", { headers }), { ...door, ...memoryRecords({ contributions }) });
}

describe("GET /v1/practices/{ods}/data-quality", () => {
  it("looks at the last two years of that practice, in the form that is described", async () => {
    const body = dataQualitySchema.parse(bodyOf(await ask({ cookie: "practice-1" })));

    expect(body).toMatchObject({ practice: "A81001", asOf: "2026-11-22", referredFrom: "2024-11", receivedFrom: "2025-11-22" });
    expect(body.completeness).toMatchObject({ referrals: 2, withBaseline: 2, withPair: 1 });
  });

  it("is for those who may speak for the practice", async () => {
    expect((await ask({ cookie: "commissioner" })).statusCode).toBe(404);
    expect((await ask({})).statusCode).toBe(401);
  });
});
