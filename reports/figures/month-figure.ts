import type { OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { classWords } from "../words/construct-words.ts";
import {
  assuranceText,
  howToReadMonths,
  monthAxis,
  monthKind,
  monthNotes,
  monthTitle,
  monthValue,
  variationText,
} from "../words/month-words.ts";
import { countText, monthText, numberOf, shownText } from "../words/numbers.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { monthDrawing } from "./month-drawing.ts";

/** One number followed from month to month, with the limits of its usual variation. */
export function monthFigure(report: OutcomeReport, place: PlaceReport): Figure {
  const { monthly, measure } = report;
  const { chart, kind, points } = monthly;
  const what =
    kind === "started"
      ? "People who started"
      : `Per cent of people ${classWords(report).isReliable ? `whose ${measure.name} score improved reliably` : `with a better ${measure.name} score`}`;
  const [first, last] = [points[0]?.month, points.at(-1)?.month];
  const period = first === undefined || last === undefined ? "" : `, ${monthText(first)} to ${monthText(last)}`;
  const axis = monthAxis(report);
  const subtitle = `${what}, by month of referral${period}`;
  return {
    id: "months",
    title: monthTitle(report),
    subtitle,
    how: howToReadMonths,
    icons: iconsOf(monthly),
    notes: [...monthNotes(monthly), place.suppression.words],
    alt: altOf(report),
    tables: points.length === 0 ? [] : [tableOf(report, subtitle)],
    records: recordsOf(report),
    picture:
      chart === null
        ? { empty: "Fewer than 7 months in a row hold enough people to be shown. The figure appears when 7 months do." }
        : {
            wide: monthDrawing(monthly, chart, { axis, layout: "wide" }),
            narrow: monthDrawing(monthly, chart, { axis, layout: "narrow" }),
          },
  };
}

function iconsOf(series: OutcomeReport["monthly"]): NonNullable<Figure["icons"]> {
  if (series.chart === null) return [];
  const [variation, assurance] = [variationText(series), assuranceText(series)];
  return [variation, ...(assurance === null ? [] : [assurance])].map(({ kind, text }) => ({ kind, text }));
}

function altOf({ monthly }: OutcomeReport): string {
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

const kindWords = {
  common: "usual",
  better: "unusual, improvement",
  worse: "unusual, concern",
  high: "unusually high",
  low: "unusually low",
} as const;

function tableOf({ monthly }: OutcomeReport, caption: string): TableTwin {
  const flags = new Map(monthly.chart?.points.map(({ month, flag }) => [month, kindWords[monthKind(monthly.kind, flag)]]));
  const text = monthValue(monthly);
  const labels = monthly.kind === "started" ? ["Month", "People who started", "Variation"] : ["Month", "People", "Improved", "Variation"];
  return {
    caption,
    columns: labels.map((label, index) => ({ label, numeric: index > 0 })),
    rows: monthly.points.map(({ month, people, value }) => [
      monthText(month),
      ...(monthly.kind === "started" ? [] : [shownText(people, countText)]),
      shownText(value, text),
      flags.get(month) ?? "",
    ]),
  };
}

function recordsOf({ monthly }: OutcomeReport): readonly DataRecord[] {
  if (monthly.kind === "started") {
    return monthly.points.map(({ month, value }) => ({ group: month, statistic: "people who started", unit: "people", value }));
  }
  return monthly.points.flatMap(({ month, people, value }) => [
    { group: month, statistic: "people with both scores", unit: "people" as const, value: people },
    { group: month, statistic: "improved", unit: "per cent" as const, value, unreliable: (numberOf(people) ?? 0) < 30 },
  ]);
}
