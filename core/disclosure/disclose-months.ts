import { addDays, type CivilDate, type Month, monthOf, monthsFrom } from "../civil-date.ts";
import type { Level } from "../organisations/organisation.ts";
import type { MonthlyPoint, MonthlySeries, Shown } from "../place-report.ts";
import type { Statistic } from "../statistic.ts";
import { xmrChart } from "../statistics/xmr.ts";
import { countOf, hideCells } from "./hide-cells.ts";
import { groupCell } from "./outcome-cells.ts";
import { stepCounts } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import { showCount, suppressed } from "./show.ts";
import { shareOf, shownCell, type Table } from "./shown-cell.ts";

/** What one month of referrals comes to, before disclosure. */
export type MonthStatistic = { readonly month: Month; readonly statistic: Statistic };

/** Whether a place follows the share that improved from month to month: below, months hold too few people for that. */
export function followsShares(level: Level): boolean {
  return level === "england" || level === "icb";
}

/** Days after which nearly everybody who will start has done so, and after which every follow-up is due (28 to the first score, 90 more). */
const settled = { started: 31, improved: 118 } as const;
const fewestPoints = 7;

/** People who started, by the month of their referral. */
export function discloseStarted(
  months: readonly MonthStatistic[],
  { asOf, profile }: { readonly asOf: CivilDate; readonly profile: DisclosureProfile },
): MonthlySeries {
  const started = new Map(months.map(({ month, statistic }) => [month, stepCounts(statistic).started] as const));
  const listed = settledMonths(months, asOf, settled.started);
  const later = [...started].filter(([month]) => !listed.includes(month)).reduce((sum, [, n]) => sum + n, 0);
  const total = [...started.values()].reduce((sum, n) => sum + n, 0);
  const cells = new Map([["started", total], ["later", later], ...listed.map((month) => [month, started.get(month) ?? 0] as const)]);
  // nobody later would protect nobody
  const parts = [...(later === 0 ? [] : ["later"]), ...listed.toSorted((a, b) => countOf(cells, a) - countOf(cells, b))];
  const rule = { hiddenUpTo: profile.hiddenUpTo, unpublished: new Set(["later"]), kept: new Set(["started"]) };
  const hidden = hideCells(cells, [{ total: "started", parts, shares: false }], rule);
  const points = listed.map((month): MonthlyPoint => {
    const n: Shown = hidden.has(month) ? suppressed : showCount(countOf(cells, month), profile);
    return { month, people: n, value: n };
  });
  return { kind: "started", points, chart: chartOf(points) };
}

/** The share of people with both scores who improved, by the month of their referral. */
export function discloseImproved(months: readonly MonthStatistic[], asOf: CivilDate, table: Table): MonthlySeries {
  const points = settledMonths(months, asOf, settled.improved).map((month): MonthlyPoint => {
    const [improved, all] = [groupCell("month", month, "improved"), groupCell("month", month, "n")];
    return { month, people: shownCell(table, all), value: shareOf(table, improved, all) };
  });
  return { kind: "improved", points, chart: chartOf(points) };
}

/** Every month from the first to the last that lies so many days back; months without anybody are among them. */
function settledMonths(months: readonly MonthStatistic[], asOf: CivilDate, days: number): readonly Month[] {
  const [first, last] = [months[0]?.month, months.at(-1)?.month];
  if (first === undefined || last === undefined) return [];
  const before = monthOf(addDays(asOf, -days));
  return monthsFrom(first, last).filter((month) => month < before);
}

/**
 * Limits over the months from the last one back to the first that is hidden, from the numbers as they are shown, so that they tell
 * nothing more; `null` below seven months.
 */
function chartOf(points: readonly MonthlyPoint[]): MonthlySeries["chart"] {
  const from = points.findLastIndex(({ value }) => value.kind !== "value") + 1;
  const shown = points.slice(from).flatMap(({ month, value }) => (value.kind === "value" ? [{ month, value: value.value }] : []));
  if (shown.length < fewestPoints) return null;
  const chart = xmrChart(shown, { screen: true });
  const [first] = chart;
  if (first === undefined || first.lower === null || first.upper === null) return null;
  const { mean, lower, upper } = first;
  return { mean, lower, upper, points: chart.map(({ value, flag }, index) => ({ month: shown[index]?.month ?? "", value, flag })) };
}
