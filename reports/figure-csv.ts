import type { PlaceFrame } from "../core/place-report.ts";
import type { DataRecord } from "./figures/figure.ts";

/** What a figure is about, whatever page it stands on. */
export type FigureSubject = { readonly outcome: string; readonly measure: { readonly instrument: string } };

const columns = [
  "place_level",
  "place_code",
  "place_name",
  "outcome",
  "instrument",
  "referred_from",
  "referred_to",
  "group",
  "statistic",
  "unit",
  "value",
  "lower_95",
  "upper_95",
  "status",
  "sample_data",
] as const;

/**
 * The numbers of a figure, one to a row and never as text: UTF-8 with a byte order mark and CRLF, as spreadsheets want it.
 * `status` says why a value is empty: suppressed, missing or not-applicable are three things, and none of them is zero.
 */
export function figureCsv(place: PlaceFrame, { outcome, measure }: FigureSubject, records: readonly DataRecord[]): string {
  const { level, code, name } = place.place;
  const rows = records.map(({ group, statistic, unit, value, unreliable }) => [
    ...[level, code, name, outcome, measure.instrument, place.period.from, place.period.to, group, statistic, unit],
    value.kind === "value" ? numberText(value.value) : "",
    value.kind === "value" && "lower" in value ? numberText(value.lower) : "",
    value.kind === "value" && "upper" in value ? numberText(value.upper) : "",
    value.kind === "value" ? (unreliable === true && unit !== "people" ? "unreliable" : "shown") : value.kind,
    String(place.sample),
  ]);
  return csvText([columns, ...rows]);
}

/** Rows as spreadsheets want them: UTF-8 with a byte order mark, CRLF, and no text that is a formula. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellText).join(",")).join("\r\n")}\r\n`;
}

/** A number as it is written everywhere: twelve digits, and no minus before a zero. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(12)) || 0);
}

/** Text that a spreadsheet would take for a formula is given a quote in front; numbers stay numbers. */
function cellText(cell: string): string {
  const safe = /^["'\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) && !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
