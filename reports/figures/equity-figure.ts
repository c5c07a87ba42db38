import type { OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { classWords, periodText } from "../words/construct-words.ts";
import { equityDimensions, equityTest, equityTitle, gapSentence, groupName, howToReadGroups } from "../words/equity-words.ts";
import { countText, intervalText, percentText, shownText } from "../words/numbers.ts";
import { equityDrawing } from "./equity-drawing.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { noShares } from "./share-figure.ts";
import { shareRecords } from "./share-table.ts";

/** The share who improved in groups of people: by deprivation, ethnic group, age and sex. */
export function equityFigure(report: OutcomeReport, place: PlaceReport): Figure {
  const { reliable, measure } = report;
  const { improved, isReliable } = classWords(report);
  const isDrawn = reliable.n.kind === "value" && reliable.n.value >= sentenceFrom && reliable.improved.percent.kind === "value";
  const what = isReliable ? `whose ${measure.name} score improved reliably` : `with a better ${measure.name} score`;
  const subtitle = `Per cent of people ${what}, by group, ${shownText(reliable.n, countText)} people with both scores, ${periodText(place.period)}`;
  return {
    id: "groups",
    title: equityTitle(report),
    subtitle,
    how: howToReadGroups,
    notes: [
      `Lines: 95% confidence intervals (Wilson). ${gapSentence(report)} ${equityTest(report)}`,
      "Only people with both scores are counted, and groups may differ in how many have them. Groups also differ in what brought people here.",
      place.suppression.words,
    ],
    alt: altOf(report),
    tables: equityDimensions
      .map(([dimension, title]) => tableOf(report, dimension, `${title}: ${improved}`))
      .filter(({ rows }) => rows.length > 0),
    records: recordsOf(report),
    picture: isDrawn ? { wide: equityDrawing(report, "wide"), narrow: equityDrawing(report, "narrow") } : { empty: noShares(report) },
  };
}

type DimensionName = (typeof equityDimensions)[number][0];

function rowsOf({ groups }: OutcomeReport, name: DimensionName) {
  return groups.find(({ dimension }) => dimension === name)?.rows ?? [];
}

function altOf(report: OutcomeReport): string {
  const told = equityDimensions.map(([dimension, title]) => {
    const rows = rowsOf(report, dimension).map(
      ({ group, improved }) => `${groupName(dimension, group)} ${shownText(improved, percentText)}`,
    );
    return `${title}: ${rows.join(", ")}`;
  });
  return `Dot plot of the share who improved, overall ${shownText(report.reliable.improved.percent, percentText)}. ${told.join(". ")}.`;
}

function tableOf(report: OutcomeReport, dimension: DimensionName, caption: string): TableTwin {
  const { improved, deteriorated } = classWords(report);
  const labels = ["Group", "People", `${improved}, per cent`, "95% interval", `${deteriorated}, per cent`, "95% interval"];
  return {
    caption,
    columns: labels.map((label, index) => ({ label: label.slice(0, 1).toUpperCase() + label.slice(1), numeric: index > 0 })),
    rows: rowsOf(report, dimension).map((row) => [
      `${groupName(dimension, row.group)}${row.unreliable ? " (unreliable)" : ""}`,
      shownText(row.n, countText),
      shownText(row.improved, percentText),
      intervalText(row.improved, percentText),
      shownText(row.deteriorated, percentText),
      intervalText(row.deteriorated, percentText),
    ]),
  };
}

function recordsOf(report: OutcomeReport): readonly DataRecord[] {
  const rows = equityDimensions.flatMap(([dimension]) =>
    rowsOf(report, dimension).map(({ group, ...row }) => ({ ...row, id: `${dimension} ${group}` })),
  );
  return [
    ...shareRecords(rows),
    { group: "imd 5 minus imd 1", statistic: "difference in improved", unit: "percentage points", value: report.deprivationGap },
  ];
}
