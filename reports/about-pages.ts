import type { PlaceFile, PlaceReport } from "../core/place-report.ts";
import { section } from "./html/evidence-parts.ts";
import { type Html, html, nothing } from "./html/html.ts";
import { methods, pageHead, twoBoxes } from "./html/page-parts.ts";
import { pageShell } from "./html/page-shell.ts";
import { tableTwin } from "./html/table-twin.ts";
import {
  aboutPages,
  changesCannotShow,
  changesLede,
  changesRows,
  changesShow,
  changesTables,
  qualityCannotShow,
  qualityLede,
  qualityRows,
  qualityShows,
  qualityTables,
} from "./words/site-page-words.ts";

/** The pages about a place's data: how complete they are, and what changed since its pages were last drawn. */
export function aboutPagesOf(report: PlaceReport): readonly PlaceFile[] {
  const page = (folder: string, body: string) => ({ path: `${folder}/index.html`, contentType: "text/html; charset=utf-8", body });
  return [page(aboutPages.quality.folder, qualityPage(report)), page(aboutPages.changes.folder, changesPage(report))];
}

function qualityPage(report: PlaceReport): string {
  const { folder, title } = aboutPages.quality;
  const rows = qualityRows(report);
  const tables = (["scores", "recorded", "events"] as const).map((name) => tableSection(name, qualityTables[name], rows[name]));
  const main = html`${pageHead(report, { title, lede: qualityLede(report) })}
${twoBoxes(qualityShows(report), qualityCannotShow)}
${tables}
${methods(report, [])}`;
  return pageShell({ report, at: folder, title, main });
}

function changesPage(report: PlaceReport): string {
  const { folder, title } = aboutPages.changes;
  const { changes } = report;
  const rows = changes === null ? null : changesRows(changes);
  const tables =
    rows === null ? nothing : html`${(["causes", "outcomes"] as const).map((name) => tableSection(name, changesTables[name], rows[name]))}`;
  const main = html`${pageHead(report, { title, lede: changesLede(report) })}
${twoBoxes(changesShow(report), changesCannotShow)}
${tables}
${methods(report, [])}`;
  return pageShell({ report, at: folder, title, main });
}

type Told = { readonly heading: string; readonly caption: string; readonly columns: readonly string[] };

function tableSection(id: string, { heading, caption, columns }: Told, rows: readonly (readonly string[])[]): Html {
  const text = id === "recorded" ? 2 : 1;
  const table = tableTwin({ caption, columns: columns.map((label, index) => ({ label, numeric: index >= text })), rows }, `${id}-table`);
  return section(id, heading, table);
}
