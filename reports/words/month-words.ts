import type { MonthlySeries, OutcomeReport } from "../../core/place-report.ts";
import type { XmrFlag } from "../../core/statistics/xmr.ts";
import { classWords } from "./construct-words.ts";
import { countText, monthText, percentText } from "./numbers.ts";

/** Points from which limits are more than provisional. */
const firmFrom = 12;
const runFrom = 7;

type Chart = NonNullable<MonthlySeries["chart"]>;

/** Whether months after those that set the limits are judged by them. */
export function isFixed({ stretches }: Chart): boolean {
  const last = stretches.at(-1);
  return last !== undefined && last.fixedTo < last.to;
}

/** What a month is: ordinary, or unusual for the better, for the worse, or for neither, above or below. */
export type MonthKind = "common" | "better" | "worse" | "high" | "low";

/** A share that is high is better; a count that is high is neither. */
export function monthKind(kind: MonthlySeries["kind"], flag: XmrFlag): MonthKind {
  if (flag === "Common Cause") return "common";
  const isUp = /Above|Increasing/.test(flag);
  if (kind === "started") return isUp ? "high" : "low";
  return isUp ? "better" : "worse";
}

/** The title of the figure over time: a run is counted from the last month backwards. */
export function monthTitle({ reliable, monthly }: OutcomeReport): string {
  const { chart, kind } = monthly;
  const what =
    kind === "started"
      ? "The number of people starting"
      : reliable.threshold === null
        ? "The share with better scores"
        : "The share improving reliably";
  if (chart === null) return "Too few months can be shown to tell usual from unusual variation";
  const run = latestRun(chart);
  if (Math.abs(run) >= runFrom) {
    const [side, end] = [run > 0 ? "above" : "below", endsEarlier(monthly)];
    return end === null
      ? `${what} has been ${side} its ${isFixed(chart) ? "earlier " : ""}average for ${Math.abs(run)} months`
      : `${what} was ${side} its average for ${Math.abs(run)} months to ${end}`;
  }
  const unusual = unusualMonths(chart);
  if (unusual === 0 && chart.points.length < firmFrom)
    return `No month was unusual; with ${chart.points.length} months the limits are provisional`;
  if (unusual === 0) return `${what} has not changed by more than usual month-to-month variation`;
  return `${what} was outside its usual variation in ${unusual} of ${chart.points.length} months`;
}

/** The month with which a chart ends that leaves out confidential months after it; `null` for one that runs to the end. */
function endsEarlier({ chart, points }: MonthlySeries): string | null {
  const last = chart?.points.at(-1)?.month;
  return last === undefined || last === points.at(-1)?.month ? null : monthText(last);
}

/** Months in a row on one side of the average up to the last one: above it where positive, below it where negative. */
export function latestRun({ mean, points }: Chart): number {
  const side = Math.sign((points.at(-1)?.value ?? mean) - mean);
  const other = points.findLastIndex(({ value }) => Math.sign(value - mean) !== side);
  return side * (points.length - 1 - other) || 0;
}

function unusualMonths({ points }: Chart): number {
  return points.filter(({ flag }) => flag !== "Common Cause").length;
}

/** The icon of the chart in words: is it changing, and which way? */
export function variationText(series: MonthlySeries): {
  readonly kind: MonthKind;
  readonly letter: string;
  readonly text: string;
} {
  const { kind, chart } = series;
  const last = chart?.points.at(-1);
  const latest = endsEarlier(series) === null ? "Latest month" : "Latest month shown";
  const found = last === undefined ? "common" : monthKind(kind, last.flag);
  const texts = {
    common: ["", `${latest}: usual variation`],
    better: ["H", `${latest}: unusual, improvement`],
    worse: ["L", `${latest}: unusual, concern`],
    high: ["H", `${latest}: unusually high`],
    low: ["L", `${latest}: unusually low`],
  } as const;
  const [letter, text] = texts[found];
  return { kind: found, letter, text };
}

/** How a value of the series is written. */
export function monthValue({ kind }: MonthlySeries): (value: number) => string {
  return kind === "started" ? (value) => countText(Math.max(0, value)) : (value) => percentText(Math.min(100, Math.max(0, value)));
}

/** The second icon in words: will usual variation reach what is aimed for? `null` where nothing is. */
export function assuranceText(series: MonthlySeries): { readonly kind: "pass" | "fail" | "hit-or-miss"; readonly text: string } | null {
  const { chart } = series;
  if (chart === null || chart.aim === null || chart.assurance === null) return null;
  const aim = monthValue(series)(chart.aim);
  const texts = { pass: `Expected to reach ${aim}`, fail: `Not expected to reach ${aim}`, "hit-or-miss": `May or may not reach ${aim}` };
  return { kind: chart.assurance, text: texts[chart.assurance] };
}

