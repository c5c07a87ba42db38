import type { Level } from "../../core/organisations/organisation.ts";
import { outcomes, type PlaceFrame, type PlaceName } from "../../core/place-report.ts";
import { constructs } from "../words/construct-words.ts";
import { evidencePages } from "../words/evidence-page-words.ts";
import { sampleSentence, sampleWords } from "../words/page-words.ts";
import { placeTitle } from "../words/place-words.ts";
import { shellWords } from "../words/shell-words.ts";
import { type Html, html } from "./html.ts";
import { documentHead, foot } from "./site-shell.ts";

/** A page: where it is, what it is called and what stands on it. `at` is an outcome's folder, or `""` for the place's first page. */
export type Page = { readonly report: PlaceFrame; readonly at: string; readonly title: string; readonly main: Html };

/** The folder of a place in the site. */
export function placeFolder({ level, code }: { readonly level: Level; readonly code: string }): string {
  return level === "england" ? "england" : `${level}/${code}`;
}

/** The way from a page up to the root of the site: links are relative, so that the site opens from a folder as from a server. */
export function rootFrom({ report, at }: Pick<Page, "report" | "at">): string {
  return "../".repeat(placeFolder(report.place).split("/").length + (at === "" ? 0 : 1));
}

/** A whole page. No script, no style of its own, nothing from anywhere else. */
export function pageShell(page: Page): string {
  const { report, at, title, main } = page;
  const root = rootFrom(page);
  const up = at === "" ? "" : "../";
  const description = shellWords.description(title, placeTitle(report.place));
  return html`${documentHead({ root, title: `${title} – ${placeTitle(report.place)}`, description })}
<body><a class="nhsuk-skip-link" href="#maincontent">${shellWords.skip}</a>
<header class="head"><div class="nhsuk-width-container head__row"><a class="head__name" href="${root}england/index.html">${shellWords.site}</a></div>
<nav class="head__nav" aria-label="${shellWords.outcomes}"><div class="nhsuk-width-container"><ul class="head__list">${navigation(page)}</ul></div></nav>
${report.sample ? html`<div class="sample"><p class="nhsuk-width-container"><strong>${shellWords.sample}</strong> ${sampleSentence}</p></div>` : null}</header>
<div class="nhsuk-width-container">${breadcrumb(page)}
<main class="nhsuk-main-wrapper" id="maincontent">
${main}
</main></div>
${foot({ root, place: up, at, extra: report.sample ? `${sampleWords} ` : "", about: aboutOf(page) })}
</body></html>
`.markup;
}

/** The place, and the outcome that the page is about. */
function aboutOf({ report, at }: Page): string {
  return report.outcomes.some(({ outcome }) => outcome === at) ? `${report.place.code}/${at}` : report.place.code;
}

function navigation({ report, at }: Page): readonly Html[] {
  const up = at === "" ? "" : "../";
  const summary = { href: `${up}index.html`, label: shellWords.summary, current: at === "" };
  const pages = outcomes.map((outcome) => ({
    href: `${up}${outcome}/index.html`,
    label: constructs[outcome].title,
    current: at === outcome,
  }));
  const shown = pages.filter((_, index) => report.outcomes.some(({ outcome }) => outcome === outcomes[index]));
  const evidence = Object.values(evidencePages).map(({ folder, link }) => ({
    href: `${up}${folder}/index.html`,
    label: link,
    current: at === folder,
  }));
  return [summary, ...shown, ...(report.evaluations.length === 0 ? [] : evidence)].map(
    ({ href, label, current }) =>
      html`<li class="head__item"><a class="head__link" href="${href}"${current ? html` aria-current="page"` : null}>${label}</a></li>`,
  );
}

/** Upwards: England first. The place itself is the last step only on the pages below its first one. */
function breadcrumb(page: Page): Html {
  const { report, at } = page;
  const root = rootFrom(page);
  const steps: readonly PlaceName[] = [...[...report.above].reverse(), ...(at === "" ? [] : [report.place])];
  if (steps.length === 0) return html``;
  const items = steps.map(
    (place) =>
      html`<li class="nhsuk-breadcrumb__list-item"><a class="nhsuk-breadcrumb__link" href="${root}${placeFolder(place)}/index.html">${placeTitle(place)}</a></li>`,
  );
  return html`<nav class="nhsuk-breadcrumb crumbs" aria-label="${shellWords.breadcrumb}"><ol class="nhsuk-breadcrumb__list">${items}</ol></nav>`;
}
