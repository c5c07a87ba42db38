import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { answerToBundle } from "../../../core/fhir/answer-entries.ts";
import { capabilityStatement, hearten } from "../../../core/fhir/capability-statement.ts";
import { elementPaths, expressionOf } from "../../../core/fhir/element-paths.ts";
import { takenTypes } from "../../../core/fhir/entries.ts";
import { fhirRules } from "../../../core/fhir/fhir-rules.ts";
import { issueOf, outcomeOf } from "../../../core/fhir/operation-outcome.ts";
import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import { refuseTogether } from "../../../core/fhir/refuse-together.ts";
import { actionsAtMost, actionsFor, transactionEventsAtMost } from "../../../core/fhir/transaction.ts";
import { scoringRules } from "../../../core/scoring/scoring-rules.ts";
import { simulate } from "../../../core/simulation/simulate.ts";
import type { ReceiptRecord } from "../../../core/submission/receipt.ts";
import { submissionRules } from "../../../core/submission/submission-rules.ts";
import { answerDescription } from "../../../functions/describe-api/answer-description.ts";
import {
  bundle,
  entry,
  type Json,
  observationAlone,
  patient,
  questionnaireResponse,
  serviceRequest,
  task,
  wholeStory,
} from "../../support/fhir-examples.ts";
import { writeBundle } from "../../support/write-fhir.ts";

/** Lantana's validator, which ships HL7's own R4 profiles, types and value sets. */
const { Fhir } = createRequire(import.meta.url)("fhir") as typeof import("fhir");
const validator = new Fhir();

/** Everything that HL7's definitions have against a resource. Codes of terminologies that the definitions do not ship are only warned of. */
function faultsOf(resource: unknown): readonly string[] {
  const { messages } = validator.validate(JSON.parse(JSON.stringify(resource)), { errorOnUnexpected: true });
  return messages.flatMap(({ severity, location, message }) =>
    severity === "error" || severity === "fatal" ? [`${location}: ${message}`] : [],
  );
}

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };
const outline = { type: "batch", entries: ["Patient", "ServiceRequest", "QuestionnaireResponse", "Observation"] } as const;
const records: readonly ReceiptRecord[] = [
  { index: 1, eventId: "SR/R1", outcome: "duplicate" },
  {
    index: 2,
    eventId: "QR/s1",
    outcome: "accepted",
    score: { score: 12, band: "moderate", caseness: true, risk: "yes", change: null, action: "follow your procedure for risk today" },
  },
  {
    index: 3,
    eventId: null,
    outcome: "rejected",
    rule: "fhir-value",
    field: "resource.valueQuantity",
    fix: "send the score as valueInteger",
  },
];

describe("the validator", () => {
  it("finds what is wrong by HL7's definitions", () => {
    expect(faultsOf({ resourceType: "OperationOutcome", issue: [{ severity: "bad", code: "nonsense" }], extra: 1 })).toHaveLength(3);
    expect(faultsOf({ resourceType: "Observation", status: "final" })).toHaveLength(1);
  });
});

describe("the example bundles", () => {
  it("are valid by HL7's R4 definitions", () => {
    const alone = [entry("p1", patient()), entry("sr1", serviceRequest()), entry("o1", observationAlone())];
    const more = [
      entry("t1", task()),
      entry("q1", questionnaireResponse({ status: "amended", meta: { lastUpdated: "2026-03-05T10:00:00Z" } })),
    ];
    for (const example of [wholeStory(), wholeStory({ type: "transaction" }), bundle([...alone, ...more])])
      expect(faultsOf(example)).toEqual([]);
  });

  it("of a synthetic service are valid too", () => {
    for (const { events } of [...simulate({ referrals: 25, practices: 2, seed: 11, until: "2026-10-31" }).referrals()]) {
      expect(faultsOf(writeBundle(events))).toEqual([]);
    }
  });
});

