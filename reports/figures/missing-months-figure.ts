import type { UnfollowedTable } from "../../core/comparison-table.ts";
import type { OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import type { Drawing, Layout } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { monthText, percentText, placeholders } from "../words/numbers.ts";
import { statisticNames } from "../words/statistic-names.ts";
import {
  fewestMonths,
  howToReadMissingMonths,
  missingMonthRow,
  missingMonthsAlt,
  missingMonthsColumns,
  missingMonthsEmpty,
  missingMonthsNotes,
  missingMonthsSubtitle,
  missingMonthsTitle,
} from "../words/unfollowed-words.ts";
import { axisTicks } from "./axis-ticks.ts";
import { layer, pixels, textLayer } from "./encode.ts";
import type { DataRecord, Figure } from "./figure.ts";

/** An outcome of which it is known who has no follow-up. */
export type UnfollowedOutcome = OutcomeReport & { readonly unfollowed: UnfollowedTable };

/** The share of people without a follow-up score, by the month in which they were referred. */
export function missingMonthsFigure(report: UnfollowedOutcome, place: PlaceReport): Figure {
  const { months } = report.unfollowed;
  const subtitle = missingMonthsSubtitle(report, months);
  const isDrawn = months.filter(({ percent }) => percent.kind === "value").length >= fewestMonths;
  return {
    id: "missing-months",
    title: missingMonthsTitle(months),
    subtitle,
    how: howToReadMissingMonths,
    notes: [...missingMonthsNotes, disclosureText(place)],
    alt: missingMonthsAlt(months),
    tables:
      months.length === 0
        ? []
        : [
            {
              caption: subtitle,
              columns: missingMonthsColumns.map((label, at) => ({ label, numeric: at > 0 })),
              rows: months.map(missingMonthRow),
            },
          ],
    records: months.flatMap(({ month, overdue, percent }): readonly DataRecord[] => [
      { group: month, statistic: statisticNames.withoutFollowUp, unit: "people", value: overdue },
      { group: month, statistic: statisticNames.withoutFollowUp, unit: "per cent", value: percent },
    ]),
    picture: isDrawn ? { wide: drawing(months, "wide"), narrow: drawing(months, "narrow") } : { empty: missingMonthsEmpty },
  };
}

const sizes = {
  wide: { width: 600, height: 240, text: 14, labels: 8 },
  narrow: { width: 276, height: 200, text: 12, labels: 4 },
} as const;

function drawing(months: UnfollowedTable["months"], layout: Layout): Drawing {
  const { width, height, text, labels } = sizes[layout];
  const shown = months.flatMap(({ percent }, index) => (percent.kind === "value" ? [{ index, ...percent }] : []));
  const [low, high] = [Math.min(...shown.map(({ lower }) => lower)), Math.max(...shown.map(({ upper }) => upper))];
  const [from, to] = [Math.max(0, Math.floor(low / 10) * 10), Math.min(100, Math.ceil(high / 10) * 10)];
  const x = (index: number) => 8 + (index / Math.max(1, months.length - 1)) * (width - 16);
  const y = (percent: number) => ((to - percent) / Math.max(1, to - from)) * height;
  const ticks = axisTicks({ from, to }, 6, [5, 10, 20, 25]);
  const every = Math.max(1, Math.ceil(months.length / labels));
  const named = months.flatMap(({ month }, index) => (index % every === 0 ? [{ index, month }] : []));
  return {
    template: template(layout),
    params: {},
    datasets: {
      grid: ticks.map((tick) => ({ x: 0, x2: width, y: y(tick) })),
      ticks: ticks.map((tick) => ({ x: -8, y: y(tick), t: percentText(tick) })),
      intervals: shown.map(({ index, lower, upper }) => ({ x: x(index), y: y(lower), y2: y(upper) })),
      line: shown.map(({ index, value }) => ({ x: x(index), y: y(value) })),
      dots: shown.map(({ index, value }) => ({ x: x(index), y: y(value) })),
      signs: months.flatMap(({ percent }, index) =>
        percent.kind === "value" ? [] : [{ x: x(index), y: height - 8, t: placeholders[percent.kind] }],
      ),
      monthText: named.map(({ index, month }) => ({ x: x(index), y: height + text + 6, t: monthText(month).slice(0, 3) })),
      yearText: named
        .filter(({ month }, at) => at === 0 || named[at - 1]?.month.slice(0, 4) !== month.slice(0, 4))
        .map(({ index, month }) => ({ x: x(index), y: height + 2 * text + 10, t: month.slice(0, 4) })),
    },
  };
}

function template(layout: Layout) {
  const { width, height, text } = sizes[layout];
  const [x, y] = [pixels("x", width), pixels("y", height, true)];
  const at = { x, y };
  const across = { x, x2: { field: "x2" }, y };
  const below = { align: "center", baseline: "alphabetic", fontSize: text };
  return {
    width,
    height,
    layer: [
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, across),
      layer("intervals", { type: "rule", color: palette.axis, strokeWidth: 2 }, { x, y, y2: { field: "y2" } }),
      layer("line", { type: "line", color: palette.volume, strokeWidth: 1.5 }, at),
      layer("dots", { type: "point", shape: "circle", filled: true, size: 60, fill: palette.volume, opacity: 1 }, at),
      textLayer("signs", { align: "center", baseline: "middle", fontSize: 12, fontStyle: "italic", color: palette.secondary }, at),
      textLayer("ticks", { align: "right", baseline: "middle", fontSize: text }, at),
      textLayer("monthText", below, at),
      textLayer("yearText", { ...below, color: palette.secondary }, at),
    ],
  };
}
