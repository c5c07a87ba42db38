import { type Parsed, type Refusal, taken } from "../refusal.ts";
import type { XmrValue } from "../statistics/xmr.ts";
import { type RecordView, scanRecords } from "./csv-records.ts";
import type { Branch } from "./describe-pairs.ts";
import { chartKeys } from "./xmr-branch.ts";

const columns = ["series", "month", "value", "rebase"] as const;
type Column = (typeof columns)[number];

type Point = { readonly series: string; readonly month: string; readonly value: XmrValue };

/**
 * XmR charts of any number of series in one CSV (columns series, month, value, and rebase where a new stretch starts): screened, unscreened,
 * and with limits from the first twelve points. Points are taken in the order of their months; equal months keep the order of the file.
 */
export function chartSeries(csv: Uint8Array): Parsed<Branch> {
  const { points, refusals } = readPoints(csv);
  if (refusals.length > 0) return { ok: false, refusals };
  const series = [...Map.groupBy(points, (point) => point.series)];
  return taken(Object.fromEntries(series.map(([name, members]) => [name, chartsOf(members)] as const)));
}

function chartsOf(points: readonly Point[]): Branch {
  const values = points.toSorted((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0)).map((point) => point.value);
  return {
    screened: chartKeys(values, { screen: true }),
    unscreened: chartKeys(values, { screen: false }),
    fix_after_12: chartKeys(values, { screen: true, fixAfter: 12 }),
  };
}

function readPoints(csv: Uint8Array): { readonly points: readonly Point[]; readonly refusals: readonly Refusal[] } {
  const points: Point[] = [];
  const refusals: Refusal[] = [];
  let header: readonly string[] | undefined;
  const scanner = scanRecords((record) => {
    const fields = fieldsOf(record);
    if (header === undefined) {
      header = fields.map((name) => name.toLowerCase());
      refusals.push(...missingColumns(header));
    } else if (refusals.length === 0) {
      const read = readPoint(header, fields, points.length + 2);
      if (read.ok) points.push(read.value);
      else refusals.push(...read.refusals);
    }
  });
  scanner.push(csv);
  scanner.end();
  if (header === undefined)
    refusals.push({ rule: "file-empty", field: "", fix: "send a CSV file with the columns series, month and value" });
  return { points, refusals };
}

function missingColumns(header: readonly string[]): readonly Refusal[] {
  return (["series", "month", "value"] as const)
    .filter((column) => !header.includes(column))
    .map((column) => ({ rule: "column-missing", field: column, fix: `add the column ${column} to the header` }));
}

function readPoint(header: readonly string[], fields: readonly string[], row: number): Parsed<Point> {
  const field = (column: Column) => fields[header.indexOf(column)] ?? "";
  const value = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/.test(field("value")) ? Number(field("value")) : Number.NaN;
  if (!Number.isFinite(value)) return refusedPoint("value-not-a-number", row, "value", "give a plain decimal number");
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(field("month")))
    return refusedPoint("month-invalid", row, "month", "give a month as YYYY-MM or a date as YYYY-MM-DD");
  if (!/^(|[01]|true|false)$/i.test(field("rebase")))
    return refusedPoint("rebase-invalid", row, "rebase", "give 1 where a new stretch starts, else 0");
  const rebase = /^(1|true)$/i.test(field("rebase"));
  return taken({ series: field("series"), month: field("month"), value: { value, rebase } });
}

function refusedPoint(rule: string, row: number, column: Column, fix: string): Parsed<Point> {
  return { ok: false, refusals: [{ rule, field: `row ${row}, ${column}`, fix }] };
}

function fieldsOf({ bytes, count, starts, ends }: RecordView): readonly string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, field) => decoder.decode(bytes.subarray(starts[field], ends[field])).trim());
}
