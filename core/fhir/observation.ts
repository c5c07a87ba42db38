import * as z from "zod";
import type { Registry } from "../instruments/registry.ts";
import { type Parsed, taken } from "../refusal.ts";
import { scoreAdministration } from "../scoring/scoring.ts";
import { referralOf, type Ties } from "./based-on.ts";
import { businessId } from "./business-id.ts";
import { scoredInstrument } from "./coded-scores.ts";
import { codeableConcept, identifier, meta, reference, systems } from "./datatypes.ts";
import { type Entries, type Entry, takenTypes } from "./entries.ts";
import { fhirRefused } from "./fhir-rules.ts";
import { dayOf } from "./moments.ts";
import { ownExtension, scoreBasisIn } from "./own-extensions.ts";
import { readSurvey, type Survey } from "./questionnaire-response.ts";
import { hasCode, readShape } from "./resolve.ts";
import { correction, withdrawal } from "./versions.ts";

const quantity = z.object({
  value: z.number(),
  comparator: z.string().optional(),
  system: z.string().optional(),
  code: z.string().optional(),
});

const shape = z.object({
  meta: meta.optional(),
  identifier: z.array(identifier).max(32).optional(),
  basedOn: z.array(reference).max(32).optional(),
  extension: z.array(ownExtension).max(64).optional(),
  status: z.string(),
  category: z.array(codeableConcept).max(32).optional(),
  code: codeableConcept,
  subject: reference.optional(),
  effectiveDateTime: z.string().optional(),
  effectiveInstant: z.string().optional(),
  performer: z.array(reference).max(32).optional(),
  valueQuantity: quantity.optional(),
  valueInteger: z.int().optional(),
  derivedFrom: z.array(reference).max(32).optional(),
});
type Shape = z.infer<typeof shape>;

const withdrawnShape = shape.pick({ identifier: true, basedOn: true, performer: true, subject: true });
const statuses = ["final", "amended", "corrected"];

/** UCUM's annotation of a score; `{ScoreOf}` is what UK Core's own example has. */
const scoreUnits = ["{score}", "{ScoreOf}"];

/**
 * The event of a score that came without its answers. One that is derived from answers of the same bundle is recomputed from them: where it
 * agrees it says nothing new and makes no event of its own; where it does not, it is refused.
 */
export function readObservation(entry: Entry, entries: Entries): Parsed<readonly unknown[]> {
  const source = answersOf(entry, entries);
  if (!source.ok) return source;
  if (entry.resource.status === "entered-in-error") return source.value === null ? readWithdrawn(entry, entries) : taken([]);
  const read = readShape(shape, entry.resource);
  if (!read.ok) return read;
  const score = readScore(read.value, entries.registry);
  if (!score.ok) return score;
  return source.value === null ? alone(read.value, score.value, entries) : recomputed(score.value, source.value, entries);
}

type Score = { readonly instrument: Survey["instrument"]; readonly total: number; readonly on: string } & ReturnType<typeof scoreBasisIn>;

/** The response in the bundle that a score says it is derived from; `null` where it names none. */
export function answersOf({ resource }: Entry, { byFullUrl }: Entries): Parsed<Entry | null> {
  const field = "resource.derivedFrom";
  const read = readShape(shape.pick({ derivedFrom: true }), resource);
  if (!read.ok) return read;
  const within = (read.value.derivedFrom ?? []).flatMap(({ reference: address }) =>
    address?.startsWith("urn:") === true ? [address] : [],
  );
  const [address, ...others] = within;
  if (address === undefined) return taken(null);
  const source = byFullUrl.get(address);
  if (source === undefined) return fhirRefused("fhir-reference-unresolved", field, "send the QuestionnaireResponse in the same bundle");
  if (others.length > 0 || (source.type !== "QuestionnaireResponse" && source.type !== null)) {
    return fhirRefused("fhir-reference-type", field, "derive a score from one QuestionnaireResponse");
  }
  return source.refusals.length > 0
    ? fhirRefused("fhir-reference-refused", field, "put right the QuestionnaireResponse that this one refers to")
    : taken(source);
}

