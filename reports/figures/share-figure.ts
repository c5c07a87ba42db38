import type { OutcomeReport, PlaceReport, Shown } from "../../core/place-report.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { classWords, constructs, periodText } from "../words/construct-words.ts";
import { countText, intervalText, percentText, shownText } from "../words/numbers.ts";
import { recoverySentence, shareTitle } from "../words/share-words.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { shareDrawing } from "./share-drawing.ts";
import { type ShareRow, shareRows } from "./share-rows.ts";

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
    how:
      "The black tick is zero. Blue, to the right of it: people who improved. Orange, to the left: people who got worse. " +
      "The thin black line is the uncertainty in the blue bar.",
    notes: notesOf(report, place),
    alt: altOf(report, rows),
    tables: [tableOf(report, rows, subtitle)],
    records: recordsOf(report, rows),
    picture: isDrawn
      ? { wide: shareDrawing(report, rows, "wide"), narrow: shareDrawing(report, rows, "narrow") }
      : { empty: emptyWords(report) },
  };
}

function emptyWords({ reliable, outcome }: OutcomeReport): string {
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

function altOf(report: OutcomeReport, rows: readonly ShareRow[]): string {
  const words = classWords(report);
  const told = rows.map(
    ({ label, improved, deteriorated }) =>
      `${label}: ${shownText(improved, percentText)} ${words.improved}, ${shownText(deteriorated, percentText)} ${words.deteriorated}`,
  );
  return `Bars of the shares of people by who referred. ${told.join(". ")}.`;
}

function tableOf(report: OutcomeReport, rows: readonly ShareRow[], caption: string): TableTwin {
  const words = classWords(report);
  const labels = [
    "Who referred",
    "People",
    `${words.improved}, per cent`,
    "95% interval",
    `${words.unchanged}, per cent`,
    `${words.deteriorated}, per cent`,
    "95% interval",
  ];
  const { recovered } = report.reliable;
  return {
    caption,
    columns: labels.map((label, index) => ({ label: label.slice(0, 1).toUpperCase() + label.slice(1), numeric: index > 0 })),
    rows: [
      ...rows.map(({ label, n, unreliable, improved, unchanged, deteriorated }) => [
        unreliable ? `${label} (unreliable)` : label,
        shownText(n, countText),
        shownText(improved, percentText),
        intervalText(improved, percentText),
        shownText(unchanged, percentText),
        shownText(deteriorated, percentText),
        intervalText(deteriorated, percentText),
      ]),
      ...(recovered.cases.kind === "not-applicable"
        ? []
        : [
            [
              "Cases at the start: no longer at follow-up",
              shownText(recovered.cases, countText),
              shownText(recovered.percent, percentText),
              intervalText(recovered.percent, percentText),
              "",
              "",
              "",
            ],
          ]),
    ],
  };
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
    ...rows.flatMap(({ id, n, unreliable, ...row }) => [
      { ...people(id, "people with both scores", n), unreliable },
      { group: id, statistic: "improved", unit: "per cent" as const, value: row.improved, unreliable },
      { group: id, statistic: "deteriorated", unit: "per cent" as const, value: row.deteriorated, unreliable },
    ]),
  ];
}
