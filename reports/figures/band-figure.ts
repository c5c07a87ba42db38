import type { BandTable, OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { bandAlt, bandEmpty, bandLabels, bandNote, bandSubtitle, bandText, bandTitle, howToReadBands } from "../words/band-words.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { sourceText } from "../words/measure-words.ts";
import { countText, percentText, shownText } from "../words/numbers.ts";
import { statisticNames } from "../words/statistic-names.ts";
import { bandDrawing } from "./band-drawing.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";

/** Severity bands before and after; `null` where the measure has no published bands. */
export function bandFigure(report: OutcomeReport, place: PlaceFrame): Figure | null {
  const { bands, measure } = report;
  if (bands === null) return null;
  const subtitle = bandSubtitle(report, place);
  const isDrawn = bands.n.kind === "value" && bands.n.value >= sentenceFrom;
  const source = sourceText(measure, "bands");
  return {
    id: "bands",
    title: bandTitle(report),
    subtitle,
    how: howToReadBands,
    notes: [bandNote, source === null ? "" : `${source}.`, disclosureText(place)],
    alt: bandAlt(bands),
    tables: [tableOf(bands, subtitle)],
    records: recordsOf(bands),
    picture: isDrawn
      ? { wide: bandDrawing(bands, measure, "wide"), narrow: bandDrawing(bands, measure, "narrow") }
      : { empty: bandEmpty(report) },
  };
}

function tableOf({ rows }: BandTable, caption: string): TableTwin {
  const bands = rows.flatMap(({ label }) => [bandLabels.peopleOf(label), bandLabels.shareOf(label)]);
  return {
    caption,
    columns: [bandLabels.start, bandLabels.people, ...bands].map((label, index) => ({ label, numeric: index > 0 })),
    rows: rows.map((row) => [
      bandText(row),
      shownText(row.n, countText),
      ...row.cells.flatMap(({ n, percent }) => [shownText(n, countText), shownText(percent, percentText)]),
    ]),
  };
}

function recordsOf({ n, rows, ...moves }: BandTable): readonly DataRecord[] {
  const moved = (["lower", "same", "higher"] as const).flatMap((move) => [
    { group: `${move} band`, statistic: "people", unit: "people" as const, value: moves[move].n },
    { group: `${move} band`, statistic: statisticNames.shareOfPeople, unit: "per cent" as const, value: moves[move].percent },
  ]);
  const cells = rows.flatMap((row) => [
    { group: row.label, statistic: statisticNames.atStart, unit: "people" as const, value: row.n },
    ...row.cells.flatMap(({ n: people, percent }, index) => {
      const group = `${row.label} to ${rows[index]?.label ?? ""}`;
      return [
        { group, statistic: "people", unit: "people" as const, value: people },
        { group, statistic: statisticNames.shareOfRow, unit: "per cent" as const, value: percent },
      ];
    }),
  ]);
  return [{ group: "all", statistic: statisticNames.bothScores, unit: "people", value: n }, ...moved, ...cells];
}
