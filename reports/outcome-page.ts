import type { OutcomeReport, PlaceFrame } from "../core/place-report.ts";
import { figureAddress } from "./figure-files.ts";
import { type DrawnFigure, figureSection } from "./html/figure-section.ts";
import { html } from "./html/html.ts";
import { keyNumbers } from "./html/key-numbers.ts";
import { contents, methods, pageHead, twoBoxes } from "./html/page-parts.ts";
import { pageShell } from "./html/page-shell.ts";
import { citationText } from "./words/archive-words.ts";
import { constructs, measureText } from "./words/construct-words.ts";
import { casenessText, sourcesText } from "./words/measure-words.ts";
import { outcomeLede, whatDataCannotShow, whatDataShow } from "./words/page-words.ts";
import { outcomeWords } from "./words/place-words.ts";

/** One section of the page as it is drawn. */
export type DrawnSection = { readonly id: string; readonly label: string; readonly figure: DrawnFigure };

/** The page of one outcome of one place. */
export function outcomePage(place: PlaceFrame, report: OutcomeReport, sections: readonly DrawnSection[]): string {
  const { title: construct, about } = constructs[report.outcome];
  const title = outcomeWords.title(construct);
  const main = html`${pageHead(place, { title, lede: outcomeLede(report) })}
${keyNumbers(report)}
${twoBoxes(whatDataShow(report), whatDataCannotShow(report))}
${contents([...sections.map(({ id, label }) => [id, label] as const), ["methods", outcomeWords.methods]])}
${sections.map(
  ({
    id,
    label,
    figure,
  }) => html`<section><h2 class="nhsuk-heading-l" id="${id}">${label}</h2>${figureSection(figure, citationText(figure.figure.title, place, figureAddress(figure.figure, place, { folder: report.outcome })))}</section>
`,
)}
${methods(place, [
  [outcomeWords.measure, outcomeWords.measureText(measureText(report.measure), about, casenessText(report.measure))],
  [outcomeWords.window, outcomeWords.windowText],
  [outcomeWords.sources, sourcesText(report.measure)],
])}`;
  return pageShell({ report: place, at: report.outcome, title, main });
}
