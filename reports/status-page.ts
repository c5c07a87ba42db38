import type { NightStatus } from "../core/night/status-schema.ts";
import { type Html, html } from "./html/html.ts";
import { dateText } from "./words/numbers.ts";
import { shellWords, turnedAwayWords } from "./words/shell-words.ts";
import { footWords } from "./words/site-page-words.ts";
import { lastRunWords, statusHeadline, statusLabels, statusMeaning, waitingWords } from "./words/status-words.ts";

/** The page `/reports/status`: how up to date the reports are, and how the last night ended. Its style is the live generation's, its content is not. */
export function statusPage(status: NightStatus): string {
  const { generation, dataAsAt, expectedAsAt, lastSuccess, publishedAt, at } = status;
  const title = statusHeadline(status);
  const style = generation === null ? null : html`<link rel="stylesheet" href="${generation}/assets/report.css">`;
  const row = (what: string, value: string) => html`<tr><th scope="row">${what}</th><td>${value}</td></tr>`;
  const rows = [
    row(statusLabels.dataAsAt, dataAsAt === null ? statusLabels.nothing : dateText(dataAsAt)),
    row(statusLabels.expected, dateText(expectedAsAt)),
    row(statusLabels.waiting, waitingWords(status)),
    row(statusLabels.last, lastSuccess === null ? statusLabels.none : statusLabels.runOf(dateText(lastSuccess.date), lastSuccess.run)),
    row(
      statusLabels.since,
      publishedAt === null ? statusLabels.never : statusLabels.generationOf(dateText(publishedAt.slice(0, 10)), generation),
    ),
  ];
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${title} – ${shellWords.site}</title><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><meta name="color-scheme" content="light">${style}</head>
<body><a class="nhsuk-skip-link" href="#maincontent">${shellWords.skip}</a>
<header class="head"><div class="nhsuk-width-container head__row"><a class="head__name" href="../reports">${shellWords.site}</a></div></header>
<div class="nhsuk-width-container"><main class="nhsuk-main-wrapper" id="maincontent">
<h1 class="nhsuk-heading-xl"><span class="nhsuk-caption-xl">${statusLabels.caption}</span> ${title}</h1>
<p class="nhsuk-lede-text lede">${statusMeaning(status)}</p>
<h2 class="nhsuk-heading-m">${statusLabels.run}</h2>
<p>${lastRunWords(status)}</p>
<table class="nhsuk-table"><caption class="nhsuk-table__caption">${statusLabels.table}</caption><tbody>${rows}</tbody></table>
<p class="nhsuk-body-s meta">${statusLabels.workedOut(dateText(at.slice(0, 10)), at.slice(11, 16))} <a href="../v1/status">/v1/status</a>.</p>
</main></div>
${foot(generation)}
</body></html>
`.markup;
}

/** The way to what else is told of the reports; before the first of them there is only the name. */
function foot(generation: number | null): Html {
  const links =
    generation === null
      ? null
      : html`<nav aria-label="${footWords.nav}"><ul class="foot__links"><li><a href="../reports">${turnedAwayWords.england}</a></li><li><a href="../explore">${footWords.explore}</a></li></ul></nav>`;
  return html`<footer class="nhsuk-footer"><div class="nhsuk-width-container">${links}<p class="nhsuk-body-s foot">${footWords.name}</p></div></footer>`;
}
