import { instrumentFor, measureOf } from "../core/disclosure/measure-of.ts";
import { outcomes } from "../core/place-report.ts";
import { rowsOf, section } from "./html/evidence-parts.ts";
import { html } from "./html/html.ts";
import { siteShell } from "./html/site-shell.ts";
import { tableTwin } from "./html/table-twin.ts";
import { constructs } from "./words/construct-words.ts";
import {
  evidenceSections,
  measureCaption,
  measureColumns,
  measureRow,
  modelRows,
  softwareRows,
  sourceRows,
} from "./words/evidence-page-words.ts";
import { aboutPages, siteMethods } from "./words/site-page-words.ts";

/** What holds for every place: rules, measures as they are shipped, formulas and their sources. The same for all, so everybody may read it. */
export function methodsPage(): string {
  const { folder, title } = aboutPages.methods;
  const shipped = outcomes.map((outcome) => [outcome, measureOf(instrumentFor(outcome))] as const);
  const measures = shipped.map(([outcome, measure]) => measureRow(constructs[outcome].title, { measure }));
  const main = html`<h1 class="nhsuk-heading-xl">${title}</h1>
<p class="nhsuk-lede-text lede">${siteMethods.lede}</p>
${rowsOf(siteMethods.rows)}
${section("measures", evidenceSections.measures, tableTwin({ caption: measureCaption, columns: measureColumns.map((label) => ({ label, numeric: false })), rows: measures }, "measures-table"))}
${section("sources", evidenceSections.sources, rowsOf(sourceRows(shipped.map(([, measure]) => measure))))}
${section("models", siteMethods.files.heading, html`${rowsOf(modelRows())}<p>${siteMethods.files.link}</p>`)}
${section("software", evidenceSections.software, rowsOf(softwareRows()))}`;
  return siteShell({ folder, title, main });
}
