import { shellWords } from "../words/shell-words.ts";
import { aboutPages, footWords } from "../words/site-page-words.ts";
import { type Html, html } from "./html.ts";

/** A page of the whole site, one folder below its root. */
export type SitePage = { readonly folder: string; readonly title: string; readonly main: Html };

/** A page that belongs to no place. */
export function siteShell({ folder, title, main }: SitePage): string {
  return html`${documentHead({ root: "../", title, description: title })}
<body><a class="nhsuk-skip-link" href="#maincontent">${shellWords.skip}</a>
<header class="head"><div class="nhsuk-width-container head__row"><a class="head__name" href="../england/index.html">${footWords.name}</a></div></header>
<div class="nhsuk-width-container">
<main class="nhsuk-main-wrapper" id="maincontent">
${main}
</main></div>
${foot({ root: "../", place: null, at: folder, extra: "" })}
</body></html>
`.markup;
}

/** The head of a document: no script, no style of its own, nothing from anywhere else. */
export function documentHead({
  root,
  title,
  description,
}: {
  readonly root: string;
  readonly title: string;
  readonly description: string;
}): Html {
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${title} – ${footWords.name}</title><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><meta name="color-scheme" content="light"><meta name="description" content="${description}"><link rel="stylesheet" href="${root}assets/report.css"><link rel="icon" href="${root}assets/favicon.svg" type="image/svg+xml"></head>`;
}

/** Where a foot stands: the way to the root and to the place's own folder (`null` where the page is of no place), and which page it is on. */
type Foot = {
  readonly root: string;
  readonly place: string | null;
  readonly at: string;
  readonly extra: string;
  /** What of it is to be pointed at: a place, or a place and an outcome. */
  readonly about?: string;
};

/**
 * The foot of every page, with the way to what is told of the data, of the site and of the night. The status is worked out when it is asked for and
 * figures that can be pointed at need a script, so both lie outside a generation; a folder of plain files says where instead.
 */
export function foot({ root, place, at, extra, about }: Foot): Html {
  const { quality, changes, methods } = aboutPages;
  const own = place === null ? [] : [quality, changes].map(({ folder, link }) => ({ href: `${place}${folder}/index.html`, folder, link }));
  const links = [...own, { href: `${root}${methods.folder}/index.html`, folder: methods.folder, link: methods.link }].map(
    ({ href, folder, link }) => html`<li><a href="${href}"${folder === at ? html` aria-current="page"` : null}>${link}</a></li>`,
  );
  return html`<footer class="nhsuk-footer"><div class="nhsuk-width-container"><nav aria-label="${footWords.nav}"><ul class="foot__links">${links}${liveLink(`${root}../status`, "/reports/status", footWords.status)}${liveLink(`${root}../../explore${about === undefined ? "" : `#${about}`}`, "/explore", footWords.explore)}</ul></nav><p class="nhsuk-body-s foot">${footWords.name}. ${extra}${footWords.read}</p></div></footer>`;
}

/** A link to what only the service can answer. {@link withoutLiveLinks} puts words in its place. */
export function liveLink(href: string, at: string, text: string): Html {
  return html`<li class="live" data-at="${at}"><a href="${href}">${text}</a></li>`;
}

/** A page for a folder that has no service behind it: links to what only the service answers become the words that say where it is. */
export function withoutLiveLinks(page: string): string {
  return page.replace(
    /<li class="live" data-at="([^"]*)"><a href="[^"]*">(.*?)<\/a><\/li>/g,
    (_, at: string, text: string) => `<li class="live">${text} (${footWords.onService(at)})</li>`,
  );
}
