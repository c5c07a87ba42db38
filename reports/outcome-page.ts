import type { OutcomeReport, PlaceReport } from "../core/place-report.ts";
import { figureAddress } from "./figure-files.ts";
import { type DrawnFigure, figureSection } from "./html/figure-section.ts";
import { html } from "./html/html.ts";
import { keyNumbers } from "./html/key-numbers.ts";
import { contents, methods, pageHead, twoBoxes } from "./html/page-parts.ts";
import { pageShell } from "./html/page-shell.ts";
import { citationText } from "./words/archive-words.ts";
import { constructs, measureText } from "./words/construct-words.ts";
import { outcomeLede, whatDataCannotShow, whatDataShow } from "./words/page-words.ts";

/** One section of the page as it is drawn. */
export type DrawnSection = { readonly id: string; readonly label: string; readonly figure: DrawnFigure };

/** The page of one outcome of one place. */
export function outcomePage(place: PlaceReport, report: OutcomeReport, sections: readonly DrawnSection[]): string {
  const { title: construct, about } = constructs[report.outcome];
  const title = `${construct} after social prescribing`;
  const main = html`${pageHead(place, { title, lede: outcomeLede(report) })}
${keyNumbers(report)}
${twoBoxes(whatDataShow(report), whatDataCannotShow(report))}
${contents([...sections.map(({ id, label }) => [id, label] as const), ["methods", "Methods and data"]])}
${sections.map(
  ({
    id,
    label,
    figure,
  }) => html`<section><h2 class="nhsuk-heading-l" id="${id}">${label}</h2>${figureSection(figure, citationText(figure.figure.title, place, figureAddress(figure.figure, place, { folder: report.outcome })))}</section>
`,
)}
${methods(place, [
  ["Measure", `${measureText(report.measure)}: ${about}. ${report.measure.casenessWords ?? "No threshold for caseness is used"}.`],
  [
    "Before and after",
    "The first score lies between 14 days before the referral and 28 days after it. The follow-up score is the last one between 28 and 365 days after the first.",
  ],
  ["Sources", report.measure.sources.join(" ")],
])}`;
  return pageShell({ report: place, at: report.outcome, title, main });
}
