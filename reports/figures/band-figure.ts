import type { BandTable, OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { bandNote, bandTitle, howToReadBands } from "../words/band-words.ts";
import { capital } from "../words/capital.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { periodText } from "../words/construct-words.ts";
import { countText, percentText, shownText } from "../words/numbers.ts";
import { bandDrawing } from "./band-drawing.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";

/** Severity bands before and after; `null` where the measure has no published bands. */
export function bandFigure(report: OutcomeReport, place: PlaceReport): Figure | null {
  const { bands, measure } = report;
  if (bands === null) return null;
  const subtitle = `${measure.name} band at follow-up as a per cent of each band at the start, ${shownText(bands.n, countText)} people with both scores, ${periodText(place.period)}`;
  const isDrawn = bands.n.kind === "value" && bands.n.value >= sentenceFrom;
  const source = measure.sources.find((words) => words.startsWith("Bands"));
  return {
    id: "bands",
    title: bandTitle(report),
    subtitle,
    how: howToReadBands,
    notes: [bandNote, source ?? "", place.suppression.words],
    alt: altOf(bands),
    tables: [tableOf(bands, subtitle)],
    records: recordsOf(bands),
    picture: isDrawn
      ? { wide: bandDrawing(bands, measure, "wide"), narrow: bandDrawing(bands, measure, "narrow") }
      : {
          empty: `Fewer than ${sentenceFrom} people have ${measure.name} scores before and after. The figure appears when ${sentenceFrom} people have.`,
        },
  };
}

/** `Mild (5 to 9)`. */
function bandText({ label, from, to }: { readonly label: string; readonly from: number; readonly to: number }): string {
  return `${capital(label)} (${from} to ${to})`;
}

function altOf({ rows }: BandTable): string {
  const told = rows.map(
    ({ label, n, cells }) =>
      `${capital(label)} at the start, ${shownText(n, countText)} people: ${cells
        .map(({ percent }, index) => `${rows[index]?.label ?? ""} ${shownText(percent, percentText)}`)
        .join(", ")}`,
  );
  return `Heat map of bands at the start by bands at follow-up. ${told.join(". ")}.`;
}

function tableOf({ rows }: BandTable, caption: string): TableTwin {
  const bands = rows.flatMap(({ label }) => [`${capital(label)}, people`, `${capital(label)}, per cent`]);
  return {
    caption,
    columns: ["Band at the start", "People", ...bands].map((label, index) => ({ label, numeric: index > 0 })),
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
    { group: `${move} band`, statistic: "share of people", unit: "per cent" as const, value: moves[move].percent },
  ]);
  const cells = rows.flatMap((row) => [
    { group: row.label, statistic: "people at the start", unit: "people" as const, value: row.n },
    ...row.cells.flatMap(({ n: people, percent }, index) => {
      const group = `${row.label} to ${rows[index]?.label ?? ""}`;
      return [
        { group, statistic: "people", unit: "people" as const, value: people },
        { group, statistic: "share of row", unit: "per cent" as const, value: percent },
      ];
    }),
  ]);
  return [{ group: "all", statistic: "people with both scores", unit: "people", value: n }, ...moved, ...cells];
}
