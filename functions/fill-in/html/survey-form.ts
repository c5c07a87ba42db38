import { modes } from "../../../core/events/event.ts";
import type { Instrument } from "../../../core/instruments/instrument.ts";
import type { Wording } from "../../../core/instruments/wording/wording.ts";
import { wordingOf } from "../../../core/instruments/wording/wordings.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import type { KnownReferral } from "../find-referral.ts";
import { checkboxesField, dateField, errorSummary, type Filled, radiosField, textField } from "./fields.ts";
import { formOf } from "./page.ts";

type SurveyForm = {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly instrument: Instrument;
  readonly referral: KnownReferral;
  /** Whether questions were left out, and whoever filled the form in is asked whether that is meant. */
  readonly asksForMissing: boolean;
};

const modeWords: Readonly<Record<string, string>> = {
  self: "By the person, alone",
  assisted: "By the person, with help",
  telephone: "On the telephone",
  online: "Online",
};

/** The form on one filling-in of an instrument: its questions word for word, or its total. */
export function surveyForm(filled: Filled, { action, hidden, instrument, referral, asksForMissing }: SurveyForm): Html {
  const wording = wordingOf(instrument);
  const fields = [
    dateField(filled, {
      name: "completedOn",
      label: "When were the answers given?",
      hint: "The day on the form, if it was filled in on paper.",
    }),
    ...(wording === null ? totalFields(filled, instrument) : questions(filled, instrument, wording)),
    radiosField(filled, {
      name: "mode",
      label: "How was it filled in?",
      choices: modes.filter((mode) => mode !== "unknown").map((mode) => ({ value: mode, label: modeWords[mode] ?? mode })),
    }),
    asksForMissing ? missingField(filled) : null,
  ];
  return html`${errorSummary(filled.errors)}<h1 class="nhsuk-heading-l"><span class="nhsuk-caption-l">Referral ${referral.reference}</span> ${instrument.name}</h1>${formOf({ action, hidden }, fields, "Send the answers")}`;
}

function questions(filled: Filled, { items }: Instrument, { stem, items: texts, choices, ends, notice }: Wording): readonly Html[] {
  const answers = choices.map(({ value, label }) => ({ value: String(value), label: label === "" ? String(value) : label }));
  const asked = items.map(({ number }, at) =>
    radiosField(filled, { name: `q${number}`, label: `${number}. ${texts[at] ?? ""}`, choices: answers, ends: ends?.[at] }),
  );
  return [
    stem === ""
      ? html``
      : html`<div class="nhsuk-inset-text"><span class="nhsuk-u-visually-hidden">Information: </span><p>${stem}</p></div>`,
    ...asked,
    html`<p class="nhsuk-body-s notice">${notice}</p>`,
  ];
}

/** The words of this instrument may not be shown here, so its own form is used and the total brought over. */
function totalFields(filled: Filled, { name, range, licence, scoring }: Instrument): readonly Html[] {
  const why = html`<p>The questions of ${name} may not be shown here (${licence.holder}: ${licence.type}). Use your own copy of the form and enter its total.</p>`;
  const hasTwo = scoring.method === "sum" && scoring.metric !== undefined;
  const total = textField(filled, {
    name: "total",
    label: "Total",
    hint: hasTwo ? undefined : `From ${range.min} to ${range.max}.`,
    width: 5,
  });
  if (!hasTwo) return [why, total];
  const choices = [
    { value: "raw", label: "The sum of the answers as they are" },
    { value: "metric", label: `The converted score, from ${range.min} to ${range.max}` },
  ];
  return [why, total, radiosField(filled, { name: "scoreBasis", label: "Which total is it?", choices })];
}

function missingField(filled: Filled): Html {
  const choices = [{ value: "yes", label: "These questions were left out: send the answers without them" }];
  return checkboxesField(filled, { name: "withoutAnswers", label: "Questions without an answer", choices });
}
