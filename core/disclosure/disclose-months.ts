import { addDays, type CivilDate, type Month, monthOf, monthsFrom } from "../civil-date.ts";
import type { MonthlyPoint, MonthlySeries, Shown } from "../place-report.ts";
import type { Statistic } from "../statistic.ts";
import { type Cells, countOf, hideCells, type Line } from "./hide-cells.ts";
import { type Charting, monthlyChart } from "./monthly-chart.ts";
import { groupCell } from "./outcome-cells.ts";
import { stepCounts } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import { showCount, suppressed } from "./show.ts";
import { shareOf, shownCell, type Table } from "./shown-cell.ts";

/** What one month of referrals comes to, before disclosure. */
export type MonthStatistic = { readonly month: Month; readonly statistic: Statistic };

/** Days after which nearly everybody who will start has done so, and after which every follow-up is due (28 to the first score, 90 more). */
export const settled = { started: 31, improved: 118 } as const;

/** Everything that is counted of people who started, by the month of their referral: months too young to tell are one cell, which is not published. */
export function startedTable(months: readonly MonthStatistic[], asOf: CivilDate): StartedTable {
  const started = new Map(months.map(({ month, statistic }) => [month, stepCounts(statistic).started] as const));
  const listed = settledMonths(months, asOf, settled.started);
  const later = [...started].filter(([month]) => !listed.includes(month)).reduce((sum, [, n]) => sum + n, 0);
  const total = [...started.values()].reduce((sum, n) => sum + n, 0);
  const cells = new Map([["started", total], ["later", later], ...listed.map((month) => [month, started.get(month) ?? 0] as const)]);
  // nobody later would protect nobody
  const parts = [...(later === 0 ? [] : ["later"]), ...listed.toSorted((a, b) => countOf(cells, a) - countOf(cells, b))];
  const lines = [{ total: "started", parts, shares: false }];
  return { listed, cells, lines, unpublished: new Set(["later"]), kept: new Set(["started"]) };
}

type StartedTable = {
  readonly listed: readonly Month[];
  readonly cells: Cells;
  readonly lines: readonly Line[];
  readonly unpublished: ReadonlySet<string>;
  readonly kept: ReadonlySet<string>;
};

type StartedRules = {
  readonly asOf: CivilDate;
  readonly profile: DisclosureProfile;
  /** Months to be hidden whatever they count. */
  readonly also?: Iterable<string> | undefined;
  readonly charting?: Charting;
};

/** People who started, by the month of their referral. */
export function discloseStarted(months: readonly MonthStatistic[], { asOf, profile, also, charting }: StartedRules): MonthlySeries {
  const { listed, cells, lines, unpublished, kept } = startedTable(months, asOf);
  const hidden = hideCells(cells, lines, { hiddenUpTo: profile.hiddenUpTo, unpublished, kept, also });
  const points = listed.map((month): MonthlyPoint => {
    const n: Shown = hidden.has(month) ? suppressed : showCount(countOf(cells, month), profile);
    return { month, people: n, value: n };
  });
  return { kind: "started", points, chart: monthlyChart(points, charting) };
}

/** The share of people with both scores who improved, by the month of their referral. */
export function discloseImproved(
  months: readonly MonthStatistic[],
  { asOf, table, charting }: { readonly asOf: CivilDate; readonly table: Table; readonly charting?: Charting },
): MonthlySeries {
  const points = settledMonths(months, asOf, settled.improved).map((month): MonthlyPoint => {
    const [improved, all] = [groupCell("month", month, "improved"), groupCell("month", month, "n")];
    return { month, people: shownCell(table, all), value: shareOf(table, improved, all) };
  });
  return { kind: "improved", points, chart: monthlyChart(points, charting) };
}

/** Every month from the first to the last that lies so many days back; months without anybody are among them. */
export function settledMonths(months: readonly MonthStatistic[], asOf: CivilDate, days: number): readonly Month[] {
  const [first, last] = [months[0]?.month, months.at(-1)?.month];
  if (first === undefined || last === undefined) return [];
  const before = monthOf(addDays(asOf, -days));
  return monthsFrom(first, last).filter((month) => month < before);
}
