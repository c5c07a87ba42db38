import type { OutcomeReport, PlaceReport } from "../core/place-report.ts";
import { drawSmall } from "./figure-files.ts";
import { changeFigure } from "./figures/change-figure.ts";
import { flowFigure } from "./figures/flow-figure.ts";
import { funnelFigure } from "./figures/funnel-figure.ts";
import { monthFigure } from "./figures/month-figure.ts";
import { type DrawnFigure, glancePicture } from "./html/figure-section.ts";
import { type Html, html } from "./html/html.ts";
import { liveLink } from "./html/site-shell.ts";
import { constructs } from "./words/construct-words.ts";
import { dueSentence, glanceWords, oneLine } from "./words/glance-words.ts";

/** What a practice reads first: one outcome's figures, small, in two columns, and what is due. They stand whole on that outcome's page. */
export type Glance = { readonly outcome: OutcomeReport; readonly figures: readonly DrawnFigure[] };

/** Who is in the data, where the practice stands for its size, when people started, and what changed. */
const atGlance = [flowFigure, funnelFigure, monthFigure, changeFigure] as const;

/** The glance of a practice, at the outcome that its pages begin with; `null` for every other place, and where nothing is reported. */
export async function drawGlance(report: PlaceReport): Promise<Glance | null> {
  const [outcome] = report.outcomes;
  if (report.place.level !== "practice" || outcome === undefined) return null;
  const figures: DrawnFigure[] = [];
  for (const make of atGlance) {
    const figure = make(outcome, report);
    if (figure !== null) figures.push(await drawSmall(figure, figures.length + 1));
  }
  return { outcome, figures };
}

/** A practice in one line, what is due there, and the ways to it for its own people. `root` leads up to the root of the site. */
export function practiceLine({ outcome: { flow, measure } }: Glance, { place, asOf }: PlaceReport, root: string): Html {
  const service = `${root}../../practice/${place.code}`;
  const links = [
    liveLink(`${service}/follow-ups-due`, `/practice/${place.code}/follow-ups-due`, glanceWords.followUps),
    liveLink(service, `/practice/${place.code}`, glanceWords.ownPages),
  ];
  return html`<section class="glance"><h2 class="nhsuk-heading-l" id="practice">${glanceWords.heading}</h2>
<p>${oneLine(flow, measure.name)} ${dueSentence(flow, asOf)}</p>
<ul class="nhsuk-list">${links}</ul></section>`;
}

/** The figures of a practice's first page, each with its finding as the way to where it stands whole. */
export function practiceFigures({ outcome: { outcome }, figures }: Glance): Html {
  return html`<section class="glance__figs"><h2 class="nhsuk-heading-l" id="glance">${glanceWords.figures(constructs[outcome].title)}</h2>
<div class="glance__row">${figures.map((drawn) => glancePicture(drawn, `${outcome}/index.html#fig-${drawn.figure.id}`))}</div></section>`;
}
