import { instruments, type Registry } from "../instruments/registry.ts";
import { type Parsed, taken } from "../refusal.ts";
import { readEnvelope } from "./bundle.ts";
import { type Entries, type Entry, openEntries, type TakenType } from "./entries.ts";
import { fhirRefused } from "./fhir-rules.ts";
import { answersOf, readObservation } from "./observation.ts";
import { patientShape, readPatient } from "./patient.ts";
import { readQuestionnaireResponse } from "./questionnaire-response.ts";
import { readShape } from "./resolve.ts";
import { readServiceRequest } from "./service-request.ts";
import { readTask } from "./task.ts";

/** One entry of a bundle: the events it tells, in the shape of the JSON API, or why it tells none. */
export type FhirEntry = {
  /** Its place in the bundle, from 0. */
  readonly index: number;
  readonly fullUrl: string | null;
  /** `null` for a type that is not taken. */
  readonly type: TakenType | null;
  /** None for a person, and for a score that its answers give already. Not judged any further: the rules of every other way in are yet to come. */
  readonly result: Parsed<readonly unknown[]>;
};

/** A bundle that was read. */
export type FhirSubmission = {
  readonly type: "batch" | "transaction";
  readonly timestamp: string | null;
  /** The sender's own id of the bundle. */
  readonly identifier: string | null;
  readonly entries: readonly FhirEntry[];
};

const readers: Readonly<Record<TakenType, (entry: Entry, entries: Entries) => Parsed<readonly unknown[]>>> = {
  Patient: readPerson,
  ServiceRequest: readServiceRequest,
  Task: readTask,
  QuestionnaireResponse: readQuestionnaireResponse,
  Observation: readObservation,
};

/**
 * Turns a FHIR R4 bundle into events, entry by entry. Total: it never throws, whatever arrives; refusals name rules and elements, never
 * values. Nothing is looked up outside the bundle. What is true of a transaction as a whole is for `transactionRefusal` to say.
 */
export function readFhirBundle(input: unknown, registry: Registry = instruments): Parsed<FhirSubmission> {
  const envelope = readEnvelope(input);
  if (!envelope.ok) return envelope;
  const { entries: sent, ...about } = envelope.value;
  const entries = openEntries(sent, registry);
  const read = entries.all.map((entry) => ({ entry, result: readOne(entry, entries) }));
  const doubted = new Set(read.flatMap(({ entry, result }) => doubtedBy(entry, result, entries)));
  return taken({
    ...about,
    entries: read.map(({ entry: { index, fullUrl, type }, result }) => ({
      index,
      fullUrl,
      type,
      result: doubted.has(index) && result.ok ? doubtedAnswers() : result,
    })),
  });
}

function readOne(entry: Entry, entries: Entries): Parsed<readonly unknown[]> {
  if (entry.refusals.length > 0 || entry.type === null) return { ok: false, refusals: entry.refusals };
  return readers[entry.type](entry, entries);
}

function readPerson({ resource }: Entry): Parsed<readonly unknown[]> {
  const said = readShape(patientShape, resource);
  const subject = said.ok ? readPatient(said.value) : said;
  return subject.ok ? taken([]) : subject;
}

/** The answers that a score disagrees with: one of the two is wrong, and nobody here can say which. */
function doubtedBy(entry: Entry, result: Parsed<readonly unknown[]>, entries: Entries): readonly number[] {
  if (result.ok || !result.refusals.some(({ rule }) => rule === "fhir-score-disagrees")) return [];
  const source = answersOf(entry, entries);
  return source.ok && source.value !== null ? [source.value.index] : [];
}

function doubtedAnswers(): Parsed<readonly unknown[]> {
  return fhirRefused(
    "fhir-score-disagrees",
    "resource.item",
    "send answers and the score that they give: the one sent for these is another",
  );
}
