import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerToBundle } from "../../../core/fhir/answer-entries.ts";
import { outcomeOf } from "../../../core/fhir/operation-outcome.ts";
import { readFhirBundle } from "../../../core/fhir/read-bundle.ts";
import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import type { Refusal } from "../../../core/refusal.ts";
import {
  bundle,
  entry,
  type Json,
  observation,
  observationAlone,
  patient,
  questionnaireResponse,
  serviceRequest,
  task,
  wholeStory,
} from "../../support/fhir-examples.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };
const submit = (input: unknown) => readFhirSubmission(JSON.stringify(input), moment);

function refusalsOf(input: unknown): readonly Refusal[] {
  const read = readFhirBundle(input);
  return read.ok ? read.value.entries.flatMap(({ result }) => (result.ok ? [] : result.refusals)) : read.refusals;
}

/** Everything that could be said to the sender about a bundle. */
function everythingSaid(input: unknown): string {
  const read = submit(input);
  if (!read.ok) return JSON.stringify([read.refusals, outcomeOf(read.refusals, { entry: null, type: null })]);
  const records = read.value.records.map(({ index, eventId, events }) =>
    events.ok
      ? { index, eventId: null, outcome: "accepted" as const }
      : { index, eventId, outcome: "rejected" as const, ...events.refusals[0] },
  );
  const { outline } = read.value;
  return JSON.stringify([records, outline === undefined ? null : answerToBundle(outline, { records })]);
}

describe("addresses that lead out", () => {
  const addresses = [
    "http://169.254.169.254/latest/meta-data",
    "https://evil.example/Patient/1",
    "file:///etc/passwd",
    "ftp://x.example/1",
    "gopher://x.example",
    "//evil.example/Patient/1",
    "\\\\evil.example\\share",
    "HTTPS://EVIL.example/1",
    " https://evil.example/1",
    "javascript:alert(1)",
    "data:text/plain,1",
    "urn:ietf:rfc:3986",
  ];

  it("are refused wherever a reference may stand, read or not", () => {
    for (const reference of addresses) {
      const placed = [
        serviceRequest({ subject: { reference } }),
        serviceRequest({ encounter: { reference } }),
        questionnaireResponse({ basedOn: [{ reference }] }),
        observation({ derivedFrom: [{ reference }] }),
        task({ focus: { reference } }),
        patient({ generalPractitioner: [{ reference }] }),
      ];
      for (const resource of placed) {
        expect(refusalsOf(bundle([entry("x1", resource)])).map(({ rule }) => rule)).toContain("fhir-reference-external");
      }
    }
  });

  it("are refused as the label of an entry and as what it asks for", () => {
    expect(refusalsOf(bundle([entry("p1", patient(), { fullUrl: "https://evil.example/Patient/1" })]))[0]?.rule).toBe(
      "fhir-reference-external",
    );
    const request = { method: "POST", url: "https://evil.example/Patient" };
    expect(refusalsOf(bundle([entry("p1", patient(), { request })]))[0]?.rule).toBe("fhir-reference-external");
  });
});

describe("references that lead back", () => {
  it("are refused when an entry refers to itself, and when several do in a ring", () => {
    const self = serviceRequest({ basedOn: [{ reference: "urn:uuid:sr1" }] });
    expect(refusalsOf(bundle([entry("p1", patient()), entry("sr1", self)])).map(({ rule }) => rule)).toEqual(["fhir-reference-circular"]);
    const ring = [
      entry("sr1", serviceRequest({ supportingInfo: [{ reference: "urn:uuid:qr1" }] })),
      entry("qr1", questionnaireResponse({ subject: undefined, source: undefined })),
    ];
    expect(refusalsOf(bundle(ring)).map(({ rule }) => rule)).toEqual(["fhir-reference-circular", "fhir-reference-circular"]);
  });

  it("are told from chains: what refers to a ring, and is not of it, is refused for what it refers to", () => {
    const chain = [
      entry("sr1", serviceRequest({ basedOn: [{ reference: "urn:uuid:sr1" }] })),
      entry("qr1", questionnaireResponse({ subject: undefined, source: undefined })),
    ];
    expect(refusalsOf(bundle(chain)).map(({ rule }) => rule)).toEqual(["fhir-reference-circular", "fhir-reference-refused"]);
  });
});

