import type { MonthlySeries, OutcomeReport } from "../../core/place-report.ts";
import type { XmrFlag } from "../../core/statistics/xmr.ts";
import { capital } from "./capital.ts";
import { classWords } from "./construct-words.ts";
import { countText, monthText, numberOf, percentText, shownText } from "./numbers.ts";

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
  if (chart === null) return scatteredTitle({ reliable, monthly });
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

/** Whether months are drawn one by one where no limits can be: enough of them are shown, though not in a row, and hold somebody. */
export function showsScattered(series: MonthlySeries): boolean {
  return shownOf(series).filter((value) => value > 0).length >= runFrom;
}

function shownOf({ points }: MonthlySeries): readonly number[] {
  return points.flatMap(({ value }) => numberOf(value) ?? []);
}

/** From where to where the months lie that can be shown: of a rise or a fall nothing is said. */
function scatteredTitle({ reliable, monthly }: Pick<OutcomeReport, "reliable" | "monthly">): string {
  if (!showsScattered(monthly)) return "Too few months can be shown to tell usual from unusual variation";
  const shown = shownOf(monthly);
  const [low, high] = [Math.min(...shown), Math.max(...shown)].map(monthValue(monthly));
  const from = low === high ? `${capital(low ?? "")}` : `Between ${low} and ${high}`;
  const what = monthly.kind === "started" ? "people started" : reliable.threshold === null ? "had a better score" : "improved reliably";
  return `${from} ${what} in the ${shown.length} months that can be shown`;
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
  together: (share: string) => `All ${share}`,
  fixed: ["Limits set on the", "months to the left"],
} as const;

/** What is followed, for the axis upwards. */
export function monthAxis({ reliable, monthly }: OutcomeReport): string {
  if (monthly.kind === "started") return "People who started";
  return reliable.threshold === null ? "Better score" : "Improved reliably";
}

/** Method, limits and what was left out. */
export function monthNotes({ monthly: series, reliable }: Pick<OutcomeReport, "monthly" | "reliable">): readonly string[] {
  const { chart, kind, points } = series;
  const left =
    kind === "started"
      ? "The latest months are left out until people have had 31 days to start."
      : "Months are left out until follow-up scores of all their people are due (118 days).";
  if (chart === null) return showsScattered(series) ? [...scatteredNotes({ monthly: series, reliable }), left] : [left];
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

/** What is not shown is not like what is: months are hidden because few improved in them, or few did not. */
function scatteredNotes({ monthly, reliable }: Pick<OutcomeReport, "monthly" | "reliable">): readonly string[] {
  const { kind, points } = monthly;
  const hidden = points.filter(({ value }) => value.kind === "suppressed").length;
  const { percent } = reliable.improved;
  const all = kind === "improved" && percent.kind === "value" ? `All people together: ${percentText(percent.value)} (dashed line).` : "";
  const few = kind === "started" ? "few people started" : "few people improved, or few did not,";
  const unlike = `${hidden} of ${points.length} months are confidential [c], because ${few} in them or in months that they would give away. Those that are shown are not like them: do not read a rise or a fall from these.`;
  const lines = kind === "improved" ? "Upright lines: 95% confidence intervals (Wilson), from the counts as they are shown." : "";
  return [
    [hidden === 0 ? "" : unlike, all].filter((text) => text !== "").join(" "),
    `Limits of usual variation need ${runFrom} months in a row that can be shown. ${lines}`.trim(),
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
export function howToReadMonths(series: MonthlySeries): string {
  const hidden = "[c] is one month or more that are confidential.";
  if (series.chart === null)
    return series.kind === "started"
      ? `Each dot is how many of the people referred in one month started. ${hidden}`
      : `Each dot is the people referred in one month; the upright line is its uncertainty. ${hidden}`;
  return "Each point is a month of referrals. Grey points between the dashed lines vary as usual. Triangles are months in which something unusual shows.";
}

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

/** Why there is no picture, and what there is instead. */
export function monthEmpty(series: MonthlySeries): string {
  const [shown, all] = [shownOf(series).length, series.points.length];
  const appears = `The figure appears when ${runFrom} months do.`;
  if (all === 0) return `No month lies far enough back to be told of yet. The figure appears when ${runFrom} months do.`;
  if (series.kind === "started")
    return `${shown === 0 ? "None" : shown} of ${all} months can be shown: in the others so few people started that a number would tell of them, or would give another away. ${appears}`;
  const table = shown === 0 ? "" : " What can be shown is in the table.";
  return `${shown === 0 ? "None" : shown} of ${all} months can be shown: a month’s share needs enough people who improved and enough who did not, and must give no other month away.${table} ${appears}`;
}

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
  if (chart === null) return scatteredAlt(monthly);
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

function scatteredAlt(series: MonthlySeries): string {
  if (!showsScattered(series)) return "No chart: too few months can be shown.";
  const told = series.points.map(({ month, value }) => `${monthText(month)}: ${shownText(value, monthValue(series))}`);
  return `Months one by one, without limits. ${told.join("; ")}.`;
}
