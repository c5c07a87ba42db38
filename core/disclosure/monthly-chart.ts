import type { Rebase } from "../chart-rules.ts";
import type { MonthlyChart, MonthlyPoint, MonthlyStretch } from "../place-report.ts";
import { type XmrPoint, xmrChart } from "../statistics/xmr.ts";

/** What was declared about one chart of one place. */
export type Charting = { readonly aim: number | null; readonly rebases: readonly Rebase[] };

const fewestPoints = 7;

/** Months that set the limits, so that later ones are judged by them instead of moving them. */
const fixedMonths = 12;

/**
 * A chart over the latest unbroken run of months that are shown, from the numbers as they are shown, so that it tells nothing more; it ends before the
 * latest months where those are hidden, since few of their follow-ups are in yet. `null` below seven months. The first twelve months of a stretch set its limits; a new stretch begins only where one was declared with its reason,
 * and only with seven months of its own.
 */
export function monthlyChart(
  points: readonly MonthlyPoint[],
  { aim, rebases }: Charting = { aim: null, rebases: [] },
): MonthlyChart | null {
  const until = points.findLastIndex(({ value }) => value.kind === "value") + 1;
  const from = points.slice(0, until).findLastIndex(({ value }) => value.kind !== "value") + 1;
  const shown = points.slice(from, until).flatMap(({ month, value }) => (value.kind === "value" ? [{ month, value: value.value }] : []));
  if (shown.length < fewestPoints) return null;
  const starts = startsOf(
    shown.map(({ month }) => month),
    rebases,
  );
  const chart = xmrChart(
    shown.map(({ value }, index) => ({ value, rebase: starts.has(index) })),
    { screen: true, fixAfter: fixedMonths },
  );
  const stretches = stretchesOf(shown, chart, starts);
  const last = stretches.at(-1);
  if (last === undefined) return null;
  const { mean, lower, upper } = last;
  const marked = shown.map(({ month, value }, index) => ({ month, value, flag: chart[index]?.flag ?? ("Common Cause" as const) }));
  return { mean, lower, upper, stretches, points: marked, aim, assurance: aim === null ? null : assuranceOf(aim, last) };
}

/** Where stretches begin, by the index of their month, and why: each leaves seven months before it and after. */
function startsOf(months: readonly string[], rebases: readonly Rebase[]): ReadonlyMap<number, string> {
  const starts = new Map<number, string>();
  let since = 0;
  for (const { month, reason } of rebases.toSorted((a, b) => (a.month < b.month ? -1 : 1))) {
    const index = months.indexOf(month);
    if (index < since + fewestPoints || months.length - index < fewestPoints) continue;
    starts.set(index, reason);
    since = index;
  }
  return starts;
}

function stretchesOf(
  shown: readonly { readonly month: string }[],
  chart: readonly XmrPoint[],
  starts: ReadonlyMap<number, string>,
): readonly MonthlyStretch[] {
  const bounds = [0, ...starts.keys(), shown.length];
  return bounds.slice(0, -1).flatMap((first, index) => {
    const end = bounds[index + 1] ?? shown.length;
    const point = chart[first];
    if (point === undefined || point.lower === null || point.upper === null) return [];
    const monthAt = (place: number) => shown[place]?.month ?? "";
    const months = { from: monthAt(first), to: monthAt(end - 1), fixedTo: monthAt(Math.min(first + fixedMonths, end) - 1) };
    return [{ ...months, mean: point.mean, lower: point.lower, upper: point.upper, reason: starts.get(first) ?? null }];
  });
}

/** For a share that should be high: usual variation wholly above the aim reaches it every month, wholly below it never. */
function assuranceOf(aim: number, { lower, upper }: MonthlyStretch): MonthlyChart["assurance"] {
  if (lower >= aim) return "pass";
  return upper < aim ? "fail" : "hit-or-miss";
}
