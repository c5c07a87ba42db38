import type { TableTwin } from "../figures/figure.ts";
import { type Html, html } from "./html.ts";

/** A table in a region of its own that scrolls sideways where it must, reachable by keyboard. */
export function tableTwin({ caption, columns, rows }: TableTwin, id: string): Html {
  const header = columns.map(
    ({ label, numeric }) =>
      html`<th scope="col" class="nhsuk-table__header${numeric ? " nhsuk-table__header--numeric" : ""}">${label}</th>`,
  );
  const body = rows.map(
    (row) => html`<tr class="nhsuk-table__row">${row.map((cell, index) => cellOf(cell, index, columns[index]?.numeric !== false))}</tr>`,
  );
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table class="nhsuk-table"><caption class="nhsuk-table__caption nhsuk-table__caption--s" id="${id}">${caption}</caption><thead class="nhsuk-table__head"><tr>${header}</tr></thead><tbody class="nhsuk-table__body">${body}</tbody></table></div>`;
}

function cellOf(cell: string, index: number, isNumeric: boolean): Html {
  if (index === 0) return html`<th scope="row" class="nhsuk-table__header">${cell}</th>`;
  return html`<td class="nhsuk-table__cell${isNumeric ? " nhsuk-table__cell--numeric" : ""}${/^\[[cxz]\]$/.test(cell) ? " sign" : ""}">${cell}</td>`;
}
