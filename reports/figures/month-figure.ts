import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import {
  assuranceText,
  howToReadMonths,
  monthAlt,
  monthAxis,
  monthColumns,
  monthEmpty,
  monthKind,
  monthLabels,
  monthNotes,
  monthSubtitle,
  monthTitle,
  monthValue,
  showsScattered,
  variationText,
  variationWords,
} from "../words/month-words.ts";
import { countText, monthText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { statisticNames } from "../words/statistic-names.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { type MonthDots, monthDots } from "./month-dots.ts";
import { monthDrawing } from "./month-drawing.ts";

/** One number followed from month to month, with the limits of its usual variation. */
export function monthFigure(report: OutcomeReport, place: PlaceFrame): Figure {
  const { monthly } = report;
  const { points } = monthly;
  const axis = monthAxis(report);
  const subtitle = monthSubtitle(report);
  return {
    id: "months",
    title: monthTitle(report),
    subtitle,
    how: howToReadMonths(monthly),
    icons: iconsOf(monthly),
    notes: [...monthNotes(report), disclosureText(place)],
    alt: monthAlt(report),
    tables: points.length === 0 ? [] : [tableOf(report, subtitle)],
    records: recordsOf(report),
    picture: pictureOf(report, axis),
  };
}

/** With limits where months in a row allow it, month by month without where enough of them can be shown, and otherwise why not. */
function pictureOf(report: OutcomeReport, axis: string): Figure["picture"] {
  const { monthly } = report;
  const { chart } = monthly;
  if (chart !== null)
    return {
      wide: monthDrawing(monthly, chart, { axis, layout: "wide" }),
      narrow: monthDrawing(monthly, chart, { axis, layout: "narrow" }),
    };
  if (!showsScattered(monthly)) return { empty: monthEmpty(monthly) };
  const dots = dotsOf(report);
  return { wide: monthDots(dots, "wide"), narrow: monthDots(dots, "narrow") };
}

function dotsOf({ monthly, reliable }: OutcomeReport): MonthDots {
  const isShare = monthly.kind === "improved";
  const { percent } = reliable.improved;
  const together =
    isShare && percent.kind === "value" ? { value: percent.value, label: monthLabels.together(percentText(percent.value)) } : undefined;
  return { months: monthly.points, text: monthValue(monthly), highest: isShare ? 100 : Number.POSITIVE_INFINITY, together };
}

function iconsOf(series: OutcomeReport["monthly"]): NonNullable<Figure["icons"]> {
  if (series.chart === null) return [];
  const [variation, assurance] = [variationText(series), assuranceText(series)];
  return [variation, ...(assurance === null ? [] : [assurance])].map(({ kind, text }) => ({ kind, text }));
}

function tableOf({ monthly }: OutcomeReport, caption: string): TableTwin {
  const flags = new Map(monthly.chart?.points.map(({ month, flag }) => [month, variationWords[monthKind(monthly.kind, flag)]]));
  const text = monthValue(monthly);
  const labels = monthly.chart === null ? monthColumns[monthly.kind].slice(0, -1) : monthColumns[monthly.kind];
  return {
    caption,
    columns: labels.map((label, index) => ({ label, numeric: index > 0 })),
    rows: monthly.points.map(({ month, people, value }) => [
      monthText(month),
      ...(monthly.kind === "started" ? [] : [shownText(people, countText)]),
      shownText(value, text),
      ...(monthly.chart === null ? [] : [flags.get(month) ?? ""]),
    ]),
  };
}

function recordsOf({ monthly }: OutcomeReport): readonly DataRecord[] {
  if (monthly.kind === "started") {
    return monthly.points.map(({ month, value }) => ({ group: month, statistic: statisticNames.started, unit: "people", value }));
  }
  return monthly.points.flatMap(({ month, people, value }) => [
    { group: month, statistic: statisticNames.bothScores, unit: "people" as const, value: people },
    { group: month, statistic: "improved", unit: "per cent" as const, value, unreliable: (numberOf(people) ?? 0) < 30 },
  ]);
}
