import { describe, expect, it } from "vitest";
import { pairScores } from "../../../core/episodes/pairing.ts";
import { codedNeeds } from "../../../core/fhir/coded-needs.ts";
import { codedReferrers } from "../../../core/fhir/coded-referrers.ts";
import { codedAnswers, lookalikeCodes } from "../../../core/fhir/coded-scores.ts";
import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import { isLoincCode } from "../../../core/identifiers/loinc.ts";
import { isSnomedCode } from "../../../core/identifiers/snomed.ts";
import { instruments } from "../../../core/instruments/registry.ts";
import {
  bundle,
  entry,
  type Json,
  observationAlone,
  patient,
  phq9Answers,
  questionnaireResponse,
  serviceRequest,
} from "../../support/fhir-examples.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

/** Every rule that one resource breaks, from the outside of the bundle to the score, as `hearten check` and the API would say it. */
function rulesFor(resource: Json, type: "batch" | "transaction" = "batch"): readonly string[] {
  const entries = [entry("p1", patient()), entry("sr1", serviceRequest()), entry("x1", resource)];
  const read = readFhirSubmission(JSON.stringify(bundle(entries, { type })), moment);
  if (!read.ok) return read.refusals.map(({ rule }) => rule);
  const record = read.value.records.find(({ index }) => index === 2);
  return record === undefined || record.events.ok ? [] : record.events.refusals.map(({ rule }) => rule);
}

const snomed = (code: string) => ({ code: { coding: [{ system: "http://snomed.info/sct", code }] } });
const loinc = (code: string) => ({ code: { coding: [{ system: "http://loinc.org", code }] } });

describe("validation layer 1, shape", () => {
  it("refuses an element of the wrong type or cardinality, and names it", () => {
    expect(rulesFor(questionnaireResponse({ status: 5 }))).toEqual(["fhir-shape"]);
    expect(rulesFor(questionnaireResponse({ authored: undefined }))).toEqual(["fhir-shape"]);
    expect(rulesFor(questionnaireResponse({ basedOn: { reference: "urn:uuid:sr1" } }))).toEqual(["fhir-shape"]);
  });

  it("refuses JSON that readers disagree about before it is read as FHIR", () => {
    const read = readFhirSubmission('{"resourceType":"Bundle","type":"batch","type":"transaction","entry":[]}', moment);
    expect(read.ok === false && read.refusals[0]?.rule).toBe("duplicate-key");
  });

  it("refuses elements that could change the meaning of what is read", () => {
    const changed = questionnaireResponse({ item: [{ ...phq9Answers()[0], modifierExtension: [{ url: "https://x.example/not" }] }] });
    expect(rulesFor(changed)).toEqual(["fhir-forbidden-element"]);
    expect(rulesFor(questionnaireResponse({ implicitRules: "https://x.example/rules" }))).toEqual(["fhir-forbidden-element"]);
  });
});

describe("validation layer 3, terminology", () => {
  it("holds only well-formed codes: Verhoeff for SNOMED CT, mod-10 for LOINC", () => {
    const coded = [...codedReferrers, ...codedNeeds].map(({ code }) => code);
    expect(coded.filter((code) => !isSnomedCode(code))).toEqual([]);
    expect(lookalikeCodes.map(({ code }) => code).filter((code) => !isLoincCode(code))).toEqual([]);
    expect(new Set(coded).size).toBe(coded.length);
  });

  it("marks how well every mapping is supported", () => {
    const marks = new Set([...codedReferrers, ...codedNeeds, ...lookalikeCodes, codedAnswers].map(({ evidence }) => evidence));
    expect([...marks].toSorted()).toEqual(["confirmed", "secondary", "unconfirmed"]);
  });

  it("reads no score from a code that only looks right, and none of those is an instrument's", () => {
    for (const { code } of lookalikeCodes) expect(rulesFor(observationAlone(loinc(code)))).toEqual(["fhir-code"]);
    const known = [...instruments.values()].flatMap(({ codes, items }) => [
      ...codes.loinc.map(({ code }) => code),
      ...items.flatMap((item) => item.loinc ?? []),
    ]);
    expect(lookalikeCodes.filter(({ code }) => known.includes(code))).toEqual([]);
  });

  it("refuses NHS England's published ReQoL-20 typo by its check digit", () => {
    expect(rulesFor(observationAlone(snomed("1091081000000100")))).toEqual(["fhir-code-check-digit"]);
    expect(rulesFor(observationAlone(loinc("44261-7")))).toEqual(["fhir-code-check-digit"]);
  });

  it("refuses a panel's code as the code of a score, and two instruments' codes together", () => {
    expect(rulesFor(observationAlone(loinc("44249-1")))).toEqual(["fhir-code"]);
    const coding = [
      { system: "http://snomed.info/sct", code: "720433000" },
      { system: "http://loinc.org", code: "70274-6" },
    ];
    expect(rulesFor(observationAlone({ code: { coding } }))).toEqual(["fhir-code-conflict"]);
  });

  it("reads no answer of one instrument's list as another's", () => {
    const coded = { valueCoding: { system: "http://loinc.org", code: "LA6570-1" } };
    const ucla = questionnaireResponse({ questionnaire: "x/ucla-3", item: [{ linkId: "ucla-3-1", answer: [coded] }] });
    expect(rulesFor(ucla)).toEqual(["fhir-answer"]);
  });
});