describe("what is hidden or too much", () => {
  it("is refused: contained resources, and references to them", () => {
    expect(refusalsOf(bundle([entry("sr1", serviceRequest({ contained: [patient({ id: "p" })] }))]))[0]?.rule).toBe(
      "fhir-forbidden-element",
    );
    expect(refusalsOf(bundle([entry("sr1", serviceRequest({ subject: { reference: "#p" } }))]))[0]?.rule).toBe("fhir-forbidden-element");
  });

  it("is refused: nesting without end", () => {
    let item: unknown = { linkId: "phq-9-1" };
    for (let level = 0; level < 5_000; level += 1) item = { linkId: "group", item: [item] };
    expect(refusalsOf(bundle([entry("x1", questionnaireResponse({ item: [item] }))]))[0]?.rule).toBe("fhir-too-deep");
    const read = readFhirSubmission(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`, moment);
    expect(read.ok === false && read.refusals[0]?.rule).toBe("json-too-deep");
  });

  it("is refused: ten thousand entries", () => {
    const read = submit(bundle(Array.from({ length: 10_000 }, () => 0)));
    expect(read.ok === false && read.refusals[0]?.rule).toBe("fhir-too-many-entries");
  });

  it("is refused: XML and its entities, which are no JSON", () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Bundle xmlns="http://hl7.org/fhir">&b;</Bundle>';
    const read = readFhirSubmission(bomb, moment);
    expect(read.ok === false && read.refusals[0]?.rule).toBe("malformed-json");
  });

  it("is refused: names that programs treat specially, and Object.prototype stays as it was", () => {
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    for (const name of ["__proto__", "constructor", "prototype"]) {
      const resource = JSON.parse(`{"resourceType":"Patient","extension":[{"${name}":{"polluted":true}}]}`) as Json;
      expect(refusalsOf(bundle([entry("p1", resource)]))[0]?.rule).toBe("fhir-forbidden-key");
    }
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before);
    expect("polluted" in {}).toBe(false);
  });
});

/** Ten thousand bundles take seconds; a busy machine may take longer. */
const patience = 180_000;

describe("reading is total", { timeout: patience }, () => {
  it("never throws, whatever arrives", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }), (input) => {
        expect(typeof readFhirBundle(input).ok).toBe("boolean");
      }),
      { numRuns: 3_000 },
    );
  });

  it("never throws over bundles of arbitrary entries", () => {
    const types = fc.constantFrom("Patient", "ServiceRequest", "Task", "QuestionnaireResponse", "Observation", "Bundle");
    const resource = fc.tuple(types, fc.jsonValue({ maxDepth: 3 })).map(([resourceType, value]) => ({ ...Object(value), resourceType }));
    const sent = fc.oneof(
      fc.jsonValue(),
      resource.map((one) => entry("x1", one)),
    );
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 5 }), fc.constantFrom("batch", "transaction"), (entries, type) => {
        const read = submit(bundle(entries, { type }));
        expect(read.ok || read.refusals.length > 0).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it("never throws over the story with one thing in it replaced by anything", () => {
    const paths = pathsOf(wholeStory());
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.jsonValue({ maxDepth: 2 }),
        fc.constantFrom("batch", "transaction"),
        (path, value, type) => {
          const read = submit(replaced(wholeStory({ type }), path, value));
          expect(read.ok || read.refusals.length > 0).toBe(true);
        },
      ),
      { numRuns: 4_000 },
    );
  });
});

describe("nothing that was sent is said again", { timeout: patience }, () => {
  const canary = "CANARY-7f3e9990000018";

  it("whatever in the story is replaced by a canary, value or name", () => {
    const alone = bundle([entry("p1", patient()), entry("sr1", serviceRequest()), entry("o1", observationAlone())]);
    for (const story of [wholeStory(), wholeStory({ type: "transaction" }), alone]) {
      for (const path of pathsOf(story)) {
        for (const value of [canary, [canary], { [canary]: canary }, { reference: canary, [canary]: 1 }]) {
          expect(everythingSaid(replaced(story, path, value))).not.toContain("CANARY");
        }
      }
    }
  });

  it("and no refusal holds the number of the person", () => {
    for (const path of pathsOf(wholeStory())) {
      expect(everythingSaid(replaced(wholeStory(), path, null))).not.toContain("9990000018");
    }
  });
});

type Path = readonly (string | number)[];

/** The path of everything in a JSON value, itself left out. */
function pathsOf(value: unknown, above: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => {
    const path = [...above, Array.isArray(value) ? Number(name) : name];
    return [path, ...pathsOf(inside, path)];
  });
}

/** A copy with one thing replaced. */
function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.map((one, place) => (place === name ? replaced(one, rest, by) : one));
  return Object.fromEntries(Object.entries(Object(value)).map(([key, one]) => [key, key === name ? replaced(one, rest, by) : one]));
}
