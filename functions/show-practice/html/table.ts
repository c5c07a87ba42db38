import { type Html, html } from "../../../reports/html/html.ts";

type Table = {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of each row is its heading. */
  readonly rows: readonly (readonly (string | number | Html)[])[];
  /** How many of the last columns hold numbers. */
  readonly numeric?: number;
};

/** A table that may be wider than a telephone: it is then scrolled by itself, by the keyboard too. */
export function table({ id, caption, columns, rows, numeric = 0 }: Table): Html {
  const isNumber = (at: number) => at >= columns.length - numeric;
  const head = columns.map(
    (column, at) => html`<th scope="col" class="nhsuk-table__header${isNumber(at) ? " nhsuk-table__header--numeric" : ""}">${column}</th>`,
  );
  const body = rows.map(
    ([first = "", ...others]) =>
      html`<tr class="nhsuk-table__row"><th scope="row" class="nhsuk-table__header">${first}</th>${others.map((cell, at) => html`<td class="nhsuk-table__cell${isNumber(at + 1) ? " nhsuk-table__cell--numeric" : shortness(cell)}">${cell}</td>`)}</tr>`,
  );
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table class="nhsuk-table"><caption class="nhsuk-table__caption nhsuk-table__caption--s" id="${id}">${caption}</caption><thead class="nhsuk-table__head"><tr>${head}</tr></thead><tbody class="nhsuk-table__body">${body}</tbody></table></div>`;
}

/** A date, or a few words, stays on one line: rows are no taller than they need to be where the table is scrolled sideways anyway. */
function shortness(cell: string | number | Html): string {
  return typeof cell !== "object" && String(cell).length <= longestShort ? " cell--short" : "";
}

/** As long as the longest date: 30 September 2026. */
const longestShort = 17;
