import type { PlaceFile } from "../core/place-report.ts";
import { methodsPage } from "./methods-page.ts";
import { reportCss } from "./theme/report-css.ts";

/** What all pages share, with paths relative to the root of the site. */
export function siteFiles(): readonly PlaceFile[] {
  return [
    { path: "assets/report.css", contentType: "text/css; charset=utf-8", body: reportCss },
    { path: "assets/favicon.svg", contentType: "image/svg+xml", body: favicon },
    { path: "methods/index.html", contentType: "text/html; charset=utf-8", body: methodsPage() },
  ];
}

/** Two bars, the second lower: what a page of this site most often shows. */
const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="#005eb8"/>' +
  '<path d="M7 25V8h7v17zM18 25V15h7v10z" fill="#fff"/></svg>\n';
