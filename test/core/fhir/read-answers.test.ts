import { describe, expect, it } from "vitest";
import {
  bundle,
  entry,
  type Json,
  observation,
  observationAlone,
  patient,
  phq9Answers,
  questionnaireResponse,
  rulesOf,
  serviceRequest,
  task,
  wholeStory,
} from "../../support/fhir-examples.ts";

import { entriesOf, eventWith, rulesWith } from "../../support/fhir-reading.ts";

describe("answers", () => {
  it("are read by LOINC's item codes, by the instrument's own numbers, from groups, and in any order", () => {
    const numbered = [3, 1, 2].map((n) => ({ linkId: `UCLA3-${n}`, answer: [{ valueInteger: n }] }));
    const questionnaire = "https://practice.example/Questionnaire/UCLA_3";
    const event = eventWith("qr1", questionnaireResponse({ questionnaire, item: [{ linkId: "group", item: numbered }] }));
    expect(event).toMatchObject({ instrument: "ucla-3", items: [1, 2, 3] });
    const panel = questionnaireResponse({ questionnaire: "http://loinc.org/q/44249-1", item: phq9Answers().toReversed() });
    expect(eventWith("qr1", panel)).toMatchObject({ instrument: "phq-9", items: [1, 2, 1, 2, 1, 1, 2, 2, 0] });
  });

  it("keep a missing answer missing", () => {
    const item = phq9Answers().map((one, place) => (place === 4 ? { linkId: one.linkId } : one));
    expect(eventWith("qr1", questionnaireResponse({ item }))).toMatchObject({ items: [1, 2, 1, 2, null, 1, 2, 2, 0] });
  });

  it("take the total from an item of its own, beside the answers or without them", () => {
    const total = (linkId: string) => ({ linkId, answer: [{ valueInteger: 12 }] });
    expect(eventWith("qr1", questionnaireResponse({ item: [...phq9Answers(), total("/44261-6")] }))).toMatchObject({ total: 12 });
    const alone = eventWith("qr1", questionnaireResponse({ item: [total("phq-9-total")] }));
    expect(alone).toMatchObject({ total: 12 });
    expect(alone).not.toHaveProperty("items");
  });

  it("leave PHQ-9's unscored question about difficulty aside", () => {
    const difficulty = { linkId: "/69722-7", answer: [{ valueCoding: { system: "http://loinc.org", code: "LA6572-7" } }] };
    expect(eventWith("qr1", questionnaireResponse({ item: [...phq9Answers(), difficulty] }))).toMatchObject({
      items: [1, 2, 1, 2, 1, 1, 2, 2, 0],
    });
  });

  it("are refused for a question that is not the instrument's, for one answered twice, and for two answers to one", () => {
    const [first, ...rest] = phq9Answers();
    if (first === undefined) throw new TypeError("no answers");
    expect(rulesWith("qr1", questionnaireResponse({ item: [...rest, { ...first, linkId: "phq9_1" }] }))).toEqual(["fhir-link-id"]);
    expect(rulesWith("qr1", questionnaireResponse({ item: [first, first, ...rest] }))).toEqual(["fhir-link-id-twice"]);
    const twice = { ...first, answer: [{ valueInteger: 1 }, { valueInteger: 2 }] };
    expect(rulesWith("qr1", questionnaireResponse({ item: [twice, ...rest] }))).toEqual(["fhir-link-id-twice"]);
  });

  it("are refused when there are none, and for a questionnaire that is not known", () => {
    expect(rulesWith("qr1", questionnaireResponse({ item: [] }))).toEqual(["fhir-no-answers"]);
    expect(rulesWith("qr1", questionnaireResponse({ questionnaire: "https://practice.example/Questionnaire/inpatients" }))).toEqual([
      "fhir-questionnaire",
    ]);
  });

  it("say who answered only when the person did so alone", () => {
    const assisted = questionnaireResponse({ author: { identifier: { value: "nurse" } } });
    expect(eventWith("qr1", assisted)).not.toHaveProperty("mode");
    expect(eventWith("qr1", questionnaireResponse({ source: undefined }))).not.toHaveProperty("mode");
  });
});

