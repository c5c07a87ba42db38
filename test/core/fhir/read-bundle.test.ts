import { describe, expect, it } from "vitest";
import { readFhirBundle } from "../../../core/fhir/read-bundle.ts";
import type { Refusal } from "../../../core/refusal.ts";
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
  testNhsNumber,
  wholeStory,
} from "../../support/fhir-examples.ts";

function entriesOf(input: unknown) {
  const read = readFhirBundle(input);
  if (!read.ok) throw new TypeError(`the bundle was refused: ${rulesOf(read.refusals).join(", ")}`);
  return read.value.entries;
}

/** What becomes of one resource that stands where the story has its own. */
function readWith(place: "p1" | "sr1" | "t1" | "qr1" | "o1", resource: Json) {
  const story = wholeStory().entry as readonly Json[];
  const entries = story.map((one) => (one.fullUrl === `urn:uuid:${place}` ? entry(place, resource) : one));
  const index = story.findIndex((one) => one.fullUrl === `urn:uuid:${place}`);
  const result = entriesOf(bundle(entries))[index]?.result;
  if (result === undefined) throw new TypeError("the story has no such place");
  return result;
}

function refusalsWith(place: "p1" | "sr1" | "t1" | "qr1" | "o1", resource: Json): readonly Refusal[] {
  const result = readWith(place, resource);
  return result.ok ? [] : result.refusals;
}

function rulesWith(place: "p1" | "sr1" | "t1" | "qr1" | "o1", resource: Json): readonly string[] {
  return rulesOf(refusalsWith(place, resource));
}

function eventWith(place: "p1" | "sr1" | "t1" | "qr1" | "o1", resource: Json): unknown {
  const result = readWith(place, resource);
  if (!result.ok) throw new TypeError(`refused: ${rulesOf(result.refusals).join(", ")}`);
  return result.value[0];
}

describe("the story of one referral", () => {
  it("is told by the events that the JSON API takes", () => {
    const told = entriesOf(wholeStory()).map(({ result }) => (result.ok ? result.value : result.refusals));
    expect(told).toEqual([
      [],
      [
        {
          type: "referral.recorded",
          eventId: "SR/R1029",
          practice: "A81001",
          referralId: "R1029",
          patient: { nhsNumber: testNhsNumber },
          referredOn: "2026-03-02",
          referrerRole: "nurse",
          needs: ["anxiety"],
          ageBand: "65-74",
          sex: "F",
        },
      ],
      [
        {
          type: "referral.progressed",
          eventId: "Task/t1:accepted",
          practice: "A81001",
          referralId: "R1029",
          on: "2026-03-09",
          status: "accepted",
        },
      ],
      [
        {
          type: "survey.completed",
          eventId: "QR/s1",
          practice: "A81001",
          referralId: "R1029",
          instrument: "phq-9",
          completedOn: "2026-03-04",
          items: [1, 2, 1, 2, 1, 1, 2, 2, 0],
          mode: "self",
        },
      ],
      [],
    ]);
  });

  it("reads a person by an id of the practice's own where there is no NHS number", () => {
    const event = readWith("p1", patient({ identifier: [{ system: "https://practice.example/person", value: "P17" }] }));
    expect(event).toEqual({ ok: true, value: [] });
  });

  it("keeps the referral's own id apart from an answer's of the same number", () => {
    const [, sr, , qr] = entriesOf(
      bundle([
        entry("p1", patient()),
        entry("sr1", serviceRequest({ identifier: [{ value: "17" }] })),
        entry("t1", task()),
        entry("qr1", questionnaireResponse({ identifier: { value: "17" } })),
      ]),
    );
    expect([sr, qr].map((one) => (one?.result.ok ? one.result.value[0] : null))).toMatchObject([
      { eventId: "SR/17" },
      { eventId: "QR/17" },
    ]);
  });

  it("reads a UUID written as a URN as the UUID", () => {
    const uuid = "6d47d8c4-2f05-4dbb-93f8-6863e6d2975b";
    const event = eventWith("qr1", questionnaireResponse({ identifier: { system: "urn:ietf:rfc:3986", value: `urn:uuid:${uuid}` } }));
    expect(event).toMatchObject({ eventId: `QR/${uuid}` });
  });
});

