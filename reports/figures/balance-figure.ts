import type { ComparisonTable } from "../../core/comparison-table.ts";
import type { EvaluationReport } from "../../core/evaluation-report.ts";
import type { OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import {
  apartText,
  balanceAlt,
  balanceDimensions,
  balanceLabels,
  balanceNotes,
  balanceRow,
  balanceSubtitle,
  balanceTitle,
  comparisonEmpty,
  howToReadBalance,
  isCounted,
} from "../words/balance-words.ts";
import { periodText } from "../words/construct-words.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import { allowedFor } from "../words/evidence-words.ts";
import { countText, numberOf, shownText } from "../words/numbers.ts";
import { statisticNames } from "../words/statistic-names.ts";
import { balanceDrawing } from "./balance-drawing.ts";
import type { DataRecord, Figure } from "./figure.ts";

/** An outcome whose referrers were compared. */
export type ComparedOutcome = OutcomeReport & { readonly comparison: ComparisonTable };

/** How far apart people referred by nurses and by others were at the start, characteristic by characteristic (a love plot before weighting). */
export function balanceFigure(evaluation: EvaluationReport, report: ComparedOutcome, place: PlaceReport): Figure {
  const { comparison } = report;
  const subtitle = balanceSubtitle(report, periodText(place.period));
  const rows = balanceDimensions.flatMap(([dimension]) =>
    (comparison.groups.find((one) => one.dimension === dimension)?.rows ?? []).map((row) => ({ ...row, dimension })),
  );
  const isDrawn =
    isCounted(evaluation) && (numberOf(comparison.firstScore) !== null || rows.some(({ difference }) => numberOf(difference) !== null));
  const first = [balanceLabels.firstScore, shownText(comparison.treated, countText), shownText(comparison.others, countText)];
  return {
    id: "balance",
    label: evaluation.label,
    title: balanceTitle(report),
    subtitle,
    how: howToReadBalance,
    notes: [...balanceNotes(allowedFor(evaluation)), disclosureText(place)],
    alt: balanceAlt(report),
    tables: [
      {
        caption: subtitle,
        columns: balanceLabels.columns.map((label, index) => ({ label, numeric: index > 0 })),
        rows: [
          [...first, shownText(comparison.firstScore, apartText)],
          ...rows.map(({ dimension, group, treated, others, difference }) => [
            balanceRow(dimension, group),
            shownText(treated, countText),
            shownText(others, countText),
            shownText(difference, apartText),
          ]),
        ],
      },
    ],
    records: [
      ...apart("first score", comparison.firstScore),
      ...rows.flatMap(({ dimension, group, treated, others, difference }): readonly DataRecord[] => [
        { group: `${dimension} ${group}`, statistic: statisticNames.nurseReferrals, unit: "people", value: treated },
        { group: `${dimension} ${group}`, statistic: statisticNames.otherReferrals, unit: "people", value: others },
        ...apart(`${dimension} ${group}`, difference),
      ]),
    ],
    picture: isDrawn
      ? { wide: balanceDrawing(comparison, "wide"), narrow: balanceDrawing(comparison, "narrow") }
      : { empty: comparisonEmpty(evaluation) },
  };
}

function apart(group: string, value: DataRecord["value"]): readonly DataRecord[] {
  return [{ group, statistic: statisticNames.apart, unit: "standard deviations", value }];
}
