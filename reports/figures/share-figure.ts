import type { OutcomeReport, PlaceFrame, Shown } from "../../core/place-report.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { countText, intervalText, percentText, shownText } from "../words/numbers.ts";
import { howToReadShares, noShares, shareLabels, shareNotes, shareSubtitle, shareTitle } from "../words/share-words.ts";
import { statisticNames } from "../words/statistic-names.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { shareDrawing } from "./share-drawing.ts";
import { type ShareRow, shareRows } from "./share-rows.ts";
import { shareAlt, shareRecords, shareTable } from "./share-table.ts";

/** How many people's scores moved, each way. Its id says whether the change is a reliable one. */
export function shareFigure(report: OutcomeReport, place: PlaceFrame): Figure {
  const { reliable } = report;
  const rows = shareRows(report);
  const isDrawn = reliable.n.kind === "value" && reliable.n.value >= sentenceFrom && reliable.improved.percent.kind === "value";
  const subtitle = shareSubtitle(report, place);
  return {
    id: reliable.threshold === null ? "any-change" : "reliable-change",
    title: shareTitle(report),
    subtitle,
    how: howToReadShares,
    notes: [...shareNotes(report), disclosureText(place)],
    alt: shareAlt(report, rows, shareLabels.by),
    tables: [tableOf(report, rows, subtitle)],
    records: recordsOf(report, rows),
    picture: isDrawn
      ? { wide: shareDrawing(report, rows, "wide"), narrow: shareDrawing(report, rows, "narrow") }
      : { empty: noShares(report) },
  };
}

function tableOf(report: OutcomeReport, rows: readonly ShareRow[], caption: string): TableTwin {
  const table = shareTable(report, rows, { caption, first: shareLabels.head });
  const { cases, percent } = report.reliable.recovered;
  if (cases.kind === "not-applicable") return table;
  const numbers = [shownText(cases, countText), shownText(percent, percentText), intervalText(percent, percentText), "", "", ""];
  return { ...table, rows: [...table.rows, [shareLabels.recovered, ...numbers]] };
}

function recordsOf({ reliable }: OutcomeReport, rows: readonly ShareRow[]): readonly DataRecord[] {
  const { improved, unchanged, deteriorated, recovered } = reliable;
  const people = (group: string, statistic: string, value: Shown) => ({ group, statistic, unit: "people" as const, value });
  return [
    people("all", "improved", improved.n),
    people("all", "unchanged", unchanged.n),
    people("all", "deteriorated", deteriorated.n),
    people("all", statisticNames.cases, recovered.cases),
    people("all", statisticNames.recovered, recovered.n),
    { group: "all", statistic: statisticNames.recovered, unit: "per cent", value: recovered.percent },
    ...shareRecords(rows),
  ];
}