/** What the key and the lines of the chart are called. */
export const monthLabels = {
  common: "Usual variation",
  better: "Unusual – improvement",
  worse: "Unusual – concern",
  high: "Unusually high",
  low: "Unusually low",
  upper: ["Upper limit", "Upper"],
  lower: ["Lower limit", "Lower"],
  average: "Average",
  aim: "Aim",
  fixed: ["Limits set on the", "months to the left"],
} as const;

/** What is followed, for the axis upwards. */
export function monthAxis({ reliable, monthly }: OutcomeReport): string {
  if (monthly.kind === "started") return "People who started";
  return reliable.threshold === null ? "Better score" : "Improved reliably";
}

/** Method, limits and what was left out. */
export function monthNotes(series: MonthlySeries): readonly string[] {
  const { chart, kind, points } = series;
  const left =
    kind === "started"
      ? "The latest months are left out until people have had 31 days to start."
      : "Months are left out until follow-up scores of all their people are due (118 days).";
  if (chart === null) return [left];
  const few = points.some(({ people }) => people.kind === "value" && people.value > 0 && people.value < 30);
  const unreliable = kind === "improved" && few ? " Months of fewer than 30 people are unreliable, and swing more." : "";
  const [first, end] = [chart.points[0]?.month ?? "", endsEarlier(series)];
  const begins = first === points[0]?.month ? "" : ` The chart begins in ${monthText(first)}, after a month that is confidential.`;
  const hidden = `${begins}${end === null ? "" : ` It ends in ${end}: the months after it are confidential.`}`;
  return [
    `XmR chart (the rules of NHS England’s Making Data Count): average and limits (2.66 mean moving ranges) from the numbers as they are shown. ${limitsSentence(chart)}${hidden}${unreliable} ${left}`,
    ...rebaseSentences(chart),
    "Unusual: outside the limits, 7 or more on one side of the average, 7 rising or falling, or 2 of 3 near a limit.",
    "The chart shows that something changed, not what made it change.",
  ];
}

function limitsSentence(chart: Chart): string {
  const last = chart.stretches.at(-1);
  if (last === undefined || !isFixed(chart)) {
    const provisional = chart.points.length < firmFrom ? ` Limits are provisional: fewer than ${firmFrom} months.` : "";
    const over =
      last === undefined || chart.stretches.length === 1 ? "all months drawn" : `${monthText(last.from)} to ${monthText(last.to)}`;
    return `They are taken over ${over}.${provisional}`;
  }
  return `They are fixed on ${monthText(last.from)} to ${monthText(last.fixedTo)}, and later months are judged by them.`;
}

function rebaseSentences({ stretches }: Chart): readonly string[] {
  return stretches.flatMap(({ from, reason }) => (reason === null ? [] : [`Limits were set anew from ${monthText(from)}: ${reason}.`]));
}

/** How the figure is read. */
export const howToReadMonths =
  "Each point is a month of referrals. Grey points between the dashed lines vary as usual. Triangles are months in which something unusual shows.";

/** What is followed, and from when to when. */
export function monthSubtitle(report: OutcomeReport): string {
  const { points, kind } = report.monthly;
  const share = classWords(report).isReliable
    ? `whose ${report.measure.name} score improved reliably`
    : `with a better ${report.measure.name} score`;
  const what = kind === "started" ? "People who started" : `Per cent of people ${share}`;
  const [first, last] = [points[0]?.month, points.at(-1)?.month];
  const period = first === undefined || last === undefined ? "" : `, ${monthText(first)} to ${monthText(last)}`;
  return `${what}, by month of referral${period}`;
}

/** What the columns of the table are called. */
export const monthColumns = {
  started: ["Month", "People who started", "Variation"],
  improved: ["Month", "People", "Improved", "Variation"],
} as const;

/** Why there is no picture. */
export const monthEmpty = "Fewer than 7 months in a row hold enough people to be shown. The figure appears when 7 months do.";

/** What a month is, in the table. */
export const variationWords = {
  common: "usual",
  better: "unusual, improvement",
  worse: "unusual, concern",
  high: "unusually high",
  low: "unusually low",
} as const;

/** The chart for a reader who cannot see it. */
export function monthAlt({ monthly }: OutcomeReport): string {
  const { chart } = monthly;
  if (chart === null) return "No chart: too few months can be shown.";
  const text = monthValue(monthly);
  const unusual = chart.points
    .filter(({ flag }) => flag !== "Common Cause")
    .map(({ month, value }) => `${monthText(month)} ${text(value)}`);
  const last = chart.points.at(-1);
  return (
    `Control chart of ${chart.points.length} months. Average ${text(chart.mean)}, limits ${text(chart.lower)} to ${text(chart.upper)}. ` +
    `Unusual months: ${unusual.length === 0 ? "none" : unusual.join(", ")}. Last month ${text(last?.value ?? 0)}. ${[variationText(monthly).text, assuranceText(monthly)?.text].filter((words) => words !== undefined).join(". ")}.`
  );
}
