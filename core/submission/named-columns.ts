import type { Digest } from "../ports/digest.ts";
import type { Moment } from "./content-checks.ts";
import type { RowReader } from "./csv-table.ts";
import { derivedId } from "./derived-id.ts";
import { wrongLength } from "./long-form.ts";
import { sentEvent } from "./read-json.ts";

const contentColumns = [
  "type",
  "eventId",
  "practice",
  "recordedAt",
  "referralId",
  "patient.nhsNumber",
  "patient.localId",
  "referredOn",
  "referrerRole",
  "deliveredBy",
  "activity",
  "needs",
  "ageBand",
  "sex",
  "ethnicity",
  "imdQuintile",
  "lsoa",
  "imdVersion",
  "lsoaVersion",
  "on",
  "status",
  "reason",
  "instrument",
  "completedOn",
  "items",
  "total",
  "scoreBasis",
  "level",
  "mode",
];

/** The columns of a file of events: the fields of the JSON under their own names, those of a replacement after `event.`. */
export const namedColumns: ReadonlySet<string> = new Set([
  ...contentColumns,
  "corrects",
  "withdraws",
  ...contentColumns.map((name) => `event.${name}`),
]);

/** The place of the first column that names no field, from 1, or `null`. */
export function unknownColumn(header: readonly string[]): number | null {
  const place = header.findIndex((name, at) => !namedColumns.has(name) || header.indexOf(name) !== at);
  return place === -1 ? null : place + 1;
}

/** Reads rows whose columns are the fields of the events: one event to a row. An empty cell is a field that is not sent. */
export function namedColumnsReader(header: readonly string[], moment: Moment, sha256: Digest): RowReader {
  const columns = Object.fromEntries(header.map((name) => [name, name]));
  return ({ row, cells }, index) => {
    if (cells.length !== header.length) return { index, row, eventId: null, columns, events: wrongLength(header.length) };
    const told = nested(header, cells);
    const sent = "eventId" in told ? told : { ...told, eventId: derivedId(told, sha256) };
    return { ...sentEvent(sent, { index, row, moment }), columns };
  };
}

function nested(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const [place, name] of header.entries()) {
    const cell = cells[place] ?? "";
    if (cell !== "") put(told, name.split("."), cellValue(name.split(".").at(-1) ?? "", cell));
  }
  return told;
}

function put(into: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner: Record<string, unknown> = Object.assign({}, into[name]);
  put(inner, rest, value);
  into[name] = inner;
}

/** Lists are divided by semicolons; an empty place among the answers is a missing one. */
function cellValue(name: string, cell: string): unknown {
  if (name === "needs") return cell.split(";").map((need) => need.trim());
  if (name === "items") return cell.split(";").map((answer) => (answer.trim() === "" ? null : numeric(answer.trim())));
  return ["imdQuintile", "total", "level"].includes(name) ? numeric(cell) : cell;
}

function numeric(cell: string): string | number {
  return /^[+-]?\d{1,9}(\.\d{1,9})?$/.test(cell) ? Number(cell) : cell;
}