describe("a bundle as a whole", () => {
  const rulesOfWhole = (input: unknown) => {
    const read = readFhirBundle(input);
    return read.ok ? [] : rulesOf(read.refusals);
  };

  it("is refused when it is no bundle", () => {
    for (const input of [null, 1, "Bundle", [], {}, { resourceType: "Patient" }])
      expect(rulesOfWhole(input)).toEqual(["fhir-not-a-bundle"]);
  });

  it("is refused when it is of a type that is not taken", () => {
    for (const type of ["collection", "document", "message", "searchset", "history", "batch-response"]) {
      expect(rulesOfWhole(wholeStory({ type }))).toEqual(["fhir-bundle-type"]);
    }
  });

  it("is refused when it is empty, or has more than 500 entries", () => {
    expect(rulesOfWhole(bundle([]))).toEqual(["fhir-bundle-empty"]);
    expect(rulesOfWhole({ resourceType: "Bundle", type: "batch" })).toEqual(["fhir-bundle-empty"]);
    expect(rulesOfWhole(bundle(Array.from({ length: 501 }, () => entry("p1", patient()))))).toEqual(["fhir-too-many-entries"]);
    expect(rulesOfWhole(bundle(Array.from({ length: 10_000 }, () => 0)))).toEqual(["fhir-too-many-entries"]);
  });

  it("is refused when its timestamp has no offset", () => {
    expect(rulesOfWhole(wholeStory({ timestamp: "2026-11-20T10:15:00" }))).toEqual(["fhir-offset"]);
  });

  it("is refused when it has implicit rules or contains resources", () => {
    expect(rulesOfWhole(wholeStory({ implicitRules: "https://x.example/rules" }))).toEqual(["fhir-forbidden-element"]);
    expect(rulesOfWhole(wholeStory({ contained: [patient()] }))).toEqual(["fhir-forbidden-element"]);
  });
});

