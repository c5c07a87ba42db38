import type { OutcomeReport, PlaceReport } from "../core/place-report.ts";
import { type DrawnFigure, figureSection } from "./html/figure-section.ts";
import { html } from "./html/html.ts";
import { keyNumbers } from "./html/key-numbers.ts";
import { contents, methods, pageHead, twoBoxes } from "./html/page-parts.ts";
import { pageShell } from "./html/page-shell.ts";
import { classWords, constructs, measureText } from "./words/construct-words.ts";
import { outcomeLede, whatDataCannotShow, whatDataShow } from "./words/page-words.ts";

/** The page of one outcome of one place, with its figures in their fixed order: who is in the data, what changed, who improved, and
 * after what. */
export function outcomePage(place: PlaceReport, report: OutcomeReport, [flow, change, shares, activity]: readonly DrawnFigure[]): string {
  const { title: construct, about } = constructs[report.outcome];
  const title = `${construct} after social prescribing`;
  const improved = classWords(report).isReliable ? "How many improved reliably" : "How many scores moved";
  const sections = [
    { id: "who", label: "Who is in the data", figure: flow },
    { id: "what", label: "What changed", figure: change },
    { id: "shares", label: improved, figure: shares },
    { id: "activity", label: "By activity", figure: activity },
  ];
  const main = html`${pageHead(place, { title, lede: outcomeLede(report) })}
${keyNumbers(report)}
${twoBoxes(whatDataShow(report), whatDataCannotShow(report))}
${contents([...sections.map(({ id, label }) => [id, label] as const), ["methods", "Methods and data"]])}
${sections.map(
  ({
    id,
    label,
    figure,
  }) => html`<section><h2 class="nhsuk-heading-l" id="${id}">${label}</h2>${figure === undefined ? null : figureSection(figure)}</section>
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