describe("validation layer 4, business", () => {
  it("wants every linkId in range and every answer there", () => {
    const outOfRange = phq9Answers().map((one, place) => (place === 0 ? { ...one, answer: [{ valueInteger: 4 }] } : one));
    expect(rulesFor(questionnaireResponse({ item: outOfRange }))).toEqual(["item-out-of-range"]);
    expect(rulesFor(questionnaireResponse({ item: [...phq9Answers(), { linkId: "phq-9-10", answer: [{ valueInteger: 1 }] }] }))).toEqual([
      "fhir-link-id",
    ]);
    expect(rulesFor(questionnaireResponse({ item: phq9Answers().slice(1) }))).toEqual([]);
  });

  it("recomputes a total that stands beside its answers", () => {
    const total = (value: number) => [...phq9Answers(), { linkId: "/44261-6", answer: [{ valueInteger: value }] }];
    expect(rulesFor(questionnaireResponse({ item: total(12) }))).toEqual([]);
    expect(rulesFor(questionnaireResponse({ item: total(13) }))).toEqual(["score-disagrees-with-items"]);
  });

  it("takes nothing that was authored after now", () => {
    expect(rulesFor(questionnaireResponse({ authored: "2026-11-23T10:00:00Z" }))).toEqual(["date-in-future"]);
    expect(rulesFor(serviceRequest({ authoredOn: "2026-11-23" }))).toEqual(["date-in-future"]);
  });

  it("keeps a score more than 14 days before the referral, and makes no baseline of it", () => {
    expect(rulesFor(questionnaireResponse({ authored: "2026-02-15" }))).toEqual([]);
    expect(pairScores("2026-03-02", [{ on: "2026-02-15", score: 12 }])).toBeNull();
    expect(pairScores("2026-03-02", [{ on: "2026-02-16", score: 12 }])?.baseline.on).toBe("2026-02-16");
  });

  it("wants a practice's ODS code; whether it is live on the day is asked of the register, as for every other way in", () => {
    const requester = { identifier: { system: "https://fhir.nhs.uk/Id/ods-organization-code", value: "U12345" } };
    expect(rulesFor(serviceRequest({ requester }))).toContain("practice-format");
  });

  it("does not guess the scale of a SWEMWBS score, which its SNOMED code does not say", () => {
    const score = (value: number) => rulesFor(observationAlone({ ...snomed("718466001"), valueQuantity: { value } }));
    expect(score(21)).toEqual(["score-basis-required"]);
    expect(score(21.54)).toEqual([]);
    expect(score(20.5)).toEqual(["score-impossible"]);
  });
});

