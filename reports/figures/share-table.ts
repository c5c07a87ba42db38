import type { OutcomeReport } from "../../core/place-report.ts";
import { capital } from "../words/capital.ts";
import { classWords } from "../words/construct-words.ts";
import { countText, intervalText, percentText, shownText } from "../words/numbers.ts";
import { allShareColumns, sharesAlt, unreliableMark } from "../words/share-words.ts";
import { statisticNames } from "../words/statistic-names.ts";
import type { DataRecord, TableTwin } from "./figure.ts";
import type { ShareRow } from "./share-rows.ts";

/** Shares of people row by row, for a reader who cannot see the bars. */
export function shareAlt(report: OutcomeReport, rows: readonly ShareRow[], by: string): string {
  const words = classWords(report);
  const told = rows.map(
    ({ label, improved, deteriorated }) =>
      `${label}: ${shownText(improved, percentText)} ${words.improved}, ${shownText(deteriorated, percentText)} ${words.deteriorated}`,
  );
  return sharesAlt(by, told);
}

/** The bars as a table. `first` names what the rows are. */
export function shareTable(
  report: OutcomeReport,
  rows: readonly ShareRow[],
  { caption, first }: { readonly caption: string; readonly first: string },
): TableTwin {
  const labels = allShareColumns(report, first);
  return {
    caption,
    columns: labels.map((label, index) => ({ label: capital(label), numeric: index > 0 })),
    rows: rows.map(({ label, n, unreliable, improved, unchanged, deteriorated }) => [
      unreliable ? `${label}${unreliableMark}` : label,
      shownText(n, countText),
      shownText(improved, percentText),
      intervalText(improved, percentText),
      shownText(unchanged, percentText),
      shownText(deteriorated, percentText),
      intervalText(deteriorated, percentText),
    ]),
  };
}

/** The bars as numbers. */
export function shareRecords(rows: readonly Omit<ShareRow, "label" | "unchanged">[]): readonly DataRecord[] {
  return rows.flatMap(({ id, n, unreliable, improved, deteriorated }) => [
    { group: id, statistic: statisticNames.bothScores, unit: "people" as const, value: n, unreliable },
    { group: id, statistic: "improved", unit: "per cent" as const, value: improved, unreliable },
    { group: id, statistic: "deteriorated", unit: "per cent" as const, value: deteriorated, unreliable },
  ]);
}
