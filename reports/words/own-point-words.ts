import type { FunnelLine, FunnelTable } from "../../core/funnel-table.ts";
import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { classWords, periodText } from "./construct-words.ts";
import { countText, percentText, shownText } from "./numbers.ts";

type Chart = NonNullable<FunnelTable["chart"]>;

/** Where the practice stands to the range expected for its size, as the title says it: no word of praise or blame. */
const titles = {
  within: "This practice is inside the range expected for its size",
  between: "This practice is outside the 95% range expected for its size, inside the 99.8% one",
  above: "This practice is above the range expected for its size",
  below: "This practice is below the range expected for its size",
} as const;

/** The title. */
export function ownTitle({ points: [point], chart }: FunnelTable): string {
  if (point === undefined || (point.n.kind === "value" && point.n.value === 0)) return "Nobody here has scores before and after yet";
  if (point.n.kind !== "value" || point.improved.kind !== "value") return "Where this practice stands is confidential [c]";
  if (chart === null || point.standing === null) return "No range can be expected of this practice yet";
  return titles[point.standing];
}

/** Measure, people, period, and whose range it is. */
export function ownSubtitle(report: OutcomeReport, place: PlaceFrame, { points: [point] }: FunnelTable): string {
  const what = classWords(report).isReliable
    ? `whose ${report.measure.name} score improved reliably`
    : `with a better ${report.measure.name} score`;
  return `Per cent of people ${what}, ${shownText(point?.n ?? { kind: "missing" }, countText)} people with both scores, ${periodText(place.period)}, within the range expected in England`;
}

/** Limits, widening, why there are no others beside it, and what a point outside means. */
export function ownNotes({ chart }: FunnelTable): readonly string[] {
  const alone =
    "Other practices are not shown: they would be known by their size, and this page would change with each of them. The range comes from England’s figures as they stood when the month’s reports were first drawn, and stays for the month.";
  if (chart === null) return [`A range needs five practices in England or more, and 30 people with either result. ${alone}`];
  const widened =
    chart.tau2 > 0
      ? `widened because practices differ by more than chance (τ² = ${chart.tau2.toFixed(4)}, 10% winsorised)`
      : "not widened, because nothing beyond chance was found between practices";
  return [
    `Control limits around the average of England: 95% (about 1 practice in 20 falls outside by chance) and 99.8% (1 in 500), on the arcsine scale, ${widened}. Not adjusted for who the patients are.`,
    alone,
    "A point outside the limits is a prompt to ask why, not a judgement.",
  ];
}

/** How it is read. */
export const howToReadOwn =
  "The point is this practice. The lines are the range in which practices of each size would fall by chance. Small ones vary more, so it is wider on the left.";

/** Why nothing is drawn. */
export function ownEmpty({ points: [point] }: FunnelTable): string {
  if (point?.n.kind === "value" && point.n.value === 0)
    return "Nobody here has scores before and after yet. The figure appears when enough people have.";
  if (point?.n.kind !== "value" || point.improved.kind !== "value")
    return "Few people stand behind one of its numbers, or behind a number that it would give away. The figure appears when that is no longer so.";
  return "Fewer than five practices in England have scores before and after, or fewer than 30 people have either result. The figure appears when they do.";
}

/** The figure for a reader who cannot see it. */
export function ownAlt({ points: [point], chart }: FunnelTable): string {
  if (chart === null || point?.n.kind !== "value" || point.improved.kind !== "value" || point.standing === null)
    return "No chart: there is no point or no range to show.";
  return `Funnel plot of one practice: ${percentText(point.improved.value)} of ${countText(point.n.value)} people. The average of England is ${percentText(chart.target)}. ${titles[point.standing]}.`;
}

/** Rows of the table beside the practice's own: what is expected for its size. */
export function expectedRows({ target }: Chart, at: FunnelLine): readonly (readonly string[])[] {
  const range = (lower: number, upper: number) => `${percentText(lower)} to ${percentText(upper)}`;
  return [
    ["Average of England", "", percentText(target), "", ""],
    ["95% limits for its size", "", "", "", range(at.lower95, at.upper95)],
    ["99.8% limits for its size", "", "", "", range(at.lower998, at.upper998)],
  ];
}

/** What the point is called in the picture. */
export function ownLabel(percent: number): string {
  return `This practice ${percentText(percent)}`;
}
