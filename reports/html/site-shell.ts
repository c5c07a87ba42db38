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
type Foot = { readonly root: string; readonly place: string | null; readonly at: string; readonly extra: string };

/**
 * The foot of every page, with the way to what is told of the data, of the site and of the night. The status is worked out when it is asked for, so it
 * lies outside a generation, and a folder of plain files leaves that link out.
 */
export function foot({ root, place, at, extra }: Foot): Html {
  const { quality, changes, methods } = aboutPages;
  const own = place === null ? [] : [quality, changes].map(({ folder, link }) => ({ href: `${place}${folder}/index.html`, folder, link }));
  const links = [...own, { href: `${root}${methods.folder}/index.html`, folder: methods.folder, link: methods.link }].map(
    ({ href, folder, link }) => html`<li><a href="${href}"${folder === at ? html` aria-current="page"` : null}>${link}</a></li>`,
  );
  return html`<footer class="nhsuk-footer"><div class="nhsuk-width-container"><nav aria-label="${footWords.nav}"><ul class="foot__links">${links}<li class="live"><a href="${root}../status">${footWords.status}</a></li></ul></nav><p class="nhsuk-body-s foot">${footWords.name}. ${extra}${footWords.read}</p></div></footer>`;
}
