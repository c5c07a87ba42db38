import type { EvaluationReport } from "../core/evaluation-report.ts";
import type { PlaceReport } from "../core/place-report.ts";
import { figureAddress } from "./figure-files.ts";
import { appraisalTable, listOf, rowsOf, section } from "./html/evidence-parts.ts";
import { type DrawnFigure, figureSection, glancePicture } from "./html/figure-section.ts";
import { type Html, html } from "./html/html.ts";
import { contents, methods, pageHead, twoBoxes } from "./html/page-parts.ts";
import { pageShell } from "./html/page-shell.ts";
import { tableTwin } from "./html/table-twin.ts";
import { figureFolders } from "./outcome-sections.ts";
import { citationText, downloadWords } from "./words/archive-words.ts";
import { regressionSentence } from "./words/change-words.ts";
import { constructs } from "./words/construct-words.ts";
import {
  balanceSentence,
  comparisonText,
  declarationRows,
  declaredAnswers,
  downloadsText,
  estimandRows,
  everyOutcomeCaption,
  everyOutcomeColumns,
  everyOutcomeRow,
  evidencePages,
  evidenceTitle,
  evidenceSections as headings,
  heterogeneitySentence,
  measureCaption,
  measureColumns,
  measureRow,
  methodsCannotShow,
  methodsLede,
  methodsShows,
  missingCannotShow,
  missingCaption,
  missingColumns,
  missingLede,
  missingRows,
  missingShows,
  modelRows,
  softwareRows,
  sourceRows,
  standingText,
  windowRows,
} from "./words/evidence-page-words.ts";
import { comparisonNames, evidenceLede, labelWords, whatEvidenceCannotShow, whatEvidenceShows } from "./words/evidence-words.ts";
import { sectionWords, shellWords } from "./words/shell-words.ts";

type Section = readonly [id: string, heading: string, body: Html];

/** The answer and how sure it is: the difference by every way of comparing, and what an evidence reviewer would write of it. */
export function effectPage(place: PlaceReport, report: EvaluationReport, figures: readonly DrawnFigure[]): string {
  const title = evidenceTitle(report);
  const boxes = twoBoxes(whatEvidenceShows(report), whatEvidenceCannotShow(report));
  const answers = declaredAnswers(report);
  const others = place.evaluations.map((other) => everyOutcomeRow(other, labelWords[other.label]));
  return evidencePage(place, report, {
    at: evidencePages.effect.folder,
    title,
    lede: evidenceLede(report),
    boxes,
    sections: [
      ["forest", headings.forest, cited(figures.slice(0, 1), place, evidencePages.effect.folder)],
      ["appraisal", headings.appraisal, appraisalTable(report.appraisal)],
      ["question", headings.question, rowsOf(estimandRows(report))],
      ["balance", headings.balance, html`<p>${balanceSentence(report)}</p>${cited(figures.slice(1), place, evidencePages.effect.folder)}`],
      ["heterogeneity", headings.heterogeneity, html`<p>${heterogeneitySentence(report)}</p>`],
      ...(answers.length === 0 ? [] : [["answers", headings.answers, listOf(answers)] as const]),
      [
        "outcomes",
        headings.others,
        table({ caption: everyOutcomeCaption, columns: everyOutcomeColumns(place.evaluations), rows: others, text: 2 }, "every-outcome"),
      ],
      ["declaration", headings.declaration, rowsOf(declarationRows(report))],
    ],
  });
}

/** What the page of missing data shows: who is in the data, small, and its own figures. */
export type MissingFigures = {
  /** Of the outcome compared, where the measure stands for one: it stands whole on that outcome's page. */
  readonly flow: DrawnFigure | null;
  readonly tipping: DrawnFigure;
  readonly unfollowed: readonly DrawnFigure[];
};

/** Who is missing, and how far the answer depends on them. */
export function missingPage(place: PlaceReport, report: EvaluationReport, { flow, tipping, unfollowed }: MissingFigures): string {
  const at = evidencePages.missing.folder;
  const anyway = place.outcomes
    .map((outcome) => [constructs[outcome.outcome].title, regressionSentence(outcome)] as const)
    .filter(([, sentence]) => sentence !== "");
  const of = (id: string) => unfollowed.filter(({ figure }) => figure.id === id);
  const months = of("missing-months");
  return evidencePage(place, report, {
    at,
    title: evidencePages.missing.title,
    lede: missingLede(report),
    boxes: twoBoxes(missingShows(report), missingCannotShow),
    sections: [
      ["tipping", headings.tipping, cited([tipping], place, at)],
      ...(flow === null ? [] : [["steps", sectionWords.who, flowInShort(flow, report)] as const]),
      ["who", headings.whoMissing, html`${byWhoReferred(report)}${cited(of("missing-groups"), place, at)}`],
      ...(months.length === 0 ? [] : [["months", headings.missingMonths, cited(months, place, at)] as const]),
      ...(anyway.length === 0 ? [] : [["anyway", headings.regression, rowsOf(anyway)] as const]),
    ],
  });
}

