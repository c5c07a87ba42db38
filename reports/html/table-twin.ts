import type { TableTwin } from "../figures/figure.ts";
import { type Html, html } from "./html.ts";

/** A table in a region of its own that scrolls sideways where it must, reachable by keyboard. */
export function tableTwin({ caption, columns, rows }: TableTwin, id: string): Html {
  const header = columns.map(
    ({ label, numeric }) =>
      html`<th scope="col" class="nhsuk-table__header${numeric ? " nhsuk-table__header--numeric" : ""}">${label}</th>`,
  );
  const body = rows.map((row) => html`<tr class="nhsuk-table__row">${row.map((cell, index) => cellOf(cell, index, columns))}</tr>`);
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table class="nhsuk-table">${tableCaption(caption, id)}<thead class="nhsuk-table__head"><tr>${header}</tr></thead><tbody class="nhsuk-table__body">${body}</tbody></table></div>`;
}

/** A caption that stays with the reader, and wraps, where its table is wider than the page. */
export function tableCaption(caption: string, id: string): Html {
  return html`<caption class="nhsuk-table__caption nhsuk-table__caption--s" id="${id}"><span class="caption">${caption}</span></caption>`;
}

function cellOf(cell: string, index: number, columns: TableTwin["columns"]): Html {
  if (index === 0) return html`<th scope="row" class="nhsuk-table__header">${cell}</th>`;
  const kind = columns[index]?.numeric !== false ? " nhsuk-table__cell--numeric" : widthOf(cell, columns.length);
  return html`<td class="nhsuk-table__cell${kind}${/^\[[cxz]\]$/.test(cell) ? " sign" : ""}">${cell}</td>`;
}

/** A few letters stay on one line; sentences get a column that they can be read in, where the table is too wide for a phone anyway. */
function widthOf(cell: string, columns: number): string {
  if (cell.length <= longestShort) return " cell--short";
  return cell.length >= shortestLong && columns >= wideFrom ? " cell--long" : "";
}

const longestShort = 11;
const shortestLong = 60;
const wideFrom = 5;
