import * as z from "zod";
import type { SurveyCompleted } from "../events/event.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { type Parsed, taken } from "../refusal.ts";
import { referralOf, type Ties } from "./based-on.ts";
import { businessId } from "./business-id.ts";
import { questionedInstrument } from "./coded-scores.ts";
import { identifier, meta, reference } from "./datatypes.ts";
import { type Entries, type Entry, takenTypes } from "./entries.ts";
import { fhirRefused } from "./fhir-rules.ts";
import { dayOf } from "./moments.ts";
import { ownExtension, scoreBasisIn } from "./own-extensions.ts";
import { readShape } from "./resolve.ts";
import { type ReadAnswers, readAnswers } from "./response-items.ts";
import { correction, withdrawal } from "./versions.ts";

const shape = z.object({
  meta: meta.optional(),
  identifier: identifier.optional(),
  basedOn: z.array(reference).max(32).optional(),
  extension: z.array(ownExtension).max(64).optional(),
  questionnaire: z.string(),
  status: z.string(),
  subject: reference.optional(),
  authored: z.string(),
  author: reference.optional(),
  source: reference.optional(),
  item: z.array(z.unknown()).max(512).optional(),
});
type Shape = z.infer<typeof shape>;

const withdrawnShape = shape.pick({ identifier: true, basedOn: true, author: true, subject: true });

/** A filling-in as an event tells it, with the instrument it is of. */
export type Survey = { readonly instrument: Instrument; readonly event: SurveyRecord };

/** The record of a survey, as the JSON API takes it. */
export type SurveyRecord = Omit<SurveyCompleted, "items" | "total"> & ReadAnswers;

/** The event of a filling-in: that it was completed, that it was corrected, or that it should not have been sent. */
export function readQuestionnaireResponse(entry: Entry, entries: Entries): Parsed<readonly unknown[]> {
  if (entry.resource.status === "entered-in-error") return readWithdrawn(entry, entries);
  const survey = readSurvey(entry, entries);
  if (!survey.ok) return survey;
  const { event } = survey.value;
  if (entry.resource.status !== "amended") return taken([event]);
  const changed = readShape(shape.pick({ meta: true }), entry.resource);
  const corrected = changed.ok ? correction(event, changed.value.meta?.lastUpdated) : changed;
  return corrected.ok ? taken([corrected.value]) : corrected;
}

function readWithdrawn(entry: Entry, entries: Entries): Parsed<readonly unknown[]> {
  const read = readShape(withdrawnShape, entry.resource);
  if (!read.ok) return read;
  const id = businessId(read.value.identifier === undefined ? [] : [read.value.identifier], "resource.identifier");
  if (!id.ok) return id;
  const place = referralOf(tiesOf(read.value), entries);
  return place.ok ? taken([withdrawal(`${takenTypes.QuestionnaireResponse}${id.value}`, place.value.practice)]) : place;
}

/** The survey that a response holds, whether or not it corrects an earlier one. */
export function readSurvey(entry: Entry, entries: Entries): Parsed<Survey> {
  const read = readShape(shape, entry.resource);
  if (!read.ok) return read;
  const { status, questionnaire, authored, item = [] } = read.value;
  if (status !== "completed" && status !== "amended") {
    return fhirRefused("fhir-status", "resource.status", "send a response once it is completed, or amended after that");
  }
  const instrument = questionedInstrument(questionnaire, entries.registry);
  if (instrument === undefined) {
    return fhirRefused(
      "fhir-questionnaire",
      "resource.questionnaire",
      "end the canonical address in an instrument's id, such as phq-9, or its LOINC panel",
    );
  }
  const id = businessId(read.value.identifier === undefined ? [] : [read.value.identifier], "resource.identifier");
  if (!id.ok) return id;
  const completedOn = dayOf(authored, "resource.authored");
  if (!completedOn.ok) return completedOn;
  const place = referralOf(tiesOf(read.value), entries);
  if (!place.ok) return place;
  const answers = readAnswers(instrument, item);
  if (!answers.ok) return answers;
  const event: SurveyRecord = {
    type: "survey.completed",
    eventId: `${takenTypes.QuestionnaireResponse}${id.value}`,
    practice: place.value.practice,
    referralId: place.value.referralId,
    instrument: instrument.id,
    completedOn: completedOn.value,
    ...answers.value,
    ...scoreBasisIn(read.value.extension ?? []),
    ...modeOf(read.value),
  };
  return taken({ instrument, event });
}

function tiesOf({ basedOn, subject, author }: z.infer<typeof withdrawnShape>): Ties {
  return { basedOn, subject, recordedBy: author, element: "basedOn" };
}

/** The person answered for themselves when they are the source and nobody else wrote it down. Anything else does not say who helped. */
function modeOf({ subject, source, author }: Shape): { mode?: "self" } {
  const same = (a: Shape["subject"], b: Shape["subject"]) => a?.reference !== undefined && a.reference === b?.reference;
  return same(source, subject) && (author === undefined || same(author, subject)) ? { mode: "self" } : {};
}
