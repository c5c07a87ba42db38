import { holdsNhsNumber } from "../../../core/submission/misplaced-numbers.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { type Form, textOf, textsOf } from "../form.ts";

/** A form as it was filled in, and what is wrong with it. */
export type Filled = { readonly form: Form; readonly errors: readonly FieldError[] };

/** What is wrong with one field. `field` is the name that the field goes by. */
export type FieldError = { readonly field: string; readonly message: string };

/** A field by its name, with the words around it. */
export type Field = { readonly name: string; readonly label: string; readonly hint?: string | undefined };

/** An answer that may be chosen. */
export type Choice = { readonly value: string; readonly label: string };

/** Everything that is wrong with a form, each with the way to its field; nothing where nothing is. It has the focus when the page opens. */
export function errorSummary(errors: readonly FieldError[]): Html | null {
  if (errors.length === 0) return null;
  const items = errors.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`);
  return html`<div class="nhsuk-error-summary" tabindex="-1" autofocus><div role="alert"><h2 class="nhsuk-error-summary__title nhsuk-error-summary__heading">There is a problem</h2><div class="nhsuk-error-summary__body"><ul class="nhsuk-list nhsuk-error-summary__list">${items}</ul></div></div></div>`;
}

type Text = Field & { readonly width?: number; readonly digits?: true; readonly isPrivate?: true };

/** A line to write in. A private one is never filled in again, neither by the service nor by the browser. */
export function textField({ form, errors }: Filled, { name, label, hint, width, digits, isPrivate }: Text): Html {
  const wrong = errors.find(({ field }) => field === name);
  const size = width === undefined ? "" : ` nhsuk-input--width-${width}`;
  const value = isPrivate === true ? "" : shown(form, name);
  return html`<div class="nhsuk-form-group${groupError(wrong)}"><label class="nhsuk-label" for="${name}">${label}</label>${hintOf(name, hint)}${errorOf(name, wrong)}<input class="nhsuk-input${size}${wrong ? " nhsuk-input--error" : ""}" id="${name}" name="${name}" type="text" value="${value}"${digits ? html` inputmode="numeric"` : null}${isPrivate ? html` autocomplete="off"` : null} spellcheck="false"${describedBy(name, hint, wrong)}></div>`;
}

/** A day in three fields. */
export function dateField({ form, errors }: Filled, { name, label, hint }: Field): Html {
  const wrong = errors.find(({ field }) => field === `${name}-day`);
  const part = (key: string, title: string, width: number) =>
    html`<div class="nhsuk-date-input__item"><div class="nhsuk-form-group"><label class="nhsuk-label nhsuk-date-input__label" for="${name}-${key}">${title}</label><input class="nhsuk-input nhsuk-date-input__input nhsuk-input--width-${width}${wrong ? " nhsuk-input--error" : ""}" id="${name}-${key}" name="${name}-${key}" type="text" value="${shown(form, `${name}-${key}`)}" inputmode="numeric"></div></div>`;
  return group(
    { name, label, hint, wrong },
    html`<div class="nhsuk-date-input" id="${name}">${part("day", "Day", 2)}${part("month", "Month", 2)}${part("year", "Year", 4)}</div>`,
  );
}

type Options = Field & { readonly choices: readonly Choice[]; readonly ends?: readonly [string, string] | undefined };

/** One of several answers: side by side on a scale of numbers. */
export function radiosField({ form, errors }: Filled, { name, label, hint, choices, ends }: Options): Html {
  const wrong = errors.find(({ field }) => field === name);
  const chosen = textOf(form, name);
  const items = choices.map(
    ({ value, label: text }, at) =>
      html`<div class="nhsuk-radios__item"><input class="nhsuk-radios__input" id="${idAt(name, at)}" name="${name}" type="radio" value="${value}"${value === chosen ? html` checked` : null}><label class="nhsuk-label nhsuk-radios__label" for="${idAt(name, at)}">${text}</label></div>`,
  );
  const scale = ends === undefined ? null : html`<p class="scale__ends"><span>0: ${ends[0]}</span><span>10: ${ends[1]}</span></p>`;
  return group({ name, label, hint, wrong }, html`${scale}<div class="nhsuk-radios${ends === undefined ? "" : " scale"}">${items}</div>`);
}

/** Any of several answers. */
export function checkboxesField({ form, errors }: Filled, { name, label, hint, choices }: Options): Html {
  const wrong = errors.find(({ field }) => field === name);
  const chosen = textsOf(form, name);
  const items = choices.map(
    ({ value, label: text }, at) =>
      html`<div class="nhsuk-checkboxes__item"><input class="nhsuk-checkboxes__input" id="${idAt(name, at)}" name="${name}" type="checkbox" value="${value}"${chosen.includes(value) ? html` checked` : null}><label class="nhsuk-label nhsuk-checkboxes__label" for="${idAt(name, at)}">${text}</label></div>`,
  );
  return group({ name, label, hint, wrong }, html`<div class="nhsuk-checkboxes">${items}</div>`);
}

/** One of many answers, or none. */
export function selectField({ form, errors }: Filled, { name, label, hint, choices }: Options): Html {
  const wrong = errors.find(({ field }) => field === name);
  const chosen = textOf(form, name);
  const options = choices.map(
    ({ value, label: text }) => html`<option value="${value}"${value === chosen ? html` selected` : null}>${text}</option>`,
  );
  return html`<div class="nhsuk-form-group${groupError(wrong)}"><label class="nhsuk-label" for="${name}">${label}</label>${hintOf(name, hint)}${errorOf(name, wrong)}<select class="nhsuk-select${wrong ? " nhsuk-select--error" : ""}" id="${name}" name="${name}"${describedBy(name, hint, wrong)}><option value="">Not known</option>${options}</select></div>`;
}

/** A file to choose. */
export function fileField({ errors }: Filled, { name, label, hint }: Field): Html {
  const wrong = errors.find(({ field }) => field === name);
  return html`<div class="nhsuk-form-group${groupError(wrong)}"><label class="nhsuk-label" for="${name}">${label}</label>${hintOf(name, hint)}${errorOf(name, wrong)}<input class="nhsuk-file-upload__input${wrong ? " nhsuk-file-upload__input--error" : ""}" id="${name}" name="${name}" type="file" accept=".csv,text/csv"${describedBy(name, hint, wrong)}></div>`;
}

type Group = Field & { readonly wrong: FieldError | undefined; readonly hint?: string | undefined };

function group({ name, label, hint, wrong }: Omit<Group, "hint"> & { hint?: string | undefined }, controls: Html): Html {
  return html`<div class="nhsuk-form-group${groupError(wrong)}"><fieldset class="nhsuk-fieldset"${describedBy(name, hint, wrong)}><legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">${label}</legend>${hintOf(name, hint)}${errorOf(name, wrong)}${controls}</fieldset></div>`;
}

/** What a field held, to be shown in it again: never an NHS number, wherever it was entered. */
function shown(form: Form, name: string): string {
  const value = textOf(form, name);
  return holdsNhsNumber(value) ? "" : value;
}

/** The first control has the field's own name, so that the error summary leads to it. */
function idAt(name: string, at: number): string {
  return at === 0 ? name : `${name}-${at + 1}`;
}

function groupError(wrong: FieldError | undefined): string {
  return wrong === undefined ? "" : " nhsuk-form-group--error";
}

function hintOf(name: string, hint: string | undefined): Html | null {
  return hint === undefined ? null : html`<div class="nhsuk-hint" id="${name}-hint">${hint}</div>`;
}

function errorOf(name: string, wrong: FieldError | undefined): Html | null {
  if (wrong === undefined) return null;
  return html`<span class="nhsuk-error-message" id="${name}-error"><span class="nhsuk-u-visually-hidden">Error:</span> ${wrong.message}</span>`;
}

function describedBy(name: string, hint: string | undefined, wrong: FieldError | undefined): Html | null {
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(wrong === undefined ? [] : [`${name}-error`])];
  return ids.length === 0 ? null : html` aria-describedby="${ids.join(" ")}"`;
}
