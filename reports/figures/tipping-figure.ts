import type { EvaluationReport, Tipping } from "../../core/evaluation-report.ts";
import type { PlaceFrame } from "../../core/place-report.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { changeText, intervalText, shownText } from "../words/numbers.ts";
import { statisticNames } from "../words/statistic-names.ts";
import {
  deltaText,
  howToReadTipping,
  readingOf,
  tippingAlt,
  tippingColumns,
  tippingEmpty,
  tippingKey,
  tippingNotes,
  tippingSubtitle,
  tippingTitle,
} from "../words/tipping-words.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { tippingDrawing } from "./tipping-drawing.ts";

/** What the main difference becomes under assumptions about those without a follow-up. */
export function tippingFigure(report: EvaluationReport, place: PlaceFrame): Figure {
  const { tipping } = report;
  const subtitle = tippingSubtitle(report);
  return {
    id: "tipping-point",
    label: report.label,
    title: tippingTitle(report),
    subtitle,
    how: howToReadTipping,
    notes: [...tippingNotes(report), disclosureText(place)],
    alt: tippingAlt(report),
    tables: tipping === null ? [] : [tableOf(report, tipping, subtitle)],
    records: tipping === null ? [] : recordsOf(tipping),
    picture:
      tipping === null
        ? { empty: tippingEmpty }
        : { wide: tippingDrawing(report, tipping, "wide"), narrow: tippingDrawing(report, tipping, "narrow") },
  };
}

const points = (value: number) => changeText(value, 2);

/** Whole points only: the CSV has them all. */
function tableOf(report: EvaluationReport, { cells }: Tipping, caption: string): TableTwin {
  const key = tippingKey(report);
  const whole = cells.filter(({ treated, others }) => Number.isInteger(treated) && Number.isInteger(others));
  return {
    caption,
    columns: tippingColumns.map((label, index) => ({ label, numeric: index < 4 })),
    rows: whole.map(({ treated, others, difference }) => [
      deltaText(treated),
      deltaText(others),
      shownText(difference, points),
      intervalText(difference, points),
      key[readingOf(difference, report.measure.direction)],
    ]),
  };
}

function recordsOf({ cells, treatedMissing, othersMissing, tips }: Tipping): readonly DataRecord[] {
  return [
    { group: "treated", statistic: statisticNames.withoutFollowUp, unit: "per cent", value: treatedMissing },
    { group: "others", statistic: statisticNames.withoutFollowUp, unit: "per cent", value: othersMissing },
    { group: "treated", statistic: statisticNames.tips, unit: "points", value: tips },
    ...cells.map(
      ({ treated, others, difference }): DataRecord => ({
        group: `treated ${treated} others ${others}`,
        statistic: "difference",
        unit: "points",
        value: difference,
      }),
    ),
  ];
}
