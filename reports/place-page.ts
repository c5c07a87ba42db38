import { hasWiderInterval, type OutcomeReport, type PlaceReport } from "../core/place-report.ts";
import { type Html, html } from "./html/html.ts";
import { intervalPicture, unbroken } from "./html/key-numbers.ts";
import { methods, pageHead, placesBelow, twoBoxes } from "./html/page-parts.ts";
import { pageShell, rootFrom } from "./html/page-shell.ts";
import { tableCaption } from "./html/table-twin.ts";
import { type Glance, practiceFigures, practiceLine } from "./practice-glance.ts";
import { followUpPercent, keyNumberFrom } from "./words/attrition.ts";
import { changeFinding, changeInterval, keyInterval, widerNote } from "./words/change-words.ts";
import { constructs, measureText } from "./words/construct-words.ts";
import { evidencePages, evidenceTitle, inShortWords, standingText } from "./words/evidence-page-words.ts";
import { evidenceLede } from "./words/evidence-words.ts";
import { keyWords } from "./words/key-words.ts";
import { changeText, countText, percentText, shownText } from "./words/numbers.ts";
import { mainOutcomeOf, placeLede, whatPlaceCannotShow, whatPlaceShows } from "./words/page-words.ts";
import { betterWord, placeWords } from "./words/place-words.ts";
import { unreliableMark } from "./words/share-words.ts";
import { shellWords } from "./words/shell-words.ts";

const { title } = placeWords;

/** The first page of a place: all its outcomes in a table, and the way to each of them and to the places below; for a practice, what its own people look at first. */
export function placePage(report: PlaceReport, glance: Glance | null): string {
  const main = html`${pageHead(report, { title, lede: ledeOf(report) })}
<ul class="kpis" aria-label="${shellWords.keyNumbers}">${report.outcomes.map(outcomeCard)}</ul>
${twoBoxes(whatPlaceShows(report), whatPlaceCannotShow(report))}
${glance === null ? null : practiceLine(glance, report, rootFrom({ report, at: "" }))}
<section><h2 class="nhsuk-heading-l" id="outcomes">${placeWords.outcomes}</h2>${summaryTable(report)}${widerNoteOf(report)}<p class="nhsuk-body-s meta">${placeWords.note}</p></section>
${glance === null ? null : practiceFigures(glance)}
${referrersInShort(report)}
${placesBelow(report, rootFrom({ report, at: "" }))}
${methods(report, [[placeWords.measures, report.outcomes.map(({ outcome, measure }) => `${constructs[outcome].title}: ${measure.name}`).join("; ")]])}`;
  return pageShell({ report, at: "", title, main });
}

function ledeOf(report: PlaceReport): Html {
  const main = mainOutcomeOf(report.outcomes);
  return main === undefined ? html`${placeLede(report)}` : unbroken(placeLede(report), main.measure);
}

/** The question that evaluators answer at length, with its answer: on the pages of boards and of England, whose referrers are compared. */
function referrersInShort({ evaluations: [first] }: PlaceReport): Html | null {
  if (first === undefined) return null;
  const { effect, missing } = evidencePages;
  const links = [effect, missing].map(({ folder, link }) => html`<li><a href="${folder}/index.html">${link}</a></li>`);
  return html`<section><h2 class="nhsuk-heading-l" id="referrers">${evidenceTitle(first)}</h2>
<p>${evidenceLede(first)} ${standingText(first)}</p>
<p class="nhsuk-body-s meta">${inShortWords.more}</p><ul class="nhsuk-list below">${links}</ul></section>`;
}

/** What the mark of a wider interval means, where one stands in the table. */
function widerNoteOf({ outcomes }: PlaceReport): Html | null {
  return outcomes.some(({ change }) => hasWiderInterval(change)) ? html`<p class="nhsuk-body-s meta">${widerNote}</p>` : null;
}

function outcomeCard(report: OutcomeReport): Html {
  const { outcome, measure, change, flow } = report;
  const { title: name } = constructs[outcome];
  const reached = followUpPercent(flow);
  const finding = changeFinding(report).kind;
  const shown = finding !== "too-few" && change.meanChange.kind === "value" && (reached === null || reached >= keyNumberFrom);
  const number =
    shown && change.meanChange.kind === "value"
      ? keyWords.points(changeText(change.meanChange.value))
      : finding === "confidential"
        ? "[c]"
        : keyWords.few;
  const words = shown
    ? keyWords.outcome(measure.name, betterWord(measure), keyInterval(change))
    : (finding === "confidential" ? keyWords.confidentialOf : keyWords.fewOf)(measure.name);
  return html`<li><a class="kpis__link" href="${outcome}/index.html">${name}</a><strong>${number}</strong>${shown ? intervalPicture(change.meanChange, measure) : null}<span>${unbroken(words, measure)}</span></li>`;
}

function summaryTable({ outcomes }: PlaceReport): Html {
  const { columns, caption } = placeWords.table;
  const header = columns.map(
    (label, index) =>
      html`<th scope="col" class="nhsuk-table__header${index > 0 && index < 6 ? " nhsuk-table__header--numeric" : ""}">${label}</th>`,
  );
  return html`<div class="scroll" role="region" aria-labelledby="summary" tabindex="0"><table class="nhsuk-table table--wide">${tableCaption(caption, "summary")}<thead class="nhsuk-table__head"><tr>${header}</tr></thead><tbody class="nhsuk-table__body">${outcomes.map(summaryRow)}</tbody></table></div>`;
}

function summaryRow(report: OutcomeReport): Html {
  const { outcome, measure, change, reliable } = report;
  const kind = reliable.threshold === null ? placeWords.any : placeWords.reliable(reliable.threshold);
  const words = [measureText(measure), kind].map((text) => html`<td class="nhsuk-table__cell">${text}</td>`);
  const numbers = [
    `${shownText(change.n, countText)}${change.unreliable ? unreliableMark : ""}`,
    shownText(change.meanChange, changeText),
    changeInterval(change),
    shownText(reliable.improved.percent, percentText),
    shownText(reliable.deteriorated.percent, percentText),
  ].map((text) => html`<td class="nhsuk-table__cell nhsuk-table__cell--numeric">${text}</td>`);
  const name = html`<th scope="row" class="nhsuk-table__header"><a href="${outcome}/index.html">${constructs[outcome].title}</a></th>`;
  return html`<tr class="nhsuk-table__row">${name}${numbers}${words}</tr>`;
}
