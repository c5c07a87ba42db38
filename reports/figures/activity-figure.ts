import type { OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { activityDeterioration, activityTest, activityTitle } from "../words/activity-words.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { periodText } from "../words/construct-words.ts";
import { countText, shownText } from "../words/numbers.ts";
import { howToReadShares } from "../words/share-words.ts";
import type { Figure } from "./figure.ts";
import { shareDrawing } from "./share-drawing.ts";
import { noShares } from "./share-figure.ts";
import { activityRows } from "./share-rows.ts";
import { shareAlt, shareRecords, shareTable } from "./share-table.ts";

/** How many people's scores moved, each way, by what they took up. */
export function activityFigure(report: OutcomeReport, place: PlaceReport): Figure {
  const { reliable, measure } = report;
  const rows = activityRows(report);
  const isDrawn = reliable.n.kind === "value" && reliable.n.value >= sentenceFrom && reliable.improved.percent.kind === "value";
  const what = reliable.threshold === null ? "Any change" : "Reliable change";
  const subtitle = `${what} in ${measure.name} by main activity, ${shownText(reliable.n, countText)} people with both scores, ${periodText(place.period)}`;
  const meaning = reliable.threshold === null ? "" : `Reliable means a change of ${reliable.threshold} points or more. `;
  return {
    id: "activity",
    title: activityTitle(report),
    subtitle,
    how: howToReadShares,
    notes: [
      activityDeterioration(report),
      `${meaning}Thin lines: 95% confidence intervals (Wilson). Pale bars: fewer than 30 people, unreliable. ${activityTest(report)}`,
      "People choose activities for different reasons, so rows do not show that one activity is better than another.",
      place.suppression.words,
    ],
    alt: shareAlt(report, rows, "by activity"),
    tables: [shareTable(report, rows, { caption: subtitle, first: "Main activity" })],
    records: shareRecords(rows),
    picture: isDrawn
      ? { wide: shareDrawing(report, rows, "wide"), narrow: shareDrawing(report, rows, "narrow") }
      : { empty: noShares(report) },
  };
}
