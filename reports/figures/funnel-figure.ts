import type { FunnelTable } from "../../core/funnel-table.ts";
import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import {
  funnelAlt,
  funnelAxis,
  funnelColumns,
  funnelEmpty,
  funnelNotes,
  funnelSubtitle,
  funnelTitle,
  howToReadFunnel,
  shownPoints,
  standingWords,
  unnamedPlace,
} from "../words/funnel-words.ts";
import { countText, intervalText, percentText, shownText } from "../words/numbers.ts";
import { expectedRows, howToReadOwn, ownAlt, ownEmpty, ownNotes, ownSubtitle, ownTitle } from "../words/own-point-words.ts";
import { statisticNames } from "../words/statistic-names.ts";
import { rowHeads } from "../words/table-words.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { funnelDrawing } from "./funnel-drawing.ts";

/** The places below by size and share who improved, with the range that chance would give; `null` where there are none below. */
export function funnelFigure(report: OutcomeReport, place: PlaceFrame): Figure | null {
  const { funnel } = report;
  if (funnel === null) return null;
  if (funnel.of === "own") return ownPointFigure(funnel, report, place);
  const subtitle = funnelSubtitle(report, place);
  const axis = funnelAxis(report);
  const isDrawn = funnel.chart !== null && shownPoints(funnel).length > 0;
  return {
    id: "places",
    title: funnelTitle(funnel),
    subtitle,
    how: howToReadFunnel(funnel),
    notes: [...funnelNotes(funnel), disclosureText(place)],
    alt: funnelAlt(funnel),
    tables: [tableOf(funnel, subtitle)],
    records: recordsOf(funnel),
    picture: isDrawn
      ? { wide: funnelDrawing(funnel, axis, "wide"), narrow: funnelDrawing(funnel, axis, "narrow") }
      : { empty: funnelEmpty(funnel) },
  };
}

/** A practice alone within the range expected for its size. */
function ownPointFigure(funnel: FunnelTable, report: OutcomeReport, place: PlaceFrame): Figure {
  const subtitle = ownSubtitle(report, place, funnel);
  const axis = funnelAxis(report);
  const table = tableOf(funnel, subtitle);
  const isDrawn = funnel.chart !== null && shownPoints(funnel).length > 0;
  return {
    id: "places",
    title: ownTitle(funnel),
    subtitle,
    how: howToReadOwn,
    notes: [...ownNotes(funnel), disclosureText(place)],
    alt: ownAlt(funnel),
    tables: [{ ...table, rows: [...table.rows, ...expectedFor(funnel)] }],
    records: recordsOf(funnel),
    picture: isDrawn
      ? { wide: funnelDrawing(funnel, axis, "wide"), narrow: funnelDrawing(funnel, axis, "narrow") }
      : { empty: ownEmpty(funnel) },
  };
}

/** The limits at its own size. */
function expectedFor({ chart, points: [point] }: FunnelTable): readonly (readonly string[])[] {
  const n = point?.n.kind === "value" ? point.n.value : null;
  const at = chart?.lines.find((line) => line.n === n);
  return chart === null || at === undefined ? [] : expectedRows(chart, at);
}

function tableOf(funnel: FunnelTable, caption: string): TableTwin {
  return {
    caption,
    columns: [rowHeads.place, ...funnelColumns].map((label, index) => ({ label, numeric: index > 0 })),
    rows: funnel.points.map(({ name, n, improved, standing }, index) => [
      name ?? unnamedPlace(funnel, index),
      shownText(n, countText),
      shownText(improved, percentText),
      intervalText(improved, percentText),
      standing === null ? "" : standingWords[standing],
    ]),
  };
}

function recordsOf(funnel: FunnelTable): readonly DataRecord[] {
  const points = funnel.points.flatMap(({ name, n, improved }, index): readonly DataRecord[] => {
    const group = name ?? `${funnel.level} ${index + 1}`;
    return [
      { group, statistic: statisticNames.bothScores, unit: "people", value: n },
      { group, statistic: "improved", unit: "per cent", value: improved },
    ];
  });
  if (funnel.chart === null) return points;
  const limits = funnel.chart.lines.flatMap(({ n, ...line }) =>
    Object.entries(line).map(
      ([limit, value]): DataRecord => ({
        group: `${limit} at ${n}`,
        statistic: "limit",
        unit: "per cent",
        value: { kind: "value", value },
      }),
    ),
  );
  const target = { kind: "value", value: funnel.chart.target } as const;
  return [...points, { group: "all", statistic: "average", unit: "per cent", value: target }, ...limits];
}
