import type { OutcomeReport, PlaceFile, PlaceReport } from "../core/place-report.ts";
import { drawFigure, figureFiles } from "./figure-files.ts";
import { activityFigure } from "./figures/activity-figure.ts";
import { changeFigure } from "./figures/change-figure.ts";
import { flowFigure } from "./figures/flow-figure.ts";
import { shareFigure } from "./figures/share-figure.ts";
import { outcomePage } from "./outcome-page.ts";
import { placePage } from "./place-page.ts";

const figures = [flowFigure, changeFigure, shareFigure, activityFigure] as const;

/**
 * Everything that is published of one place: its first page, and for each outcome a page with its figures and their files.
 * The same report gives the same bytes, whatever the machine, the time zone or what was drawn before.
 */
export async function renderPlace(report: PlaceReport): Promise<readonly PlaceFile[]> {
  const files: PlaceFile[] = [page("index.html", placePage(report))];
  for (const outcome of report.outcomes) files.push(...(await renderOutcome(report, outcome)));
  return files;
}

async function renderOutcome(place: PlaceReport, report: OutcomeReport): Promise<readonly PlaceFile[]> {
  const drawn = [];
  for (const [index, figure] of figures.entries()) drawn.push(await drawFigure(figure(report, place), index + 1));
  return [
    page(`${report.outcome}/index.html`, outcomePage(place, report, drawn)),
    ...drawn.flatMap((figure) => figureFiles(figure, place, report)),
  ];
}

function page(path: string, body: string): PlaceFile {
  return { path, contentType: "text/html; charset=utf-8", body };
}
