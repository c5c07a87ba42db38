import { describe, expect, it } from "vitest";
import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import { instrumentOf } from "../../../core/instruments/registry.ts";
import { bundle, entry, type Json, observationAlone, patient, questionnaireResponse, serviceRequest } from "../../support/fhir-examples.ts";

/** What becomes of a person, a referral and one more resource: events, or rules with the places where they were broken. */
function told(more: Json, person: Json = {}): readonly object[] {
  const entries = [entry("p1", patient(person)), entry("sr1", serviceRequest()), entry("x1", more)];
  const read = readFhirSubmission(JSON.stringify(bundle(entries)), { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") });
  if (!read.ok) throw new TypeError("the bundle was refused");
  return read.value.records.flatMap<object>(({ events }) =>
    events.ok ? events.value : events.refusals.map(({ rule, field }) => ({ rule, field })),
  );
}

const deprived = (quintile: object, edition: string) => ({
  extension: [
    { url: "urn:x-hearten:imd-quintile", ...quintile },
    { url: "urn:x-hearten:imd-version", valueCode: edition },
  ],
});
const onScale = (valueCode: string) => ({ extension: [{ url: "urn:x-hearten:score-basis", valueCode }] });
const total = {
  questionnaire: "https://practice.example/Questionnaire/swemwbs",
  item: [{ linkId: "swemwbs-total", answer: [{ valueInteger: 25 }] }],
};
const [code] = instrumentOf("swemwbs")?.codes.snomed ?? [];
const score = { code: { coding: [{ system: "http://snomed.info/sct", code: code?.code }] }, valueInteger: 25, valueQuantity: undefined };

describe("extensions of our own", () => {
  it("say how deprived a person's neighbourhood is, by which edition, and are held to the rules of every other form", () => {
    const answers = questionnaireResponse();

    expect(told(answers, deprived({ valuePositiveInt: 2 }, "2025"))[0]).toMatchObject({ imdQuintile: 2, imdVersion: "2025" });
    expect(told(answers, deprived({ valueInteger: 5 }, "2019"))[0]).toMatchObject({ imdQuintile: 5, imdVersion: "2019" });
    expect(told(answers)[0]).not.toHaveProperty("imdQuintile");
    expect(told(answers, deprived({ valueInteger: 6 }, "2025"))[0]).toMatchObject({ rule: "number-out-of-range" });
    expect(told(answers, deprived({ valueInteger: 2 }, "2026"))[0]).toMatchObject({ rule: "not-in-list" });
  });

  it("say on which scale a total is, in a response as in a score; what is no scale, or is of an instrument without one, is refused", () => {
    expect(told(questionnaireResponse({ ...total, ...onScale("raw") }))[1]).toMatchObject({ total: 25, scoreBasis: "raw" });
    expect(told(questionnaireResponse(total))[1]).toMatchObject({ rule: "score-basis-required" });
    expect(told(questionnaireResponse({ ...total, ...onScale("percent") }))[1]).toMatchObject({ rule: "not-in-list" });
    expect(told(observationAlone({ ...score, ...onScale("raw") }))[1]).toMatchObject({
      instrument: "swemwbs",
      total: 25,
      scoreBasis: "raw",
    });
    expect(told(observationAlone(score))[1]).toMatchObject({ rule: "score-basis-required" });
  });
});
