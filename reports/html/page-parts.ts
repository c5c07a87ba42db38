import type { PlaceFrame, PlaceName, PlaceReport } from "../../core/place-report.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { dateText } from "../words/numbers.ts";
import { pageMeta } from "../words/page-words.ts";
import { placeTitle } from "../words/place-words.ts";
import { belowWords, levelWords, shellWords, stampText } from "../words/shell-words.ts";
import { type Html, html, nothing } from "./html.ts";
import { placeFolder } from "./page-shell.ts";

/** The head of a page: where, what, the answer, and for whom and when. */
export function pageHead(report: PlaceFrame, { title, lede }: { readonly title: string; readonly lede: string | Html }): Html {
  const { place } = report;
  const level = levelWords[place.level];
  const where = level === "" ? placeTitle(place) : `${placeTitle(place)}, ${level}`;
  return html`<h1 class="nhsuk-heading-xl"><span class="nhsuk-caption-xl">${where}</span> ${title}</h1>
<p class="nhsuk-lede-text lede">${lede}</p>
<p class="nhsuk-body-s meta">${pageMeta(report)}${report.sample ? ` ${shellWords.sample}` : ""}</p>`;
}

/** Sentences, and what holds for all of them. */
type LedList = { readonly lead: string | null; readonly sentences: readonly string[] };

/** What the data show, and with equal weight what they cannot. */
export function twoBoxes(shows: readonly string[] | LedList, cannotShow: readonly string[]): Html {
  const { lead, sentences } = "sentences" in shows ? shows : { lead: null, sentences: shows };
  const list = (sentences: readonly string[]) =>
    html`<ul class="nhsuk-list nhsuk-list--bullet">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
  return html`<div class="two"><section class="say" aria-labelledby="shows"><h2 class="nhsuk-heading-s" id="shows">${shellWords.shows}</h2>${lead === null ? null : html`<p class="say__lead">${lead}</p>`}${list(sentences)}</section><section class="say say--not" aria-labelledby="shows-not"><h2 class="nhsuk-heading-s" id="shows-not">${shellWords.showsNot}</h2>${list(cannotShow)}</section></div>`;
}

/** Methods, suppression and the stamp that says what a page was made from. */
export function methods(report: PlaceFrame, rows: readonly (readonly [string, string])[]): Html {
  const { provenance, suppression } = report;
  const stamp = stampText({
    run: provenance.run,
    drawnOn: dateText(provenance.drawnOn),
    data: provenance.dataSnapshot.slice(0, 16),
    code: provenance.codeVersion,
    methods: provenance.methodVersion,
    organisations: provenance.organisationSnapshot.slice(0, 16),
  });
  const all = [
    ...rows,
    [shellWords.disclosure, shellWords.profile(disclosureText(report), suppression.profile)],
    [shellWords.reproduce, stamp],
  ] as const;
  return html`<section><h2 class="nhsuk-heading-l" id="methods">${shellWords.methods}</h2><dl class="nhsuk-summary-list nhsuk-summary-list--no-actions">${all.map(
    ([key, value]) =>
      html`<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">${key}</dt><dd class="nhsuk-summary-list__value">${value}</dd></div>`,
  )}</dl></section>`;
}

/** Links to the places below, in the order given: never ranked. */
export function placesBelow({ place, below }: PlaceReport, root: string): Html {
  if (below.length === 0) return nothing;
  const link = (other: PlaceName) => html`<li><a href="${root}${placeFolder(other)}/index.html">${other.name}</a></li>`;
  return html`<section><h2 class="nhsuk-heading-l" id="below">${belowWords[place.level]}</h2><p class="nhsuk-body-s meta">${shellWords.belowNote}</p><ul class="nhsuk-list below">${below.map(link)}</ul></section>`;
}

/** Links down the page. */
export function contents(entries: readonly (readonly [id: string, label: string])[]): Html {
  return html`<nav class="nhsuk-contents-list" aria-label="${shellWords.onThisPage}"><h2 class="nhsuk-u-visually-hidden">${shellWords.contents}</h2><ol class="nhsuk-contents-list__list">${entries.map(
    ([id, label]) => html`<li class="nhsuk-contents-list__item"><a class="nhsuk-contents-list__link" href="#${id}">${label}</a></li>`,
  )}</ol></nav>`;
}
