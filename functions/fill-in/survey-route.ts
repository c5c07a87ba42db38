import type { Instrument } from "../../core/instruments/instrument.ts";
import { sentEvent } from "../../core/submission/read-json.ts";
import { type Answer, momentOf, registryOf } from "./fill-in.ts";
import { findReferral, type KnownReferral } from "./find-referral.ts";
import { dayFields, emptyForm, type Form, textOf } from "./form.ts";
import type { FieldError, Filled } from "./html/fields.ts";
import { fieldErrors } from "./html/refusal-words.ts";
import { surveyForm } from "./html/survey-form.ts";
import { nothingHere, sentBefore } from "./referral-routes.ts";
import { sendRecords } from "./send-records.ts";
import { mannerOf, surveyEvent, unanswered } from "./survey-event.ts";
import { formId, hiddenOf, practiceNamed, type Route, show, type Visit } from "./visit.ts";

/** The form on one filling-in of an instrument for a referral. */
export const surveyRoute: Route = {
  shape: /^referrals\/([A-Z]\d{5})\/([a-z2-7]{52})\/([a-z][a-z0-9-]{0,31})(?:\/send)?$/,
  show: showSurvey,
  send: sendSurvey,
};

type Asked = { readonly instrument: Instrument; readonly referral: KnownReferral; readonly path: string };

async function asked([practice = "", refKey = "", id = ""]: readonly string[], visit: Visit): Promise<Asked | null> {
  const instrument = registryOf(visit.deps).get(id);
  if (practiceNamed(practice, visit) === undefined || instrument === undefined || mannerOf(instrument, practice) === "none") return null;
  const referral = await findReferral({ practice, refKey }, visit.deps);
  return referral === null ? null : { instrument, referral, path: `/referrals/${practice}/${refKey}` };
}

async function showSurvey(visit: Visit, filled: Filled, parts: readonly string[]): Promise<Answer> {
  const found = await asked(parts, visit);
  return found === null ? nothingHere(visit) : surveyPage(visit, filled, found);
}

function surveyPage(visit: Visit, { form, errors }: Filled, { instrument, referral, path }: Asked): Answer {
  const filled = {
    form: form === emptyForm ? { ...form, values: new Map(dayFields("completedOn", momentOf(visit.deps).today)) } : form,
    errors,
  };
  const asksForMissing = errors.some(({ field }) => /^q\d+$/.test(field)) || textOf(form, "withoutAnswers") !== "";
  const action = `${visit.root}${path}/${instrument.id}/send`;
  const main = surveyForm(filled, { action, hidden: hiddenOf(form, visit), instrument, referral, asksForMissing });
  return show(visit, { title: instrument.name, main, filled, back: { path, label: "Back to the referral" } });
}

async function sendSurvey(visit: Visit, form: Form, parts: readonly string[]): Promise<Answer> {
  const found = await asked(parts, visit);
  if (found === null) return nothingHere(visit);
  const { instrument, referral, path } = found;
  const missing = missingErrors(form, instrument, referral.practice);
  const { deps, person } = visit;
  const id = formId(form, visit);
  const submissionId = `form.${instrument.id}.${id}`;
  const event = surveyEvent(form, { instrument, referral, eventId: `form-${id}` });
  const moment = momentOf(deps);
  const records = [sentEvent(event, { index: 0, row: null, moment })];
  if (missing.length > 0) {
    const others = records.flatMap(({ events }) => (events.ok ? [] : fieldErrors(events.refusals)));
    return surveyPage(visit, { form, errors: [...others, ...missing] }, found);
  }
  const content = JSON.stringify(event);
  const sent = await sendRecords({ subject: person.subject, submissionId, records, content, today: moment.today, whole: true }, deps);
  if (sent.kind === "refused") return surveyPage(visit, { form, errors: fieldErrors(sent.refusals) }, found);
  const receiptPath = `${path}/receipts/${submissionId}`;
  return sent.kind === "sent-before" ? sentBefore(visit, receiptPath) : { kind: "to", path: receiptPath };
}

/** Questions that were left out, unless it was said that they were meant to be. */
function missingErrors(form: Form, instrument: Instrument, practice: string): readonly FieldError[] {
  if (mannerOf(instrument, practice) !== "questions" || textOf(form, "withoutAnswers") === "yes") return [];
  return unanswered(form, instrument).map((field) => ({
    field,
    message: `Select an answer to question ${field.slice(1)}, or say below that it was left out`,
  }));
}
