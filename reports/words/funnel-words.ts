import type { FunnelTable } from "../../core/funnel-table.ts";
import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { classWords, periodText } from "./construct-words.ts";
import { countText, percentText } from "./numbers.ts";

/** What the points of a funnel are: one of them, and several. */
const levelNames = {
  practice: ["practice", "practices"],
  pcn: ["network", "networks"],
  icb: ["integrated care board", "integrated care boards"],
  england: ["country", "countries"],
} as const;

const countWords = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/** Where a place stands, as keys and tables name it. */
export const standingWords = {
  within: "Within 95% limits",
  between: "Outside 95%",
  above: "Above 99.8%",
  below: "Below 99.8%",
} as const;

/** What the columns of the table are called. */
export const funnelColumns = ["People with both scores", "Improved, per cent", "95% interval", "Compared with the limits"] as const;

/** What the labels in the picture say. */
export const funnelLabels = { people: "People with both scores", outer: "99.8% limit", inner: "95% limit", average: "Average" } as const;

/** The title: how many are outside the outer limits, in words that rank nobody. */
export function funnelTitle(funnel: FunnelTable): string {
  const [one, many] = levelNames[funnel.level];
  const shown = shownPoints(funnel).length;
  if (funnel.chart === null || shown === 0) return `Too few ${many} can be shown to compare them`;
  const outside = shownPoints(funnel).filter(({ standing }) => standing === "above" || standing === "below").length;
  if (outside === 0) return `No ${one} is outside the range expected by chance`;
  const number = countWords[outside] ?? countText(outside);
  return `${number} of ${countText(shown)} ${many} ${outside === 1 ? "is" : "are"} outside the range expected by chance`;
}

/** Points with a number and a share. */
export function shownPoints({ points }: FunnelTable): FunnelTable["points"] {
  return points.filter(({ n, improved }) => n.kind === "value" && improved.kind === "value");
}

/** Measure, population and period. */
export function funnelSubtitle(report: OutcomeReport, place: PlaceFrame): string {
  const what = classWords(report).isReliable
    ? `whose ${report.measure.name} score improved reliably`
    : `with a better ${report.measure.name} score`;
  return `Per cent of people ${what}, by number of people with both scores, ${periodText(place.period)}`;
}

/** What the axis upwards is. */
export function funnelAxis(report: OutcomeReport): string {
  return classWords(report).isReliable ? "Improved reliably" : "Better score";
}

/** Limits, widening, what is hidden, and what a point outside means. */
export function funnelNotes(funnel: FunnelTable): readonly string[] {
  const [one, many] = levelNames[funnel.level];
  const hidden =
    funnel.hidden === 0
      ? ""
      : ` ${countText(funnel.hidden)} ${funnel.hidden === 1 ? one : many} with few people, or few with either outcome, ${funnel.hidden === 1 ? "is" : "are"} not shown but ${funnel.hidden === 1 ? "counts" : "count"} towards the limits.`;
  const names = funnel.points.some(({ name }) => name !== null)
    ? ""
    : ` ${many.slice(0, 1).toUpperCase()}${many.slice(1)} are not named on a page that everybody may read.`;
  if (funnel.chart === null)
    return [
      `Limits need five ${many} or more, of whose people some improved and some did not, and that the share of all of them is not confidential.${hidden}${names}`,
    ];
  const widened =
    funnel.chart.tau2 > 0
      ? `widened because ${many} differ by more than chance (τ² = ${funnel.chart.tau2.toFixed(4)}, 10% winsorised)`
      : "not widened, because nothing beyond chance was found between them";
  return [
    `Control limits: 95% (about 1 ${one} in 20 falls outside by chance) and 99.8% (1 in 500), on the arcsine scale, ${widened}. Not adjusted for who the patients are.${hidden}${names}`,
    "A point outside the limits is a prompt to ask why, not a judgement.",
  ];
}

/** How the funnel is read. */
export function howToReadFunnel(funnel: FunnelTable): string {
  const [, many] = levelNames[funnel.level];
  const named = funnel.points.some(({ name }) => name !== null) ? " Only points outside the outer limits are named." : "";
  return `Each point is one of the ${many}. Small ones vary more by chance, so the limits are wider on the left.${named}`;
}

/** Why nothing is drawn. */
export function funnelEmpty(funnel: FunnelTable): string {
  const [, many] = levelNames[funnel.level];
  return `Fewer than five ${many} have scores before and after that may be shown. The figure appears when five do.`;
}

/** The funnel for a reader who cannot see it. */
export function funnelAlt(funnel: FunnelTable): string {
  const [, many] = levelNames[funnel.level];
  if (funnel.chart === null) return "No chart: too few places can be compared.";
  const outside = shownPoints(funnel)
    .filter(({ standing }) => standing === "above" || standing === "below")
    .map(({ name, improved }) => `${name === null ? "one" : name} ${improved.kind === "value" ? percentText(improved.value) : ""}`);
  return `Funnel plot of ${shownPoints(funnel).length} ${many}. Average ${percentText(funnel.chart.target)}. Outside the 99.8% limits: ${outside.length === 0 ? "none" : outside.join(", ")}.`;
}

/** What a row of the table is called where the place is not named. */
export function unnamedPlace(funnel: FunnelTable, index: number): string {
  const [one] = levelNames[funnel.level];
  return `${one.slice(0, 1).toUpperCase()}${one.slice(1)} ${index + 1}, in order of size`;
}