/** The flow of the outcome's page, small, with the way to it: one figure with one address, its table and files there. */
function flowInShort(flow: DrawnFigure, { outcome }: EvaluationReport): Html {
  return glancePicture(flow, `../${outcome}/index.html#fig-${flow.figure.id}`);
}

/** By the two groups compared. */
function byWhoReferred(report: EvaluationReport): Html {
  return table({ caption: missingCaption, columns: missingColumns, rows: missingRows(report), text: 1 }, "who-is-missing");
}

/** Measures, models, windows and every figure as data. */
export function methodsPage(place: PlaceReport, report: EvaluationReport): string {
  const measures = place.outcomes.map((outcome) => measureRow(constructs[outcome.outcome].title, outcome));
  return evidencePage(place, report, {
    at: evidencePages.methods.folder,
    title: evidencePages.methods.title,
    lede: methodsLede,
    boxes: twoBoxes(methodsShows, methodsCannotShow),
    sections: [
      [
        "measures",
        headings.measures,
        table({ caption: measureCaption, columns: measureColumns, rows: measures, text: 6 }, "measures-table"),
      ],
      ["sources", headings.sources, rowsOf(sourceRows(place.outcomes.map(({ measure }) => measure)))],
      ["windows", headings.question, rowsOf([...estimandRows(report), ...windowRows])],
      ["models", headings.models, rowsOf(modelRows())],
      ["software", headings.software, rowsOf(softwareRows())],
      ["run", headings.comparisons, rowsOf(report.comparisons.map((each) => [comparisonNames[each.id][1], comparisonText(each)] as const))],
      ["declaration", headings.declaration, rowsOf(declarationRows(report))],
      ["downloads", headings.downloads, downloads(place)],
    ],
  });
}

function cited(figures: readonly DrawnFigure[], place: PlaceReport, folder: string): Html {
  return html`${figures.map((drawn) => figureSection(drawn, citationText(drawn.figure.title, place, figureAddress(drawn.figure, place, { folder }))))}`;
}

type EvidencePage = {
  readonly at: string;
  readonly title: string;
  readonly lede: string;
  readonly boxes: Html;
  readonly sections: readonly Section[];
};

function evidencePage(place: PlaceReport, report: EvaluationReport, { at, title, lede, boxes, sections }: EvidencePage): string {
  const links = sections.map(([id, heading]) => [id, heading] as const);
  const main = html`${pageHead(place, { title, lede })}
<p class="stamp stamp--${report.label}">${standingText(report)}</p>
${boxes}
${contents([...links, ["methods", shellWords.methods]])}
${sections.map(([id, heading, body]) => section(id, heading, body))}
${methods(place, [])}`;
  return pageShell({ report: place, at, title, main });
}

type PageTable = {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many of the first columns are text. */
  readonly text: number;
};

function table({ caption, columns, rows, text }: PageTable, id: string): Html {
  return tableTwin({ caption, columns: columns.map((label, index) => ({ label, numeric: index >= text })), rows }, id);
}

/** Links to the files of every figure on the outcomes' pages. */
function downloads(place: PlaceReport): Html {
  const lists = place.outcomes.map((outcome) => {
    const { title } = constructs[outcome.outcome];
    const items = figureFolders(outcome, place).map(({ id, label, isDrawn }) => {
      const endings = isDrawn ? (["csv", "meta.json", "vl.json", "zip"] as const) : (["csv", "meta.json", "zip"] as const);
      const links = endings.map(
        (ending) =>
          html` <a href="../${outcome.outcome}/figures/${id}.${ending}" download>${downloadWords.short[ending]}<span class="nhsuk-u-visually-hidden"> ${label}, ${title}</span></a>`,
      );
      return html`<li>${label}:${links}</li>`;
    });
    return html`<div class="files__of"><h3 class="nhsuk-heading-s">${title}</h3><ul class="nhsuk-list files">${items}</ul></div>`;
  });
  return html`<p>${downloadsText}</p><div class="files__all">${lists}</div>`;
}
