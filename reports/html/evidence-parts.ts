import type { Appraisal } from "../../core/appraisal.ts";
import { factText } from "../words/appraisal-words.ts";
import { capital } from "../words/capital.ts";
import { appraisalSentence, appraisalWords } from "../words/evidence-page-words.ts";
import { countText } from "../words/numbers.ts";
import { type Html, html } from "./html.ts";

/** A section with its heading. */
export function section(id: string, heading: string, body: Html): Html {
  return html`<section><h2 class="nhsuk-heading-l" id="${id}">${heading}</h2>${body}</section>
`;
}

/** What an evidence reviewer would write: the plain answer first, then each domain with its level and its fact. */
export function appraisalTable(appraisal: Appraisal): Html {
  const { columns, caption, levels, domains } = appraisalWords;
  const rows = appraisal.domains.map(
    (fact) =>
      html`<tr class="nhsuk-table__row"><th scope="row" class="nhsuk-table__header">${domains[fact.domain]}</th><td class="nhsuk-table__cell"><span class="level level--${fact.level}">${levels[fact.level]}</span></td><td class="nhsuk-table__cell">${capital(factText(fact, appraisal.subject, countText))}.</td></tr>`,
  );
  return html`<p>${appraisalSentence(appraisal)}</p><div class="scroll" role="region" aria-labelledby="appraisal-table" tabindex="0"><table class="nhsuk-table"><caption class="nhsuk-table__caption nhsuk-table__caption--s" id="appraisal-table">${caption}</caption><thead class="nhsuk-table__head"><tr>${columns.map((label) => html`<th scope="col" class="nhsuk-table__header">${label}</th>`)}</tr></thead><tbody class="nhsuk-table__body">${rows}</tbody></table></div>`;
}

/** Names and what belongs to them. */
export function rowsOf(rows: readonly (readonly [string, string])[]): Html {
  return html`<dl class="nhsuk-summary-list nhsuk-summary-list--no-actions">${rows.map(
    ([key, value]) =>
      html`<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">${key}</dt><dd class="nhsuk-summary-list__value">${value}</dd></div>`,
  )}</dl>`;
}

/** Sentences, one below the other. */
export function listOf(sentences: readonly string[]): Html {
  return html`<ul class="nhsuk-list nhsuk-list--bullet">${sentences.map((sentence) => html`<li>${capital(sentence)}.</li>`)}</ul>`;
}
