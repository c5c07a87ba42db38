import type { OutcomeReport, PlaceReport, Shown } from "../../core/place-report.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { constructs, periodText } from "../words/construct-words.ts";
import { countText, intervalText, percentText, shownText } from "../words/numbers.ts";
import { howToReadShares, recoverySentence, shareTitle } from "../words/share-words.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { shareDrawing } from "./share-drawing.ts";
import { type ShareRow, shareRows } from "./share-rows.ts";
import { shareAlt, shareRecords, shareTable } from "./share-table.ts";

/** How many people's scores moved, each way. Its id says whether the change is a reliable one. */
export function shareFigure(report: OutcomeReport, place: PlaceReport): Figure {
  const { reliable, measure } = report;
  const rows = shareRows(report);
  const isDrawn = reliable.n.kind === "value" && reliable.n.value >= sentenceFrom && reliable.improved.percent.kind === "value";
  const what = reliable.threshold === null ? "Any change" : "Reliable change";
  const subtitle = `${what} in ${measure.name} by who referred, ${shownText(reliable.n, countText)} people with both scores, ${periodText(place.period)}`;
  return {
    id: reliable.threshold === null ? "any-change" : "reliable-change",
    title: shareTitle(report),
    subtitle,
    how: howToReadShares,
    notes: notesOf(report, place),
    alt: shareAlt(report, rows, "by who referred"),
    tables: [tableOf(report, rows, subtitle)],
    records: recordsOf(report, rows),
    picture: isDrawn
      ? { wide: shareDrawing(report, rows, "wide"), narrow: shareDrawing(report, rows, "narrow") }
      : { empty: noShares(report) },
  };
}

/** Why shares are not drawn. */
export function noShares({ reliable, outcome }: OutcomeReport): string {
  const { scores } = constructs[outcome];
  if (reliable.n.kind === "value" && reliable.n.value >= sentenceFrom) {
    return "Too few people improved, or too few did not, to show either without telling of single people. The figure appears when eight or more have done each.";
  }
  return `Fewer than ${sentenceFrom} people have ${scores} before and after. The figure appears when ${sentenceFrom} people have.`;
}

function notesOf(report: OutcomeReport, place: PlaceReport): readonly string[] {
  const { threshold } = report.reliable;
  const meaning =
    threshold === null
      ? `Any change counts here: there is no agreed threshold for a reliable change of ${report.measure.name}.`
      : `Reliable means a change of ${threshold} points or more.`;
  const recovery = recoverySentence(report);
  return [
    `${meaning} Thin lines: 95% confidence intervals (Wilson). Pale bars: fewer than 30 people, unreliable.`,
    [recovery, report.measure.casenessWords === null ? null : `${report.measure.casenessWords}.`]
      .filter((words) => words !== null)
      .join(" "),
    "Different people are referred by different roles, so rows do not show that one way of referring is better than another.",
    place.suppression.words,
  ];
}

function tableOf(report: OutcomeReport, rows: readonly ShareRow[], caption: string): TableTwin {
  const table = shareTable(report, rows, { caption, first: "Who referred" });
  const { cases, percent } = report.reliable.recovered;
  if (cases.kind === "not-applicable") return table;
  const numbers = [shownText(cases, countText), shownText(percent, percentText), intervalText(percent, percentText), "", "", ""];
  return { ...table, rows: [...table.rows, ["Cases at the start: no longer at follow-up", ...numbers]] };
}

function recordsOf({ reliable }: OutcomeReport, rows: readonly ShareRow[]): readonly DataRecord[] {
  const { improved, unchanged, deteriorated, recovered } = reliable;
  const people = (group: string, statistic: string, value: Shown) => ({ group, statistic, unit: "people" as const, value });
  return [
    people("all", "improved", improved.n),
    people("all", "unchanged", unchanged.n),
    people("all", "deteriorated", deteriorated.n),
    people("all", "cases at the start", recovered.cases),
    people("all", "no longer cases at follow-up", recovered.n),
    { group: "all", statistic: "no longer cases at follow-up", unit: "per cent", value: recovered.percent },
    ...shareRecords(rows),
  ];
}
