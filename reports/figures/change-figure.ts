import type { ChangeTable, OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import {
  changeAlt,
  changeEmpty,
  changeLabels,
  changeNotes,
  changeRange,
  changeSubtitle,
  howToReadChange,
  rangeText,
} from "../words/change-figure-words.ts";
import { changeInterval, changeTitle, sentenceFrom } from "../words/change-words.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { changeText, countText, decimalText, shownText } from "../words/numbers.ts";
import { statisticNames } from "../words/statistic-names.ts";
import { changeDrawing } from "./change-drawing.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";

/** Scores before and after, and the size of each person's change. */
export function changeFigure(report: OutcomeReport, place: PlaceFrame): Figure {
  const { change } = report;
  const subtitle = changeSubtitle(report, place);
  const hasAverages = change.meanBaseline.kind === "value" && change.meanFollowUp.kind === "value";
  const isDrawn = change.n.kind === "value" && change.n.value >= sentenceFrom && hasAverages;
  return {
    id: "change",
    title: changeTitle(report),
    subtitle,
    how: howToReadChange(report),
    notes: [...changeNotes(report), disclosureText(place)],
    alt: changeAlt(report),
    tables: [averagesTable(report), ...[changesTable(report), scoresTable(report)].filter(({ rows }) => rows.length > 1)],
    records: recordsOf(report),
    picture: isDrawn ? { wide: changeDrawing(report, "wide"), narrow: changeDrawing(report, "narrow") } : { empty: changeEmpty(report) },
  };
}

function averagesTable(report: OutcomeReport): TableTwin {
  const { change } = report;
  const { caption, columns, rows } = changeLabels.averages;
  return {
    caption: caption(report),
    columns: columns.map((label, index) => ({ label, numeric: index > 0 })),
    rows: [
      [rows.n, shownText(change.n, countText), ""],
      [rows.first, shownText(change.meanBaseline, decimalText), ""],
      [rows.followUp, shownText(change.meanFollowUp, decimalText), ""],
      [rows.mean, shownText(change.meanChange, changeText), changeInterval(change)],
      [rows.median, shownText(change.medianChange, changeText), ""],
      [rows.sd, shownText(change.standardDeviationOfChange, decimalText), ""],
    ],
  };
}

function changesTable({ change, measure }: OutcomeReport): TableTwin {
  const total = change.n.kind === "value" ? change.n.value : 0;
  return {
    caption: changeLabels.changes.caption(measure.name),
    columns: changeLabels.changes.columns.map((label, index) => ({ label, numeric: index > 0 })),
    rows: change.changes.map((bar, index) => [
      changeRange(bar, { isFirst: index === 0, isLast: index === change.changes.length - 1 }),
      shownText(bar.n, countText),
      bar.n.kind === "value" && total > 0 ? `${decimalText((bar.n.value / total) * 100)}%` : "[c]",
    ]),
  };
}

function scoresTable({ change, measure }: OutcomeReport): TableTwin {
  return {
    caption: changeLabels.scores.caption(measure.name),
    columns: changeLabels.scores.columns.map((label, index) => ({ label, numeric: index > 0 })),
    rows: change.scores.map((bar) => [
      rangeText(bar, { isFirst: false, isLast: false, format: String }),
      shownText(bar.baseline, countText),
      shownText(bar.followUp, countText),
    ]),
  };
}

function recordsOf({ change }: OutcomeReport): readonly DataRecord[] {
  const { unreliable } = change;
  const all = (statistic: string, unit: DataRecord["unit"], value: DataRecord["value"]) => ({
    group: "all",
    statistic,
    unit,
    value,
    unreliable,
  });
  return [
    all(statisticNames.bothScores, "people", change.n),
    all(statisticNames.meanFirst, "points", change.meanBaseline),
    all(statisticNames.meanFollowUp, "points", change.meanFollowUp),
    all(statisticNames.meanChange, "points", change.meanChange),
    all(statisticNames.medianChange, "points", change.medianChange),
    all(statisticNames.sdChange, "points", change.standardDeviationOfChange),
    ...regressionRecords(change),
    ...change.changes.map((bar) => binRecord("change", bar, bar.n)),
    ...change.scores.map((bar) => binRecord(statisticNames.firstScore, bar, bar.baseline)),
    ...change.scores.map((bar) => binRecord(statisticNames.followUpScore, bar, bar.followUp)),
  ];
}

function regressionRecords({ regression }: ChangeTable): readonly DataRecord[] {
  if (regression === null) return [];
  const cases = (statistic: string, unit: DataRecord["unit"], value: DataRecord["value"]) => ({
    group: statisticNames.cases,
    statistic,
    unit,
    value,
  });
  return [
    cases("people", "people", regression.cases),
    cases(statisticNames.meanChange, "points", regression.observed),
    ...regression.expected.map(({ reliability, change }) => cases(statisticNames.expected(reliability), "points", change)),
  ];
}

function binRecord(
  group: string,
  { from, to }: Pick<ChangeTable["changes"][number], "from" | "to">,
  value: DataRecord["value"],
): DataRecord {
  return { group, statistic: statisticNames.range(from, to), unit: "people", value };
}
