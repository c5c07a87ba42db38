import type { OutcomeReport, PlaceFile, PlaceReport } from "../core/place-report.ts";
import { aboutPagesOf } from "./about-pages.ts";
import { drawFigure, figureFiles } from "./figure-files.ts";
import { type DrawnSection, outcomePage } from "./outcome-page.ts";
import { outcomeSections } from "./outcome-sections.ts";
import { type FigureNumbers, feedOf } from "./outcomes-feed.ts";
import { placePage } from "./place-page.ts";
import { renderEvidence } from "./render-evidence.ts";

/**
 * Everything that is published of one place: its first page, and for each outcome a page with its figures and their files.
 * The same report gives the same bytes, whatever the machine, the time zone or what was drawn before.
 */
export async function renderPlace(report: PlaceReport): Promise<readonly PlaceFile[]> {
  const outcomes = [];
  for (const outcome of report.outcomes) outcomes.push(await renderOutcome(report, outcome));
  return [
    page("index.html", placePage(report)),
    ...outcomes.flatMap(({ files }) => files),
    ...(await renderEvidence(report)),
    ...aboutPagesOf(report),
    ...feedOf(
      report,
      outcomes.flatMap(({ numbers }) => numbers),
    ),
  ];
}

type RenderedOutcome = { readonly files: readonly PlaceFile[]; readonly numbers: readonly FigureNumbers[] };

async function renderOutcome(place: PlaceReport, report: OutcomeReport): Promise<RenderedOutcome> {
  const sections: DrawnSection[] = [];
  for (const { id, label, make } of outcomeSections) {
    const figure = make(report, place);
    if (figure === null) continue;
    sections.push({ id, label: label(report), figure: await drawFigure(figure, sections.length + 1) });
  }
  const { outcome, measure } = report;
  const files = [
    page(`${outcome}/index.html`, outcomePage(place, report, sections)),
    ...sections.flatMap(({ figure }) => figureFiles(figure, place, { folder: outcome, outcome, measure })),
  ];
  const about = { outcome, instrument: measure.instrument };
  return { files, numbers: sections.map(({ figure: { figure } }) => ({ table: figure.id, ...about, records: figure.records })) };
}

function page(path: string, body: string): PlaceFile {
  return { path, contentType: "text/html; charset=utf-8", body };
}
