import { type Html, html } from "../../../reports/html/html.ts";
import type { Practice } from "../fill-in.ts";
import { errorSummary, type Filled, textField } from "./fields.ts";
import { formOf } from "./page.ts";
import { practiceField } from "./referral-form.ts";

/** Where everybody begins: a referral that is known, a new one, or a file. */
export function startPage(
  filled: Filled,
  { root, hidden, practices }: { root: string; hidden: Readonly<Record<string, string>>; practices: readonly Practice[] },
): Html {
  const fields = [
    practiceField(filled, practices),
    textField(filled, {
      name: "referralId",
      label: "Your reference for the referral",
      hint: "As it was recorded, such as R1029.",
      width: 20,
    }),
  ];
  return html`${errorSummary(filled.errors)}<h1 class="nhsuk-heading-l">Send answers without a system</h1>
<h2 class="nhsuk-heading-m">Answers to a questionnaire</h2>
${formOf({ action: `${root}/find`, hidden }, fields, "Find the referral")}
<h2 class="nhsuk-heading-m">Something else</h2>
<ul class="nhsuk-list"><li><a href="${root}/new-referral">Record a new referral</a></li><li><a href="${root}/upload">Send a CSV file</a></li><li><a href="${root.replace(/\/fill-in$/, "")}/practice">See what is to be done at your practice</a></li></ul>`;
}
