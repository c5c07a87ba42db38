import { nightSteps } from "../../core/night/night-steps.ts";
import { type LastRun, type NightStatus, runOutcomes } from "../../core/night/status-schema.ts";
import { notFoundPage } from "../../reports/not-found-page.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { signInStoppedPage } from "../../reports/sign-in-stopped-page.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { statusPage } from "../../reports/status-page.ts";
import { inventedReports } from "./invented-reports.ts";

type Page = readonly [path: string, body: string];

/** Every kind of page that is published, in every state that invented reports can be in; pictures that stand alone are pages too. */
export async function everyPage(): Promise<readonly Page[]> {
  const places: Page[] = [];
  for (const [name, report] of Object.entries(inventedReports)) {
    for (const { path, body } of await renderPlace(report)) places.push([`${name}/${path}`, String(body)]);
  }
  const site = siteFiles().map(({ path, body }): Page => [path, String(body)]);
  return [...places, ...site, ...statusPages(), ...turnedAway()].filter(([path]) => /\.(?:html|svg)$/.test(path));
}

const where = { site: "../..", style: "style-1.css", icon: "icon-1.svg" };

/** Pages for whoever has no report to read, whose style is `fill-in/style-1.css` two folders up. */
export function turnedAway(): readonly Page[] {
  const states = [true, false].flatMap((signedIn) => [true, false].map((published) => ({ signedIn, published })));
  return [
    ...states.map((state): Page => [`not-found-${JSON.stringify(state)}.html`, notFoundPage(where, state)]),
    ["sign-in-stopped.html", signInStoppedPage(where)],
  ];
}

/** The status in every state, in the style of generation 12 beside it. */
export function statusPages(): readonly Page[] {
  const settled: NightStatus = {
    at: "2026-11-22T08:00:00.000Z",
    generation: 12,
    publishedAt: "2026-11-22T04:00:00.000Z",
    dataAsAt: "2026-11-22",
    expectedAsAt: "2026-11-22",
    isOlderThanExpected: false,
    practicesWaiting: null,
    lastSuccess: { run: 12, date: "2026-11-22" },
    lastRun: null,
    isRunMissing: false,
  };
  const ran = (outcome: LastRun["outcome"], step: LastRun["step"]): NightStatus => ({
    ...settled,
    lastRun: { run: 13, date: "2026-11-22", startedAt: settled.at, outcome, step, stoppedWhile: step === null ? null : nightSteps[step] },
  });
  const states: readonly NightStatus[] = [
    settled,
    ...runOutcomes.flatMap((outcome) => [ran(outcome, null), ran(outcome, "roll-up")]),
    { ...settled, isOlderThanExpected: true, practicesWaiting: 40, isRunMissing: true },
    { ...settled, generation: null, publishedAt: null, dataAsAt: null, lastSuccess: null, isOlderThanExpected: true },
  ];
  return states.map((status, index): Page => [`status-${index}.html`, statusPage(status)]);
}
