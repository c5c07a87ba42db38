import type { UnfollowedTable } from "../../core/comparison-table.ts";
import type { OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { percentText } from "../words/numbers.ts";
import { statisticNames } from "../words/statistic-names.ts";
import {
  fewestMonths,
  howToReadMissingMonths,
  missingMonthRow,
  missingMonthsAlt,
  missingMonthsColumns,
  missingMonthsEmpty,
  missingMonthsNotes,
  missingMonthsSubtitle,
  missingMonthsTitle,
} from "../words/unfollowed-words.ts";
import type { DataRecord, Figure } from "./figure.ts";
import { type MonthDot, monthDots } from "./month-dots.ts";

/** An outcome of which it is known who has no follow-up. */
export type UnfollowedOutcome = OutcomeReport & { readonly unfollowed: UnfollowedTable };

/** The share of people without a follow-up score, by the month in which they were referred. */
export function missingMonthsFigure(report: UnfollowedOutcome, place: PlaceReport): Figure {
  const { months } = report.unfollowed;
  const subtitle = missingMonthsSubtitle(report, months);
  const dots = { months: months.map(({ month, percent }): MonthDot => ({ month, value: percent })), text: percentText, highest: 100 };
  const isDrawn = months.filter(({ percent }) => percent.kind === "value").length >= fewestMonths;
  return {
    id: "missing-months",
    title: missingMonthsTitle(months),
    subtitle,
    how: howToReadMissingMonths,
    notes: [...missingMonthsNotes, disclosureText(place)],
    alt: missingMonthsAlt(months),
    tables:
      months.length === 0
        ? []
        : [
            {
              caption: subtitle,
              columns: missingMonthsColumns.map((label, at) => ({ label, numeric: at > 0 })),
              rows: months.map(missingMonthRow),
            },
          ],
    records: months.flatMap(({ month, overdue, percent }): readonly DataRecord[] => [
      { group: month, statistic: statisticNames.withoutFollowUp, unit: "people", value: overdue },
      { group: month, statistic: statisticNames.withoutFollowUp, unit: "per cent", value: percent },
    ]),
    picture: isDrawn ? { wide: monthDots(dots, "wide"), narrow: monthDots(dots, "narrow") } : { empty: missingMonthsEmpty },
  };
}
