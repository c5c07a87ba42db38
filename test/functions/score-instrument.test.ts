import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instruments } from "../../core/instruments/registry.ts";
import { scoredSchema } from "../../core/submission/api-schemas.ts";
import { answerScore } from "../../functions/score-instrument/answer-score.ts";
import { apiEvent, bodyOf } from "../support/api-event.ts";

const score = (sent: unknown) => answerScore(apiEvent({ path: "/v1/score", body: typeof sent === "string" ? sent : JSON.stringify(sent) }));

describe("POST /v1/score", () => {
  it("scores answers as the command line does", () => {
    const answer = score({ instrument: "PHQ9", items: [1, 2, 1, 2, 1, 1, 2, 1, 0] });

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({
      instrument: "phq-9",
      score: 11,
      basis: "items",
      band: "moderate",
      caseness: true,
      risk: "no",
      reason: null,
    });
  });

  it("answers for every instrument as it is described, whatever the answers", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...instruments.keys()),
        fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { maxLength: 20 }),
        (instrument, items) => {
          const answer = score({ instrument, items });
          if (answer.statusCode === 200) expect(scoredSchema.strict().parse(bodyOf(answer))).toEqual(bodyOf(answer));
          else expect(bodyOf(answer)).toMatchObject({ status: 400, rule: expect.any(String) });
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ["no JSON", "{", "malformed-json", 400],
    ["a field of another name", { instrument: "phq-9", answers: [1] }, "unknown-field", 400],
    ["an instrument nobody knows", { instrument: "mood", total: 3 }, "unknown-instrument", 400],
    ["a total that cannot be", { instrument: "phq-9", total: 28 }, "score-out-of-range", 400],
    ["a body for many", { instrument: "x".repeat(20_000) }, "body-too-large", 413],
  ])("refuses %s", (_, sent, rule, status) => {
    const answer = score(sent);
    expect([answer.statusCode, bodyOf(answer).rule]).toEqual([status, rule]);
  });
});
