import type { EvaluationReport } from "../core/evaluation-report.ts";
import type { PlaceFile, PlaceReport } from "../core/place-report.ts";
import { effectPage, methodsPage, missingPage } from "./evidence-pages.ts";
import { drawFigure, figureFiles } from "./figure-files.ts";
import { forestFigure } from "./figures/forest-figure.ts";
import { tippingFigure } from "./figures/tipping-figure.ts";
import { evidencePages } from "./words/evidence-page-words.ts";

/** The evaluators' three pages of a place, of its first evaluation: the declared one where one was declared. None where nobody can be compared. */
export async function renderEvidence(place: PlaceReport): Promise<readonly PlaceFile[]> {
  const [first] = place.evaluations;
  if (first === undefined) return [];
  const { effect, missing, methods } = evidencePages;
  const forest = await drawFigure(forestFigure(first, place), 1);
  const tipping = await drawFigure(tippingFigure(first, place), 1);
  return [
    page(effect.folder, effectPage(place, first, forest)),
    ...figureFiles(forest, place, subjectOf(first, effect.folder)),
    page(missing.folder, missingPage(place, first, tipping)),
    ...figureFiles(tipping, place, subjectOf(first, missing.folder)),
    page(methods.folder, methodsPage(place, first)),
  ];
}

function subjectOf({ outcome, measure }: EvaluationReport, folder: string) {
  return { folder, outcome: outcome ?? measure.instrument, measure };
}

function page(folder: string, body: string): PlaceFile {
  return { path: `${folder}/index.html`, contentType: "text/html; charset=utf-8", body };
}