describe("an entry", () => {
  const rulesOfEntry = (sent: unknown) => {
    const result = entriesOf(bundle([sent]))[0]?.result;
    return result === undefined || result.ok ? [] : rulesOf(result.refusals);
  };

  it("is refused by itself, and its neighbours are taken", () => {
    const results = entriesOf(bundle([entry("p1", patient()), entry("e1", { resourceType: "Encounter" }), entry("sr1", serviceRequest())]));
    expect(results.map(({ result }) => result.ok)).toEqual([true, false, true]);
  });

  it("is refused for a type that is not taken", () => {
    expect(rulesOfEntry(entry("m1", { resourceType: "MedicationRequest" }))).toEqual(["fhir-resource-type"]);
    expect(rulesOfEntry(entry("m1", { resourceType: "toString" }))).toEqual(["fhir-resource-type"]);
  });

  it("is refused for a request that reads, deletes or names another type", () => {
    for (const request of [
      undefined,
      { method: "DELETE", url: "Patient/1" },
      { method: "GET", url: "Patient" },
      { method: "PATCH", url: "Patient/1" },
      { method: "POST", url: "Observation" },
    ]) {
      expect(rulesOfEntry(entry("p1", patient(), { request }))).toEqual(["fhir-request"]);
    }
  });

  it("is taken for a conditional put by NHS number", () => {
    const url = `Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|${testNhsNumber}`;
    expect(rulesOfEntry(entry("p1", patient(), { request: { method: "PUT", url } }))).toEqual([]);
  });

  it("is refused when it shares its label", () => {
    const results = entriesOf(bundle([entry("p1", patient()), entry("p1", patient())]));
    expect(results.map(({ result }) => (result.ok ? [] : rulesOf(result.refusals)))).toEqual([["fhir-full-url"], ["fhir-full-url"]]);
  });

  it("ignores what FHIR allows beside what is read", () => {
    const meta = { profile: ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient"] };
    const name = [{ family: "Example", given: ["Only"] }];
    expect(rulesOfEntry(entry("p1", patient({ meta, name, text: { status: "generated", div: "<div>x</div>" } })))).toEqual([]);
  });
});

describe("a referral", () => {
  it("says who referred as far as the code says it, and unknown otherwise", () => {
    const url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-SourceOfServiceRequest";
    const from = (valueCodeableConcept: Json) => eventWith("sr1", serviceRequest({ extension: [{ url, valueCodeableConcept }] }));
    const snomed = (code: string) => ({ coding: [{ system: "http://snomed.info/sct", code }] });
    expect(from(snomed("108161000000109"))).toMatchObject({ referrerRole: "gp" });
    expect(from(snomed("1991000124105"))).toMatchObject({ referrerRole: "self" });
    expect(from({ text: "link_worker" })).toMatchObject({ referrerRole: "link_worker" });
    expect(from(snomed("183700005"))).toMatchObject({ referrerRole: "unknown" });
    expect(from({ text: "the nurse, probably" })).toMatchObject({ referrerRole: "unknown" });
    expect(eventWith("sr1", serviceRequest({ extension: [] }))).not.toHaveProperty("referrerRole");
  });

  it("counts a reason that has no place as other, and keeps none of its text", () => {
    const event = eventWith("sr1", serviceRequest({ reasonCode: [{ text: "came about the neighbours" }, { text: "debt" }] }));
    expect(event).toMatchObject({ needs: ["debt", "other"] });
  });

  it("is refused while it is a draft, and when it is a plan, a proposal or a ban", () => {
    expect(rulesWith("sr1", serviceRequest({ status: "draft" }))).toEqual(["fhir-status"]);
    expect(rulesWith("sr1", serviceRequest({ intent: "proposal" }))).toEqual(["fhir-intent"]);
    expect(rulesWith("sr1", serviceRequest({ doNotPerform: true }))).toEqual(["fhir-intent"]);
  });

  it("is refused for another service, and for social prescribing that was declined", () => {
    const code = (one: string) => ({ code: { coding: [{ system: "http://snomed.info/sct", code: one }] } });
    expect(rulesWith("sr1", serviceRequest(code("268400002")))).toEqual(["fhir-code"]);
    expect(rulesWith("sr1", serviceRequest(code("871711000000103")))).toEqual(["fhir-code"]);
  });

  it("is refused without a practice, and UK Core's stray spelling of the ODS system names none", () => {
    expect(rulesWith("sr1", serviceRequest({ requester: undefined }))).toEqual(["fhir-practice"]);
    const stray = { identifier: { system: "https://fhir.nhs.uk/Id/ods-organisation-code", value: "A81001" } };
    expect(rulesWith("sr1", serviceRequest({ requester: stray }))).toEqual(["fhir-practice"]);
  });

  it("is refused without one identifier, and takes the official of several", () => {
    expect(rulesWith("sr1", serviceRequest({ identifier: [] }))).toEqual(["fhir-identifier"]);
    expect(rulesWith("sr1", serviceRequest({ identifier: [{ value: "a" }, { value: "b" }] }))).toEqual(["fhir-identifier"]);
    expect(eventWith("sr1", serviceRequest({ identifier: [{ value: "a" }, { use: "official", value: "b" }] }))).toMatchObject({
      referralId: "b",
    });
  });

  it("takes the person by logical identifier, without any Patient", () => {
    const subject = { identifier: { system: "https://fhir.nhs.uk/Id/nhs-number", value: "9990000026" } };
    expect(eventWith("sr1", serviceRequest({ subject }))).toMatchObject({ patient: { nhsNumber: "9990000026" } });
  });

  it("is withdrawn when it was entered in error", () => {
    expect(eventWith("sr1", serviceRequest({ status: "entered-in-error" }))).toEqual({
      type: "event.withdrawn",
      eventId: "SR/R1029:withdrawn",
      practice: "A81001",
      withdraws: "SR/R1029",
      reason: "entered in error",
    });
  });
});

describe("a person", () => {
  it("is refused when the NHS number does not pass its check", () => {
    for (const value of ["9876544321", "0000000000", "9999999999", "123"]) {
      expect(rulesWith("p1", patient({ identifier: [{ system: "https://fhir.nhs.uk/Id/nhs-number", value }] }))).toEqual([
        "nhs-number-invalid",
      ]);
    }
  });

  it("has the sex registered at birth before the administrative gender, and the ethnic category of UK Core", () => {
    const coded = (url: string, system: string, code: string) => ({ url, valueCodeableConcept: { coding: [{ system, code }] } });
    const extension = [
      coded(
        "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BirthSex",
        "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender",
        "M",
      ),
      coded(
        "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory",
        "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland",
        "99",
      ),
    ];
    const event = entriesOf(bundle([entry("p1", patient({ extension })), entry("sr1", serviceRequest())]))[1]?.result;
    expect(event?.ok === true && event.value[0]).toMatchObject({ sex: "M", ethnicity: "99" });
  });
});

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
