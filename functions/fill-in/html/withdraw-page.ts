import { type Html, html } from "../../../reports/html/html.ts";
import { errorSummary, type Filled } from "./fields.ts";
import { formOf } from "./page.ts";

/** The question whether something is to be taken back. */
export function withdrawPage(
  { errors }: Filled,
  { action, hidden, submissionId }: { action: string; hidden: Readonly<Record<string, string>>; submissionId: string },
): Html {
  return html`${errorSummary(errors)}<h1 class="nhsuk-heading-l">Withdraw what was sent?</h1>
<p>Receipt ${submissionId}. From the next night on it counts no more. That it was sent and withdrawn stays on record.</p>
<p>To put an answer right, withdraw it and fill the form in again.</p>
${formOf({ action, hidden }, [], "Withdraw it")}`;
}
