import { describe, expect, it } from "vitest";
import { readFhirBundle } from "../../../core/fhir/read-bundle.ts";
import {
  bundle,
  entry,
  type Json,
  patient,
  questionnaireResponse,
  rulesOf,
  serviceRequest,
  task,
  testNhsNumber,
  wholeStory,
} from "../../support/fhir-examples.ts";

import { entriesOf, eventWith, readWith, rulesWith } from "../../support/fhir-reading.ts";

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
