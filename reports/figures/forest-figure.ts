import type { EvaluationReport } from "../../core/evaluation-report.ts";
import type { PlaceFrame } from "../../core/place-report.ts";
import { periodText } from "../words/construct-words.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import {
  comparisonNames,
  forestAlt,
  forestEmpty,
  forestLabels,
  forestNotes,
  forestSubtitle,
  forestTitle,
  howToReadForest,
  mainComparison,
} from "../words/evidence-words.ts";
import { changeText, intervalText, shownText } from "../words/numbers.ts";
import { reasonText } from "../words/reason-words.ts";
import { rowHeads } from "../words/table-words.ts";
import type { Figure } from "./figure.ts";
import { forestDrawing } from "./forest-drawing.ts";

const points = (value: number) => changeText(value, 2);

/** Every way of comparing whom one group of roles referred with whom others did: the main one, its rivals and its check. */
export function forestFigure(report: EvaluationReport, place: PlaceFrame): Figure {
  const { comparisons, primary } = report;
  const subtitle = forestSubtitle(report, periodText(place.period));
  return {
    id: "forest",
    label: report.label,
    title: forestTitle(report),
    subtitle,
    how: howToReadForest,
    notes: [...forestNotes(report), disclosureText(place)],
    alt: forestAlt(report),
    tables: [
      {
        caption: subtitle,
        columns: [rowHeads.comparison, ...forestLabels.columns].map((label, index) => ({ label, numeric: index === 2 || index === 3 })),
        rows: comparisons.map(({ id, difference, reason }) => {
          const [group, name, method] = comparisonNames[id];
          const numbers = [shownText(difference, points), intervalText(difference, points)];
          return [
            id === primary ? `${name} (${forestLabels.main})` : name,
            group,
            ...numbers,
            reason === null ? method : reasonText(reason),
          ];
        }),
      },
    ],
    records: comparisons.map(({ id, difference }) => ({ group: id, statistic: "difference", unit: "points", value: difference })),
    picture:
      mainComparison(report).difference.kind === "value"
        ? { wide: forestDrawing(report, "wide"), narrow: forestDrawing(report, "narrow") }
        : { empty: forestEmpty(report) },
  };
}
