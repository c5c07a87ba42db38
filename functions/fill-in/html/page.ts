import { type Html, html } from "../../../reports/html/html.ts";
import { iconPath, stylePath } from "../fill-in.ts";

/** A page: its title, where the pages are, and what stands on it. */
export type Page = {
  readonly root: string;
  readonly title: string;
  readonly main: Html;
  readonly signedIn: boolean;
  /** Something has to be put right: said in the title, which is heard first. */
  readonly isWrong?: boolean;
  /** Where the way back leads. */
  readonly back?: { readonly path: string; readonly label: string };
};

/** A whole page. No script, no style of its own, nothing from anywhere else. */
export function pageOf({ root, title, main, signedIn, isWrong = false, back }: Page): string {
  const site = root.replace(/\/fill-in$/, "");
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${isWrong ? "Error: " : ""}${title} – Social prescribing outcomes</title><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><meta name="color-scheme" content="light"><link rel="stylesheet" href="${root}/${stylePath}"><link rel="icon" href="${root}/${iconPath}" type="image/svg+xml"></head>
<body><a class="nhsuk-skip-link" href="#maincontent">Skip to main content</a>
<header class="head"><div class="nhsuk-width-container head__row"><a class="head__name" href="${root}">Social prescribing outcomes: send answers</a>${signedIn ? signOut(site) : null}</div></header>
<div class="nhsuk-width-container">
${back === undefined ? null : html`<nav aria-label="Back"><a class="nhsuk-back-link" href="${root}${back.path}">${back.label}</a></nav>`}
<main class="nhsuk-main-wrapper" id="maincontent"><div class="nhsuk-grid-row"><div class="nhsuk-grid-column-two-thirds">
${main}
</div></div></main></div>
<footer class="nhsuk-footer"><div class="nhsuk-width-container"><p class="nhsuk-body-s foot">What is sent here counts in the reports from the next night on. <a href="${site}/reports">Read the reports</a></p></div></footer>
</body></html>
`.markup;
}

function signOut(site: string): Html {
  return html`<form class="head__out" method="post" action="${site}/sign-out"><button class="head__button">Sign out</button></form>`;
}

/** A form that carries its session's token and the id it was made with, from which its events have theirs. */
export function formOf({ action, hidden, isFile = false }: FormHead, fields: readonly (Html | null)[], button: string): Html {
  const kept = Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const type = isFile ? html` enctype="multipart/form-data"` : null;
  return html`<form method="post" action="${action}"${type} novalidate>${kept}
${fields.filter((field) => field !== null)}
<button class="nhsuk-button" type="submit">${button}</button></form>`;
}

type FormHead = { readonly action: string; readonly hidden: Readonly<Record<string, string>>; readonly isFile?: boolean };