describe("a referral of an answer", () => {
  const known = { system: "https://practice.example/referral", value: "R7", assigner: { identifier: ods("A81001") } };
  function ods(value: string): Json {
    return { system: "https://fhir.nhs.uk/Id/ods-organization-code", value };
  }

  it("may have been sent before: it is known by its identifier, and the practice by who assigned it", () => {
    const [read] = entriesOf(
      bundle([entry("qr1", questionnaireResponse({ basedOn: [{ identifier: known }], subject: undefined, source: undefined }))]),
    );
    expect(read?.result.ok === true && read.result.value[0]).toMatchObject({ practice: "A81001", referralId: "R7" });
  });

  it("takes the practice from who recorded the answer where nobody is named as assigner", () => {
    const author = { identifier: ods("B83002") };
    const response = questionnaireResponse({ basedOn: [{ identifier: { value: "R7" } }], author });
    expect(eventWith("qr1", response)).toMatchObject({ practice: "B83002", referralId: "R7" });
    expect(rulesWith("qr1", questionnaireResponse({ basedOn: [{ identifier: { value: "R7" } }] }))).toEqual(["fhir-practice"]);
  });

  it("is one, a ServiceRequest, in the bundle", () => {
    const basedOn = (...references: readonly Json[]) => rulesWith("qr1", questionnaireResponse({ basedOn: references }));
    expect(basedOn()).toEqual(["fhir-based-on"]);
    expect(basedOn({ reference: "urn:uuid:sr1" }, { identifier: known })).toEqual(["fhir-based-on"]);
    expect(basedOn({ reference: "urn:uuid:p1" })).toEqual(["fhir-reference-type"]);
    expect(basedOn({ reference: "urn:uuid:nobody" })).toEqual(["fhir-reference-unresolved"]);
    expect(basedOn({ reference: "ServiceRequest/1" })).toEqual(["fhir-reference-unresolved"]);
    expect(basedOn({ display: "the referral" })).toEqual(["fhir-reference-unresolved"]);
  });

  it("is about the same person as the answer", () => {
    const somebody = { identifier: { system: "https://fhir.nhs.uk/Id/nhs-number", value: "9990000026" } };
    expect(rulesWith("qr1", questionnaireResponse({ subject: somebody }))).toEqual(["fhir-subject-disagrees"]);
  });

  it("is refused with what refers to it, when it has no identifier or practice", () => {
    const results = entriesOf(
      bundle([entry("p1", patient()), entry("sr1", serviceRequest({ identifier: [] })), entry("qr1", questionnaireResponse())]),
    );
    expect(results.map(({ result }) => (result.ok ? [] : rulesOf(result.refusals)))).toEqual([
      [],
      ["fhir-identifier"],
      ["fhir-reference-refused"],
    ]);
  });
});

