import { activities } from "../../../core/episodes/activity.ts";
import { ageBands, deliverers, ethnicCategories, needs, referrerRoles, sexes } from "../../../core/events/event.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import type { Practice } from "../fill-in.ts";
import { type Choice, checkboxesField, dateField, errorSummary, type Filled, radiosField, selectField, textField } from "./fields.ts";
import { formOf } from "./page.ts";
import { capitalised } from "./refusal-words.ts";

/** Codes that their own letters do not explain. */
const spelt: Readonly<Record<string, string>> = {
  gp: "GP",
  self: "The person themselves",
  F: "Female",
  M: "Male",
  X: "Neither, or indeterminate",
  voluntary_sector: "Voluntary sector",
};

/** The NHS Data Dictionary's ethnic categories of 2001. */
const ethnicities: Readonly<Record<string, string>> = {
  A: "White: British",
  B: "White: Irish",
  C: "White: any other",
  D: "Mixed: White and Black Caribbean",
  E: "Mixed: White and Black African",
  F: "Mixed: White and Asian",
  G: "Mixed: any other",
  H: "Asian: Indian",
  J: "Asian: Pakistani",
  K: "Asian: Bangladeshi",
  L: "Asian: any other",
  M: "Black: Caribbean",
  N: "Black: African",
  P: "Black: any other",
  R: "Chinese",
  S: "Any other",
  Z: "Asked, and not stated",
};

/** The form on a new referral. */
export function referralForm(
  filled: Filled,
  { action, hidden, practices }: { action: string; hidden: Readonly<Record<string, string>>; practices: readonly Practice[] },
): Html {
  const fields = [...essentials(filled, practices), details(filled)];
  return html`${errorSummary(filled.errors)}<h1 class="nhsuk-heading-l">Record a new referral</h1>${formOf({ action, hidden }, fields, "Record the referral")}`;
}

function essentials(filled: Filled, practices: readonly Practice[]): readonly Html[] {
  return [
    practiceField(filled, practices),
    textField(filled, {
      name: "referralId",
      label: "Your own reference for the referral",
      hint: "Letters, digits and . _ : / - such as R1029. By it you find the referral again. Never an NHS number.",
      width: 20,
    }),
    textField(filled, {
      name: "nhsNumber",
      label: "NHS number",
      hint: "Ten digits. It is turned into a code at once and kept nowhere. If you have to put something right, enter it again.",
      width: 10,
      digits: true,
      isPrivate: true,
    }),
    textField(filled, {
      name: "localId",
      label: "Or, without one, your own id for the person",
      hint: "Your own code, not a name.",
      width: 20,
    }),
    dateField(filled, { name: "referredOn", label: "When was the person referred?", hint: "For example, 27 3 2026" }),
    radiosField(filled, { name: "referrerRole", label: "Who referred?", choices: choicesOf(referrerRoles) }),
  ];
}

/** The practice that somebody sends for: asked only where there are several. */
export function practiceField(filled: Filled, practices: readonly Practice[]): Html {
  const [only, ...others] = practices;
  if (only !== undefined && others.length === 0) {
    return html`<p>Practice: <strong>${only.name}</strong> (${only.code})</p><input type="hidden" name="practice" value="${only.code}">`;
  }
  const choices = practices.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }));
  return radiosField(filled, { name: "practice", label: "Practice", choices });
}

/** What is optional: unknown where it is left out, never guessed. */
function details(filled: Filled): Html {
  const quintiles = [1, 2, 3, 4, 5].map((one) => ({
    value: String(one),
    label: `${one}${one === 1 ? ": most deprived" : one === 5 ? ": least deprived" : ""}`,
  }));
  const named = Object.entries(ethnicities).map(([value, label]) => ({ value, label }));
  const fields = [
    checkboxesField(filled, {
      name: "needs",
      label: "Why was the person referred?",
      hint: "Choose all that apply.",
      choices: choicesOf(needs),
    }),
    selectField(filled, { name: "activity", label: "Activity", choices: choicesOf(activities) }),
    selectField(filled, { name: "deliveredBy", label: "Who does the link worker’s part?", choices: choicesOf(deliverers) }),
    selectField(filled, { name: "ageBand", label: "Age at the referral", choices: choicesOf(ageBands) }),
    selectField(filled, { name: "sex", label: "Sex", choices: choicesOf(sexes) }),
    selectField(filled, { name: "ethnicity", label: "Ethnic category", choices: named.filter(({ value }) => isEthnicity(value)) }),
    selectField(filled, { name: "imdQuintile", label: "Deprivation of the neighbourhood, in fifths", choices: quintiles }),
  ];
  return html`<h2 class="nhsuk-heading-m">If you know it</h2><p>Nothing here is required. What is left out counts as not known.</p>${fields}`;
}

function isEthnicity(value: string): boolean {
  return ethnicCategories.some((code) => code === value);
}

function choicesOf(codes: readonly string[]): readonly Choice[] {
  return codes
    .filter((code) => code !== "unknown")
    .map((code) => ({ value: code, label: spelt[code] ?? capitalised(code.replaceAll("_", " ")) }));
}
