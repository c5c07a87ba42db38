import { shellWords } from "../words/shell-words.ts";
import { type Html, html } from "./html.ts";

/** A page of the service itself: its title, the head and the foot it has, and what stands on it. */
export type ServicePage = {
  readonly title: string;
  readonly main: Html;
  /** The root of the site, without a stroke at its end. */
  readonly site: string;
  /** The addresses of what all pages share. */
  readonly style: string;
  readonly icon: string;
  readonly head: { readonly href: string; readonly label: string };
  readonly foot: Html;
  readonly signedIn: boolean;
  /** Something has to be put right: said in the title, which is heard first. */
  readonly isWrong?: boolean;
  /** Where the way back leads. */
  readonly back?: { readonly href: string; readonly label: string } | undefined;
  /** Tables need the width that a form does not. */
  readonly isWide?: boolean;
};

/** A whole page. No script, no style of its own, nothing from anywhere else. */
export function servicePage(page: ServicePage): string {
  const { title, main, site, style, icon, head, foot, signedIn, isWrong = false, back, isWide = false } = page;
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${isWrong ? shellWords.error : ""}${title} – ${shellWords.site}</title><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><meta name="color-scheme" content="light"><link rel="stylesheet" href="${style}"><link rel="icon" href="${icon}" type="image/svg+xml"></head>
<body><a class="nhsuk-skip-link" href="#maincontent">${shellWords.skip}</a>
<header class="head"><div class="nhsuk-width-container head__row"><a class="head__name" href="${head.href}">${head.label}</a>${signedIn ? signOut(site) : null}</div></header>
<div class="nhsuk-width-container">
${back === undefined ? null : html`<nav aria-label="${shellWords.back}"><a class="nhsuk-back-link" href="${back.href}">${back.label}</a></nav>`}
<main class="nhsuk-main-wrapper" id="maincontent"><div class="nhsuk-grid-row"><div class="nhsuk-grid-column-${isWide ? "full" : "two-thirds"}">
${main}
</div></div></main></div>
<footer class="nhsuk-footer"><div class="nhsuk-width-container"><p class="nhsuk-body-s foot">${foot}</p></div></footer>
</body></html>
`.markup;
}

function signOut(site: string): Html {
  return html`<form class="head__out" method="post" action="${site}/sign-out"><button class="head__button">${shellWords.signOut}</button></form>`;
}
