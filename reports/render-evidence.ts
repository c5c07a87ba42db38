import type { EvaluationReport } from "../core/evaluation-report.ts";
import type { PlaceFile, PlaceReport } from "../core/place-report.ts";
import { effectPage, type MissingFigures, methodsPage, missingPage } from "./evidence-pages.ts";
import { drawFigure, drawSmall, figureFiles } from "./figure-files.ts";
import { balanceFigure } from "./figures/balance-figure.ts";
import type { DataRecord, Figure } from "./figures/figure.ts";
import { flowFigure } from "./figures/flow-figure.ts";
import { forestFigure } from "./figures/forest-figure.ts";
import { missingGroupsFigure } from "./figures/missing-groups-figure.ts";
import { missingMonthsFigure } from "./figures/missing-months-figure.ts";
import { overlapFigure } from "./figures/overlap-figure.ts";
import { tippingFigure } from "./figures/tipping-figure.ts";
import type { DrawnFigure } from "./html/figure-section.ts";
import type { FigureNumbers } from "./outcomes-feed.ts";
import { evidencePages } from "./words/evidence-page-words.ts";
import { mainComparison } from "./words/evidence-words.ts";

/** The evaluators' three pages of a place, of its first evaluation: the declared one where one was declared. None where nobody can be compared. */
export async function renderEvidence(place: PlaceReport): Promise<readonly PlaceFile[]> {
  const [first] = place.evaluations;
  if (first === undefined) return [];
  const { effect, missing, methods } = evidencePages;
  const onEffect = await inOrder(effectFigures(first, place));
  const onMissing = await drawMissing(first, place);
  return [
    page(effect.folder, effectPage(place, first, onEffect)),
    ...onEffect.flatMap((figure) => figureFiles(figure, place, subjectOf(first, effect.folder))),
    page(missing.folder, missingPage(place, first, onMissing)),
    ...[onMissing.tipping, ...onMissing.unfollowed].flatMap((figure) => figureFiles(figure, place, subjectOf(first, missing.folder))),
    page(methods.folder, methodsPage(place, first)),
  ];
}

async function drawMissing(report: EvaluationReport, place: PlaceReport): Promise<MissingFigures> {
  const outcome = place.outcomes.find((one) => one.outcome === report.outcome);
  const flow = outcome === undefined ? null : await drawSmall(flowFigure(outcome, place), 1);
  const tipping = await drawFigure(tippingFigure(report, place), 1);
  const unfollowed = missingFigures(report, place).map((figure, index) => drawFigure(figure, index + 2));
  return { flow, tipping, unfollowed: await Promise.all(unfollowed) };
}

function effectFigures(report: EvaluationReport, place: PlaceReport): readonly Figure[] {
  return [forestFigure(report, place), ...alikeFigures(report, place)];
}

/** What the evaluators' pages show as numbers: those of their figures, and the main result of every comparison, which stands in a table of its own. */
export function evidenceNumbers(place: PlaceReport): readonly FigureNumbers[] {
  const [first] = place.evaluations;
  if (first === undefined) return [];
  const figures = [...effectFigures(first, place), tippingFigure(first, place), ...missingFigures(first, place)];
  const results = place.evaluations.map((report, at) => {
    const before = place.evaluations.slice(0, at).filter((one) => outcomeOf(one) === outcomeOf(report) && one.label === report.label);
    return { ...aboutOf(report), table: "evaluations", records: mainResult(report, before.length) };
  });
  return [...figures.map(({ id, records }) => ({ ...aboutOf(first), table: id, records })), ...results];
}

/** The row of a comparison in the table of all of them; a second one of the same standing is numbered. */
function mainResult(report: EvaluationReport, before: number): readonly DataRecord[] {
  const group = before === 0 ? report.label : `${report.label} ${before + 1}`;
  return [
    { group, statistic: "people compared", unit: "people", value: report.people.treated },
    { group, statistic: "others", unit: "people", value: report.people.others },
    { group, statistic: "difference", unit: "points", value: mainComparison(report).difference },
  ];
}

function outcomeOf({ outcome, measure }: EvaluationReport): string {
  return outcome ?? measure.instrument;
}

function aboutOf(report: EvaluationReport) {
  return { outcome: outcomeOf(report), instrument: report.measure.instrument };
}

/** How alike the groups were; nothing for a measure that stands for no outcome of the place. */
export function alikeFigures(report: EvaluationReport, place: PlaceReport): readonly Figure[] {
  const outcome = place.outcomes.find((one) => one.outcome === report.outcome);
  if (outcome === undefined || outcome.comparison === null) return [];
  const compared = { ...outcome, comparison: outcome.comparison };
  return [balanceFigure(report, compared, place), overlapFigure(report, compared, place)];
}

/** Whose follow-ups are missing, and when. */
export function missingFigures(report: EvaluationReport, place: PlaceReport): readonly Figure[] {
  const outcome = place.outcomes.find((one) => one.outcome === report.outcome);
  if (outcome === undefined || outcome.unfollowed === null) return [];
  const known = { ...outcome, unfollowed: outcome.unfollowed };
  return [missingGroupsFigure(known, place), missingMonthsFigure(known, place)];
}

/** Numbered as they stand on their page. */
async function inOrder(figures: readonly Figure[]): Promise<readonly DrawnFigure[]> {
  return Promise.all(figures.map((figure, index) => drawFigure(figure, index + 1)));
}

function subjectOf(report: EvaluationReport, folder: string) {
  return { folder, outcome: outcomeOf(report), measure: report.measure };
}

function page(folder: string, body: string): PlaceFile {
  return { path: `${folder}/index.html`, contentType: "text/html; charset=utf-8", body };
}