describe("a score", () => {
  it("that came alone is a survey with a total", () => {
    expect(eventWith("o1", observationAlone())).toEqual({
      type: "survey.completed",
      eventId: "Obs/o1",
      practice: "A81001",
      referralId: "R1029",
      instrument: "phq-9",
      completedOn: "2026-03-04",
      total: 12,
    });
  });

  it("is taken with a legacy code, with UK Core's own unit, and as an integer", () => {
    const legacy = { code: { coding: [{ system: "http://snomed.info/sct", code: "506701000000100" }] } };
    const unit = { valueQuantity: { value: 12, system: "http://unitsofmeasure.org", code: "{ScoreOf}" } };
    for (const more of [legacy, unit, { valueQuantity: undefined, valueInteger: 12 }]) {
      expect(eventWith("o1", observationAlone(more))).toMatchObject({ instrument: "phq-9", total: 12 });
    }
  });

  it("is refused with a comparator, in another unit, without a value and when it is not of a survey", () => {
    const valued = (valueQuantity: unknown) => rulesWith("o1", observationAlone({ valueQuantity }));
    expect(valued({ value: 12, comparator: "<" })).toEqual(["fhir-value"]);
    expect(valued({ value: 12, system: "http://unitsofmeasure.org", code: "mmol/L" })).toEqual(["fhir-value"]);
    expect(valued(undefined)).toEqual(["fhir-value"]);
    expect(rulesWith("o1", observationAlone({ category: [] }))).toEqual(["fhir-category"]);
  });

  it("is recomputed from its answers and refused where it disagrees, and so are the answers", () => {
    const wrong = { valueQuantity: { value: 13, system: "http://unitsofmeasure.org", code: "{score}" } };
    const story = wholeStory().entry as readonly Json[];
    const results = entriesOf(bundle([...story.slice(0, 4), entry("o1", observation(wrong))]));
    expect(results.map(({ result }) => (result.ok ? [] : rulesOf(result.refusals)))).toEqual([
      [],
      [],
      [],
      ["fhir-score-disagrees"],
      ["fhir-score-disagrees"],
    ]);
  });

  it("is refused on another day than its answers, and as another instrument's", () => {
    expect(rulesWith("o1", observation({ effectiveDateTime: "2026-03-05" }))).toEqual(["fhir-date-disagrees"]);
    const gad7 = { code: { coding: [{ system: "http://snomed.info/sct", code: "445455005" }] } };
    expect(rulesWith("o1", observation(gad7))).toEqual(["fhir-code-conflict"]);
  });

  it("is derived from one response that is in the bundle and was taken", () => {
    const derived = (...references: readonly string[]) =>
      rulesWith("o1", observation({ derivedFrom: references.map((reference) => ({ reference })) }));
    expect(derived("urn:uuid:nobody")).toEqual(["fhir-reference-unresolved"]);
    expect(derived("urn:uuid:sr1")).toEqual(["fhir-reference-type"]);
    expect(derived("urn:uuid:qr1", "urn:uuid:sr1")).toEqual(["fhir-reference-type"]);
    const results = entriesOf(
      bundle([
        entry("p1", patient()),
        entry("sr1", serviceRequest()),
        entry("qr1", questionnaireResponse({ status: "in-progress" })),
        entry("o1", observation()),
      ]),
    );
    expect(results.map(({ result }) => (result.ok ? [] : rulesOf(result.refusals))).slice(2)).toEqual([
      ["fhir-status"],
      ["fhir-reference-refused"],
    ]);
  });
});

describe("a step", () => {
  it("is each status a task passes through, under an id of its own", () => {
    const steps = ["accepted", "rejected", "in-progress", "completed", "failed", "cancelled"].map((status) =>
      eventWith("t1", task({ status })),
    );
    expect(steps).toMatchObject([
      { eventId: "Task/t1:accepted", status: "accepted" },
      { eventId: "Task/t1:declined", status: "declined" },
      { eventId: "Task/t1:started", status: "started" },
      { eventId: "Task/t1:completed", status: "completed" },
      { eventId: "Task/t1:lost", status: "lost" },
      { eventId: "Task/t1:closed", status: "closed" },
    ]);
  });

  it("may be named by the business status, as attending has no status in FHIR", () => {
    const attended = task({ status: "in-progress", businessStatus: { text: "did-not-attend" } });
    expect(eventWith("t1", attended)).toMatchObject({ status: "did-not-attend" });
  });

  it("is refused for a task that is not under way, and for one without a referral", () => {
    for (const status of ["draft", "requested", "entered-in-error"]) expect(rulesWith("t1", task({ status }))).toEqual(["fhir-status"]);
    expect(rulesWith("t1", task({ focus: undefined }))).toEqual(["fhir-based-on"]);
  });
});
