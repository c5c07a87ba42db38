import type { Instrument } from "../../core/instruments/instrument.ts";
import { wordingOf } from "../../core/instruments/wording/wordings.ts";
import { licenceRefusals } from "../../core/scoring/scoring.ts";
import type { KnownReferral } from "./find-referral.ts";
import { type Form, given, givenDay, textOf } from "./form.ts";

/** How an instrument is filled in: by its questions, by its total, or not at all. */
export type Manner = "questions" | "total" | "none";

/** How an instrument can be filled in at a practice: its questions where their words may be shown, else its total where one is taken. */
export function mannerOf(instrument: Instrument, practice: string): Manner {
  if (licenceRefusals(instrument, "submission", instrument.licence.localIds?.[practice]).length > 0) return "none";
  if (wordingOf(instrument) !== null) return "questions";
  return instrument.totals.accepted ? "total" : "none";
}

/** What the form on an instrument tells, as an event that is still to be judged. */
export function surveyEvent(
  form: Form,
  { instrument, referral, eventId }: { instrument: Instrument; referral: KnownReferral; eventId: string },
): Record<string, unknown> {
  const { practice, reference } = referral;
  const answers = mannerOf(instrument, practice) === "questions" ? { items: itemsOf(form, instrument) } : totalOf(form);
  const survey = { type: "survey.completed", eventId, practice, referralId: reference, instrument: instrument.id };
  return { ...survey, ...givenDay(form, "completedOn"), ...answers, ...given(form, "mode") };
}

/** The questions that have no answer. */
export function unanswered(form: Form, { items }: Instrument): readonly string[] {
  return items.map(({ number }) => `q${number}`).filter((name) => textOf(form, name) === "");
}

function itemsOf(form: Form, { items }: Instrument): readonly (number | string | null)[] {
  return items.map(({ number }) => {
    const answer = textOf(form, `q${number}`);
    return answer === "" ? null : numeric(answer);
  });
}

function totalOf(form: Form): Record<string, unknown> {
  const total = textOf(form, "total");
  return { ...(total === "" ? {} : { total: numeric(total) }), ...given(form, "scoreBasis") };
}

/** The number that a text writes; the text itself where it writes none, for the rules to refuse. */
function numeric(text: string): number | string {
  return /^-?\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : text;
}
