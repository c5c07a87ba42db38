import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { activityBy, activityHead, activityNotes, activitySubtitle, activityTitle } from "../words/activity-words.ts";
import { sentenceFrom } from "../words/change-words.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { howToReadShares, noShares } from "../words/share-words.ts";
import type { Figure } from "./figure.ts";
import { shareDrawing } from "./share-drawing.ts";
import { activityRows } from "./share-rows.ts";
import { shareAlt, shareRecords, shareTable } from "./share-table.ts";

/** How many people's scores moved, each way, by what they took up. */
export function activityFigure(report: OutcomeReport, place: PlaceFrame): Figure {
  const { reliable } = report;
  const rows = activityRows(report);
  const isDrawn = reliable.n.kind === "value" && reliable.n.value >= sentenceFrom && reliable.improved.percent.kind === "value";
  const subtitle = activitySubtitle(report, place);
  return {
    id: "activity",
    title: activityTitle(report),
    subtitle,
    how: howToReadShares,
    notes: [...activityNotes(report), disclosureText(place)],
    alt: shareAlt(report, rows, activityBy),
    tables: [shareTable(report, rows, { caption: subtitle, first: activityHead })],
    records: shareRecords(rows),
    picture: isDrawn
      ? { wide: shareDrawing(report, rows, "wide"), narrow: shareDrawing(report, rows, "narrow") }
      : { empty: noShares(report) },
  };
}
