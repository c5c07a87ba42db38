import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { capital } from "../words/capital.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { classWords } from "../words/construct-words.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import {
  equityAlt,
  equityDimensions,
  equityHead,
  equityNotes,
  equitySubtitle,
  equityTitle,
  groupName,
  howToReadGroups,
} from "../words/equity-words.ts";
import { countText, intervalText, percentText, shownText } from "../words/numbers.ts";
import { noShares, shareColumns, unreliableMark } from "../words/share-words.ts";
import { statisticNames } from "../words/statistic-names.ts";
import { equityDrawing } from "./equity-drawing.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { shareRecords } from "./share-table.ts";

/** The share who improved in groups of people: by deprivation, ethnic group, age and sex. */
export function equityFigure(report: OutcomeReport, place: PlaceFrame): Figure {
  const { reliable } = report;
  const { improved } = classWords(report);
  const isDrawn = reliable.n.kind === "value" && reliable.n.value >= sentenceFrom && reliable.improved.percent.kind === "value";
  const subtitle = equitySubtitle(report, place);
  return {
    id: "groups",
    title: equityTitle(report),
    subtitle,
    how: howToReadGroups,
    notes: [...equityNotes(report), disclosureText(place)],
    alt: equityAlt(report),
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

function tableOf(report: OutcomeReport, dimension: DimensionName, caption: string): TableTwin {
  const { improved, deteriorated } = classWords(report);
  const labels = shareColumns({ first: equityHead, improved, deteriorated });
  return {
    caption,
    columns: labels.map((label, index) => ({ label: capital(label), numeric: index > 0 })),
    rows: rowsOf(report, dimension).map((row) => [
      `${groupName(dimension, row.group)}${row.unreliable ? unreliableMark : ""}`,
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
    { group: statisticNames.gapGroup, statistic: statisticNames.improvedGap, unit: "percentage points", value: report.deprivationGap },
  ];
}
