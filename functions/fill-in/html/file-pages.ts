import type { Encoding } from "../../../core/files/encoding.ts";
import type { ReceiptRecord } from "../../../core/submission/receipt.ts";
import type { ReceiptPage } from "../../../core/submission/receipt-page.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { countText } from "../../../reports/words/numbers.ts";
import { errorSummary, type Filled, fileField } from "./fields.ts";
import { formOf } from "./page.ts";
import { standingWords } from "./receipt-page.ts";
import { capitalised } from "./refusal-words.ts";

/** Rows of a file that may be sent here: as many as are stored well within the time that a request has. */
export const rowsAtMost = 5000;

/** The form for a file. */
export function filePage(filled: Filled, { action, hidden }: { action: string; hidden: Readonly<Record<string, string>> }): Html {
  const field = fileField(filled, {
    name: "file",
    label: "Choose a CSV file",
    hint: `Up to ${countText(rowsAtMost)} rows, saved as CSV UTF-8. Either one row for each filling-in (the long form), or columns named as the fields of the events.`,
  });
  return html`${errorSummary(filled.errors)}<h1 class="nhsuk-heading-l">Send a CSV file</h1>
<p>Every row is judged by itself: what is right is kept, and for what is not you are told the row, the column and the remedy. The same row sent twice counts once.</p>
${formOf({ action, hidden, isFile: true }, [field], "Send the file")}`;
}

/** How a file was read, as its receipt says it. */
const encodingWords: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 (little-endian)",
  "utf-16be": "UTF-16 (big-endian)",
};

/** The receipt of a file: rows that need somebody today, rows to put right, and what the others come to. */
export function fileReceiptPage(receipt: ReceiptPage, root: string): Html {
  const { submissionId, received, accepted, duplicate, superseded, parked, rejected, records, encoding } = receipt;
  const notKept = records.filter(({ outcome }) => outcome === "excluded").length;
  const usual = { "Rows received": received, accepted, duplicate, superseded, parked, rejected };
  const read = encoding === undefined ? {} : { "read as": encodingWords[encoding] };
  const counts = Object.entries({ ...read, ...usual, ...(notKept === 0 ? {} : { "not kept: erased": notKept }) });
  const lines = counts.map(
    ([name, count]) =>
      html`<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">${capitalised(name)}</dt><dd class="nhsuk-summary-list__value">${count}</dd></div>`,
  );
  return html`<h1 class="nhsuk-heading-l">The file is received</h1>
${riskRows(records)}
<dl class="nhsuk-summary-list"><div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">Receipt</dt><dd class="nhsuk-summary-list__value">${submissionId}</dd></div>${lines}</dl>
${rejectedRows(records)}${scoredRows(records)}
<p><a href="${root}/upload">Send another file</a></p>`;
}

function riskRows(records: readonly ReceiptRecord[]): Html {
  const atRisk = records.filter(({ score }) => score?.risk === "yes");
  const unknown = records.some(({ score }) => score?.risk === "not-supplied");
  const rest = html`<p>For every other row: a zero is not reassurance${unknown ? ", and a total says nothing of risk" : ""}.</p>`;
  if (atRisk.length === 0) {
    const asked = records.some(({ score }) => score !== undefined && score.risk !== "not-applicable");
    return asked
      ? html`<div class="nhsuk-warning-callout"><h2 class="nhsuk-warning-callout__label">Risk<span class="nhsuk-u-visually-hidden">:</span></h2><p>No row holds an answer that points to self-harm.</p>${rest}</div>`
      : html``;
  }
  const rows = atRisk.map(({ row, score }) => html`<li>Row ${row ?? 0}: ${score?.action ?? ""}</li>`);
  return html`<div class="act" role="alert" tabindex="-1" autofocus><h2 class="nhsuk-heading-m act__title">Act today</h2><ul class="nhsuk-list nhsuk-list--bullet">${rows}</ul>${rest}</div>`;
}

function rejectedRows(records: readonly ReceiptRecord[]): Html {
  const rows = records
    .filter(({ outcome }) => outcome === "rejected")
    .map(({ row, column, field, fix }) => [String(row ?? ""), column ?? field ?? "", capitalised(fix ?? "")]);
  return rows.length === 0 ? html`` : table("Rows to put right and send again", ["Row", "Column", "What to do"], rows);
}

function scoredRows(records: readonly ReceiptRecord[]): Html {
  const rows = records.flatMap(({ row, score, standing }) =>
    score === undefined
      ? []
      : [
          [
            String(row ?? ""),
            String(score.score ?? "none"),
            score.band ?? "",
            score.change === null ? "" : String(score.change),
            standingWords[standing ?? ""] ?? "",
          ],
        ],
  );
  return rows.length === 0 ? html`` : table("Scores", ["Row", "Score", "Band", "Change since the baseline", "Note"], rows);
}

function table(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): Html {
  const id = caption.toLowerCase().replaceAll(" ", "-");
  const head = columns.map((column) => html`<th scope="col" class="nhsuk-table__header">${column}</th>`);
  const body = rows.map(
    ([first = "", ...others]) =>
      html`<tr class="nhsuk-table__row"><th scope="row" class="nhsuk-table__header">${first}</th>${others.map((cell) => html`<td class="nhsuk-table__cell">${cell}</td>`)}</tr>`,
  );
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table class="nhsuk-table"><caption class="nhsuk-table__caption nhsuk-table__caption--m" id="${id}">${caption}</caption><thead class="nhsuk-table__head"><tr>${head}</tr></thead><tbody class="nhsuk-table__body">${body}</tbody></table></div>`;
}