function readScore(said: Shape, registry: Registry): Parsed<Score> {
  if (!statuses.includes(said.status)) {
    return fhirRefused("fhir-status", "resource.status", "send a score once it is final, or when it was amended or corrected after that");
  }
  if (!hasCode(said.category ?? [], "category", "survey")) {
    return fhirRefused("fhir-category", "resource.category", "send scores of questionnaires, with the category survey");
  }
  const instrument = scoredInstrument(said.code, "resource.code", registry);
  if (!instrument.ok) return instrument;
  const total = totalOf(said);
  if (total === undefined) {
    return fhirRefused(
      "fhir-value",
      "resource.valueQuantity",
      "send the score as valueInteger, or as valueQuantity of {score} without a comparator",
    );
  }
  const on = dayOf(said.effectiveDateTime ?? said.effectiveInstant ?? "", "resource.effectiveDateTime");
  return on.ok ? taken({ instrument: instrument.value, total, on: on.value, ...scoreBasisIn(said.extension ?? []) }) : on;
}

function totalOf({ valueQuantity, valueInteger }: Shape): number | undefined {
  if (valueQuantity === undefined) return valueInteger;
  const { value, comparator, system, code } = valueQuantity;
  const isScore = code === undefined || (system === systems.ucum && scoreUnits.includes(code));
  return comparator === undefined && isScore && valueInteger === undefined ? value : undefined;
}

function alone(said: Shape, { instrument, total, on, ...basis }: Score, entries: Entries): Parsed<readonly unknown[]> {
  const id = businessId(said.identifier ?? [], "resource.identifier");
  if (!id.ok) return id;
  const place = referralOf(tiesOf(said), entries);
  if (!place.ok) return place;
  const { practice, referralId } = place.value;
  const eventId = `${takenTypes.Observation}${id.value}`;
  const event = { type: "survey.completed", eventId, practice, referralId, instrument: instrument.id, completedOn: on, total, ...basis };
  if (said.status === "final") return taken([event]);
  const corrected = correction(event, said.meta?.lastUpdated);
  return corrected.ok ? taken([corrected.value]) : corrected;
}

function readWithdrawn({ resource }: Entry, entries: Entries): Parsed<readonly unknown[]> {
  const read = readShape(withdrawnShape, resource);
  if (!read.ok) return read;
  const id = businessId(read.value.identifier ?? [], "resource.identifier");
  if (!id.ok) return id;
  const place = referralOf(tiesOf(read.value), entries);
  return place.ok ? taken([withdrawal(`${takenTypes.Observation}${id.value}`, place.value.practice)]) : place;
}

function tiesOf({ basedOn, subject, performer }: z.infer<typeof withdrawnShape>): Ties {
  return { basedOn, subject, recordedBy: performer?.[0], element: "basedOn" };
}

/** Checks a score against the answers it is derived from. */
function recomputed({ instrument, total, on, ...basis }: Score, source: Entry, entries: Entries): Parsed<readonly unknown[]> {
  const survey = readSurvey(source, entries);
  if (!survey.ok)
    return fhirRefused("fhir-reference-refused", "resource.derivedFrom", "put right the answers that this score is derived from");
  const { event } = survey.value;
  if (survey.value.instrument.id !== instrument.id) {
    return fhirRefused("fhir-code-conflict", "resource.code", "derive a score from the answers to its own instrument");
  }
  if (event.completedOn !== on) {
    return fhirRefused("fhir-date-disagrees", "resource.effectiveDateTime", "date the score as its answers: the day they were given");
  }
  return agreement(survey.value, { total, ...basis });
}

/** Whether a score can stand beside its answers, under the rules by which a total is compared with its items wherever both are sent. */
function agreement({ instrument, event }: Survey, said: Pick<Score, "total" | "scoreBasis">): Parsed<readonly unknown[]> {
  const answers = scoreAdministration(instrument, event);
  if (!answers.ok)
    return fhirRefused("fhir-reference-refused", "resource.derivedFrom", "put right the answers that this score is derived from");
  const agrees =
    event.items === undefined ? event.total === said.total : scoreAdministration(instrument, { items: event.items, ...said }).ok;
  return agrees
    ? taken([])
    : fhirRefused("fhir-score-disagrees", "resource.valueQuantity", `send the score of ${instrument.name} that its answers give`);
}