describe("the answer to a batch", () => {
  it("has an outcome for each entry, in their order", () => {
    const answer = answerToBundle(outline, { records });
    expect(answer).toMatchObject({ resourceType: "Bundle", type: "batch-response" });
    const statuses = answer.resourceType === "Bundle" ? answer.entry.map(({ response }) => response.status) : [];
    expect(statuses).toEqual(["200 OK", "200 OK", "201 Created", "422 Unprocessable Entity"]);
    expect(faultsOf(answer)).toEqual([]);
  });

  it("tells of a score at once, and before it what to do about a risk", () => {
    const answer = answerToBundle(outline, { records });
    const issues = answer.resourceType === "Bundle" ? answer.entry[2]?.response.outcome?.issue : [];
    expect(issues).toEqual([
      { severity: "warning", code: "informational", diagnostics: "follow your procedure for risk today" },
      { severity: "information", code: "informational", diagnostics: "score 12, moderate" },
    ]);
  });

  it("says of what is left out that it is, and of what was not kept that it was not", () => {
    const outline = { type: "batch", entries: ["ServiceRequest", "Observation"] } as const;
    const records = [
      { index: 0, eventId: "r1", outcome: "excluded", standing: "erased" },
      { index: 1, eventId: "s1", outcome: "accepted", standing: "opted-out" },
    ] as const;

    const text = JSON.stringify(answerToBundle(outline, { records }));

    expect(text.indexOf("not kept: the records of this person were erased")).toBeLessThan(text.indexOf("left out of every figure"));
    expect([...text.matchAll(/"status":"(\d+)/g)].map(([, status]) => status)).toEqual(["200", "201"]);
  });

  it("names the rule, the element and what to do", () => {
    const answer = answerToBundle(outline, { records });
    const issues = answer.resourceType === "Bundle" ? answer.entry[3]?.response.outcome?.issue : [];
    expect(issues).toEqual([
      {
        severity: "error",
        code: "value",
        details: { coding: [{ system: "urn:x-hearten:rule", code: "fhir-value" }] },
        diagnostics: "send the score as valueInteger",
        expression: ["Bundle.entry[3].resource.valueQuantity"],
      },
    ]);
  });

  it("forbids what the sender may not send", () => {
    const forbidden: readonly ReceiptRecord[] = [
      { index: 1, eventId: null, outcome: "rejected", rule: "practice-not-granted", field: "practice", fix: "ask" },
    ];
    const answer = answerToBundle(outline, { records: forbidden });
    expect(answer.resourceType === "Bundle" && answer.entry[1]?.response).toMatchObject({
      status: "403 Forbidden",
      outcome: { issue: [{ code: "forbidden", expression: ["Bundle.entry[1].resource.requester.identifier.value"] }] },
    });
  });
});

describe("the answer to a transaction", () => {
  it("is one outcome with every reason when anything was refused", () => {
    const answer = answerToBundle({ ...outline, type: "transaction" }, { records });
    expect(answer).toMatchObject({ resourceType: "OperationOutcome", issue: [{ expression: ["Bundle.entry[3].resource.valueQuantity"] }] });
    expect(faultsOf(answer)).toEqual([]);
  });

  it("is a transaction-response when all was kept", () => {
    const answer = answerToBundle({ ...outline, type: "transaction" }, { records: records.slice(0, 2) });
    expect(answer).toMatchObject({ resourceType: "Bundle", type: "transaction-response" });
    expect(faultsOf(answer)).toEqual([]);
  });
});

describe("an outcome", () => {
  it("is valid by HL7's definitions for every rule there is", () => {
    const rules = [...Object.keys(fhirRules), ...Object.keys(submissionRules), ...Object.keys(scoringRules)];
    const refusals = rules.map((rule) => ({ rule, field: "items.3", fix: "do this" }));
    expect(faultsOf(outcomeOf(refusals, { entry: 2, type: "QuestionnaireResponse" }))).toEqual([]);
  });

  it("gives every FHIR rule the issue type of its own", () => {
    for (const [rule, { issue }] of Object.entries(fhirRules)) {
      expect(issueOf({ rule, field: "", fix: "x" }, { entry: null, type: null })).toMatchObject({ code: issue, expression: ["Bundle"] });
    }
  });

  it("leads from a field of an event to the element that it was read from", () => {
    expect(expressionOf(2, "QuestionnaireResponse", "items.3")).toBe("Bundle.entry[2].resource.item");
    expect(expressionOf(2, "QuestionnaireResponse", "event.completedOn")).toBe("Bundle.entry[2].resource.authored");
    expect(expressionOf(0, "ServiceRequest", "activity")).toBe("Bundle.entry[0].resource.orderDetail[0].text");
    expect(expressionOf(1, "Observation", "resource.code")).toBe("Bundle.entry[1].resource.code");
    expect(expressionOf(1, null, "fullUrl")).toBe("Bundle.entry[1].fullUrl");
    expect(expressionOf(1, "Task", "whatever")).toBe("Bundle.entry[1].resource");
    expect(expressionOf(null, null, "type")).toBe("Bundle.type");
  });

  it("has a place for every field that a type's events have", () => {
    const read = readFhirSubmission(JSON.stringify(wholeStory()), moment);
    if (!read.ok) throw new TypeError("the story was refused");
    for (const { index, events } of read.value.records) {
      const type = read.value.outline?.entries[index];
      if (!events.ok || type === null || type === undefined) throw new TypeError("an entry of the story was refused");
      const fields = events.value.flatMap((event) => Object.keys(event)).filter((field) => field !== "type");
      expect(fields.filter((field) => !Object.hasOwn(elementPaths[type], field))).toEqual([]);
    }
  });
});

describe("a transaction", () => {
  const rulesOf = (sent: Json) => {
    const read = readFhirSubmission(JSON.stringify(sent), moment);
    return read.ok ? read.value.records.map(({ events }) => (events.ok ? "" : events.refusals.map(({ rule }) => rule).join())) : [];
  };
  const story = wholeStory().entry as readonly Json[];
  const answers = (count: number) =>
    Array.from({ length: count }, (_, n) => entry(`q${n}`, questionnaireResponse({ identifier: { value: `s${n}` } })));

  it("is taken when it is one referral's and fits one write", () => {
    expect(rulesOf(bundle(story, { type: "transaction" }))).toEqual(["", "", ""]);
    expect(new Set(rulesOf(bundle([...story.slice(0, 2), ...answers(39)], { type: "transaction" })))).toEqual(new Set([""]));
    expect(actionsFor(transactionEventsAtMost)).toBeLessThanOrEqual(actionsAtMost);
  });

  it("is refused whole, before anything is stored, when one entry is refused", () => {
    const bad = entry("x1", questionnaireResponse({ identifier: { value: "s9" }, status: "in-progress" }));
    expect(rulesOf(bundle([...story.slice(0, 2), bad], { type: "transaction" }))).toEqual(["fhir-transaction-refused", "fhir-status"]);
    expect(rulesOf(bundle([...story.slice(0, 2), bad]))).toEqual(["", "fhir-status"]);
  });

  it("is refused whole when a later rule refuses one entry", () => {
    const late = entry("x1", questionnaireResponse({ identifier: { value: "s9" }, authored: "2026-12-01" }));
    expect(rulesOf(bundle([...story.slice(0, 2), late], { type: "transaction" }))).toEqual(["fhir-transaction-refused", "date-in-future"]);
  });

  it("is refused, and never divided, when it is more than one write", () => {
    const rules = rulesOf(bundle([...story.slice(0, 2), ...answers(40)], { type: "transaction" }));
    expect(new Set(rules)).toEqual(new Set(["fhir-transaction-too-large"]));
  });

  it("is refused when one identifier stands twice in it", () => {
    const twice = [...answers(1), entry("x1", questionnaireResponse({ identifier: { value: "s0" }, authored: "2026-03-05" }))];
    expect(rulesOf(bundle([...story.slice(0, 2), ...twice], { type: "transaction" }))).toEqual(Array(3).fill("fhir-identifier"));
  });

  it("is refused for two referrals, and for a withdrawal among others", () => {
    const other = entry("sr2", serviceRequest({ identifier: [{ value: "R2" }] }));
    expect(new Set(rulesOf(bundle([...story.slice(0, 2), other], { type: "transaction" })))).toEqual(
      new Set(["fhir-transaction-too-large"]),
    );
    const withdrawn = entry("x1", questionnaireResponse({ status: "entered-in-error" }));
    expect(new Set(rulesOf(bundle([...story.slice(0, 2), withdrawn], { type: "transaction" })))).toEqual(
      new Set(["fhir-transaction-too-large"]),
    );
    expect(rulesOf(bundle([withdrawn, ...story.slice(0, 1)], { type: "transaction" }))).toEqual(["fhir-reference-unresolved"]);
  });

  it("is refused whole when an entry may not be sent by its sender", () => {
    const refused = { rule: "practice-not-granted", field: "practice", fix: "ask" };
    const judged = [[], [refused]].map((refusals, index) => ({ index, row: null, eventId: null, events: [], refusals, columns: {} }));
    expect(refuseTogether(judged).map(({ refusals }) => refusals[0]?.rule)).toEqual(["fhir-transaction-refused", "practice-not-granted"]);
    expect(refuseTogether(judged.slice(0, 1))).toEqual(judged.slice(0, 1));
  });
});

describe("the CapabilityStatement", () => {
  const statement = capabilityStatement({
    date: "2026-11-22",
    softwareVersion: "0.1.0",
    address: "https://hearten.example/v1/submissions",
  });

  it("is valid by HL7's R4 definitions", () => {
    expect(faultsOf(statement)).toEqual([]);
    expect(faultsOf(capabilityStatement({ date: "2026-11-22", softwareVersion: "0.1.0" }))).toEqual([]);
  });

  it("names the version of FHIR, both kinds of bundle and every type that is taken", () => {
    expect(statement).toMatchObject({ fhirVersion: "4.0.1", rest: [{ interaction: [{ code: "batch" }, { code: "transaction" }] }] });
    const [rest] = statement.rest as readonly { resource: readonly { type: string }[] }[];
    expect(rest?.resource.map(({ type }) => type).toSorted()).toEqual(Object.keys(takenTypes).toSorted());
  });

  it("is served at its place in the API, with the version of the package", () => {
    const answer = answerDescription({ path: "/v1/fhir/metadata" });
    expect([answer.statusCode, answer.headers?.["content-type"]]).toEqual([200, "application/fhir+json"]);
    expect(JSON.parse(answer.body)).toEqual(capabilityStatement(hearten));
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(hearten.softwareVersion).toBe(version);
  });

  it("gives the same bytes for the same deployment", () => {
    expect(JSON.stringify(capabilityStatement({ date: "2026-11-22", softwareVersion: "1" }))).toBe(
      JSON.stringify(capabilityStatement({ date: "2026-11-22", softwareVersion: "1" })),
    );
  });
});
