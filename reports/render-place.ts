import { chaptersOf, frameOf } from "../core/disclosure/chapters.ts";
import type { Chapters, DrawnPlace, OutcomeReport, PlaceFile, PlaceFrame, PlaceReport } from "../core/place-report.ts";
import type { Digest } from "../core/ports/digest.ts";
import { aboutPagesOf } from "./about-pages.ts";
import { drawFigure, figureFiles } from "./figure-files.ts";
import type { Figure } from "./figures/figure.ts";
import { type DrawnSection, outcomePage } from "./outcome-page.ts";
import { outcomeSections } from "./outcome-sections.ts";
import { type FigureNumbers, feedOf } from "./outcomes-feed.ts";
import { placePage } from "./place-page.ts";
import { drawGlance } from "./practice-glance.ts";
import { evidenceNumbers, renderEvidence } from "./render-evidence.ts";

/**
 * Everything that is published of one place: its first page, and for each outcome a page with its figures and their files.
 * The same report gives the same bytes, whatever the machine, the time zone or what was drawn before.
 */
export async function renderPlace(report: PlaceReport): Promise<readonly PlaceFile[]> {
  return renderWithout(new Set(), report);
}

/** The same without the chapters that readers have already: a chapter that shows what it showed is not drawn again. */
export async function renderChanged(
  report: PlaceReport,
  { shown, digest }: { readonly shown: Chapters; readonly digest: Digest },
): Promise<DrawnPlace> {
  const chapters = chaptersOf(report, digest);
  const kept = Object.keys(chapters).filter((folder) => shown[folder] === chapters[folder]);
  return { files: await renderWithout(new Set(kept), report), chapters };
}

async function renderWithout(kept: ReadonlySet<string>, report: PlaceReport): Promise<readonly PlaceFile[]> {
  const frame = frameOf(report);
  const outcomes = [];
  for (const outcome of report.outcomes)
    outcomes.push(kept.has(outcome.outcome) ? numbersAlone(frame, outcome) : await renderOutcome(frame, outcome));
  return [
    page("index.html", placePage(report, await drawGlance(report))),
    ...outcomes.flatMap(({ files }) => files),
    ...(await renderEvidence(report)),
    ...aboutPagesOf(report),
    ...feedOf(report, [...outcomes.flatMap(({ numbers }) => numbers), ...evidenceNumbers(report)]),
  ];
}

type RenderedOutcome = { readonly files: readonly PlaceFile[]; readonly numbers: readonly FigureNumbers[] };

async function renderOutcome(place: PlaceFrame, report: OutcomeReport): Promise<RenderedOutcome> {
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
  return { files, numbers: sections.map(({ figure: { figure } }) => numbersOf(figure, report)) };
}

/** What the feed lists of an outcome whose pages stay as they are. */
function numbersAlone(place: PlaceFrame, report: OutcomeReport): RenderedOutcome {
  const figures = outcomeSections.flatMap(({ make }) => make(report, place) ?? []);
  return { files: [], numbers: figures.map((figure) => numbersOf(figure, report)) };
}

function numbersOf({ id, records }: Figure, { outcome, measure }: OutcomeReport): FigureNumbers {
  return { table: id, outcome, instrument: measure.instrument, records };
}

function page(path: string, body: string): PlaceFile {
  return { path, contentType: "text/html; charset=utf-8", body };
}