describe("validation layer 5, identity of what is sent", () => {
  const read = (resource: Json) => {
    const sent = readFhirSubmission(
      JSON.stringify(bundle([entry("p1", patient()), entry("sr1", serviceRequest()), entry("x1", resource)])),
      moment,
    );
    const record = sent.ok ? sent.value.records.find(({ index }) => index === 2) : undefined;
    return record?.events.ok === true ? record.events.value[0] : record?.events.refusals.map(({ rule }) => rule);
  };

  it("gives the same response the same event, whenever the server saved it", () => {
    const first = read(questionnaireResponse({ meta: { versionId: "1", lastUpdated: "2026-03-04T10:00:00Z" } }));
    expect(read(questionnaireResponse({ meta: { versionId: "2", lastUpdated: "2026-03-09T10:00:00Z" } }))).toEqual(first);
  });

  it("makes an amended response a correction of the one under the same identifier", () => {
    const amended = questionnaireResponse({ status: "amended", meta: { lastUpdated: "2026-03-05T10:00:00+01:00" } });
    expect(read(amended)).toMatchObject({
      type: "event.corrected",
      eventId: "QR/s1:20260305T090000000Z",
      corrects: "QR/s1",
      recordedAt: "2026-03-05T09:00:00.000Z",
      event: { type: "survey.completed", completedOn: "2026-03-04", items: [1, 2, 1, 2, 1, 1, 2, 2, 0] },
    });
    expect(read(questionnaireResponse({ status: "amended" }))).toEqual(["fhir-last-updated"]);
  });

  it("makes an amended or corrected score a correction too", () => {
    for (const status of ["amended", "corrected"]) {
      const score = observationAlone({ status, meta: { lastUpdated: "2026-03-05T10:00:00Z" } });
      expect(read(score)).toMatchObject({ type: "event.corrected", corrects: "Obs/o1", event: { total: 12 } });
    }
  });

  it("makes what was entered in error a withdrawal, with an id of its own that is always the same", () => {
    const withdrawn = {
      type: "event.withdrawn",
      eventId: "QR/s1:withdrawn",
      practice: "A81001",
      withdraws: "QR/s1",
      reason: "entered in error",
    };
    expect(read(questionnaireResponse({ status: "entered-in-error" }))).toEqual(withdrawn);
    expect(read(questionnaireResponse({ status: "entered-in-error", item: undefined }))).toEqual(withdrawn);
    expect(read(observationAlone({ status: "entered-in-error" }))).toMatchObject({ withdraws: "Obs/o1" });
  });

  it("refuses an NHS number as an identifier of anything but a person", () => {
    expect(read(questionnaireResponse({ identifier: { value: "9990000018" } }))).toEqual(["nhs-number-misplaced"]);
  });
});

describe("R4 traps", () => {
  it("a response that is in progress, stopped or without a status is not scored", () => {
    for (const status of ["in-progress", "stopped", ""]) expect(rulesFor(questionnaireResponse({ status }))).toEqual(["fhir-status"]);
  });

  it("an observation that is preliminary, registered, cancelled or unknown is not scored", () => {
    for (const status of ["preliminary", "registered", "cancelled", "unknown"]) {
      expect(rulesFor(observationAlone({ status }))).toEqual(["fhir-status"]);
    }
  });

  it("a decimal is no answer to a question that has whole ones, not even a whole decimal", () => {
    for (const valueDecimal of [1, 1.0, 1.5]) {
      const item = phq9Answers().map((one, place) => (place === 0 ? { ...one, answer: [{ valueDecimal }] } : one));
      expect(rulesFor(questionnaireResponse({ item }))).toEqual(["fhir-answer"]);
    }
  });

  it("a local time without an offset could be two days", () => {
    expect(rulesFor(questionnaireResponse({ authored: "2026-03-04T10:00:00" }))).toEqual(["fhir-offset"]);
    expect(rulesFor(observationAlone({ effectiveDateTime: "2026-03-04T10:00" }))).toEqual(["fhir-offset"]);
  });

  it("a moment is the day it was in England, whatever its offset", () => {
    const day = (authored: string) => {
      const sent = readFhirSubmission(
        JSON.stringify(bundle([entry("p1", patient()), entry("sr1", serviceRequest()), entry("x1", questionnaireResponse({ authored }))])),
        moment,
      );
      const events = sent.ok ? sent.value.records[1]?.events : undefined;
      return events?.ok === true && events.value[0]?.type === "survey.completed" ? events.value[0].completedOn : null;
    };
    expect(day("2026-07-01T23:30:00Z")).toBe("2026-07-02");
    expect(day("2026-07-02T00:30:00+01:00")).toBe("2026-07-02");
    expect(day("2026-01-01T23:30:00Z")).toBe("2026-01-01");
    expect(day("2026-07-02T09:00:00+14:00")).toBe("2026-07-01");
    expect(day("2026-07-01")).toBe("2026-07-01");
  });

  it("a year, a month and a day that does not exist are no days", () => {
    for (const authored of ["2026", "2026-03", "2026-02-29", "2026-13-01", "2026-02-30T10:00:00Z", "2026-03-04T25:00:00Z"]) {
      expect(rulesFor(questionnaireResponse({ authored }))).toEqual(["fhir-date"]);
    }
  });
});
