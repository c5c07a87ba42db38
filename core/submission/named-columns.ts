import { foldedHeading } from "../mapping/heading.ts";
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
const namedColumns: ReadonlySet<string> = new Set([
  ...contentColumns,
  "corrects",
  "withdraws",
  ...contentColumns.map((name) => `event.${name}`),
]);

/** Other headings for a field, as people write them; of the rest only case, spaces and punctuation may differ. */
const aliases: Readonly<Record<string, string>> = {
  "nhs number": "patient.nhsNumber",
  "nhs no": "patient.nhsNumber",
  "local id": "patient.localId",
  "practice code": "practice",
  "ods code": "practice",
  "referral date": "referredOn",
  referrer: "referrerRole",
  gender: "sex",
  "ethnic category": "ethnicity",
  "age group": "ageBand",
  "survey date": "completedOn",
  completed: "completedOn",
  answers: "items",
  score: "total",
};

const fieldByHeading: ReadonlyMap<string, string> = new Map([
  ...Object.entries(aliases).map(([heading, field]) => [foldedHeading(heading), field] as const),
  ...[...namedColumns].map((name) => [foldedHeading(name), name] as const),
]);

/** What the rows of a file tell of that has no column `type`: a file of referrals, of steps, or of questionnaires. */
const typeByField: ReadonlyMap<string, string> = new Map([
  ["referredOn", "referral.recorded"],
  ["completedOn", "survey.completed"],
  ["status", "referral.progressed"],
]);

/** Columns that name fields: the field of each, and the type that all rows are of where no column says it. */
export type NamedFields = { readonly fields: readonly string[]; readonly type: string | null };

/** The fields that a header names, each once, in any case and spelling; `null` where a column names none, or it is not plain what a row tells of. */
export function fieldsNamed(header: readonly string[]): NamedFields | null {
  const fields = header.map((name) => fieldByHeading.get(foldedHeading(name)) ?? "");
  if (fields.includes("") || new Set(fields).size < fields.length) return null;
  if (fields.includes("type")) return { fields, type: null };
  const types = [...typeByField].flatMap(([field, type]) => (fields.includes(field) ? [type] : []));
  return types.length === 1 && types[0] !== undefined ? { fields, type: types[0] } : null;
}

/** The place of the first column that names no field, or one that another names, from 1; `null` where there is none. */
export function unknownColumn(header: readonly string[]): number | null {
  const fields = header.map((name) => fieldByHeading.get(foldedHeading(name)));
  const place = fields.findIndex((field, at) => field === undefined || fields.indexOf(field) !== at);
  return place === -1 ? null : place + 1;
}

/** Reads rows whose columns are the fields of the events: one event to a row. An empty cell is a field that is not sent. */
export function namedColumnsReader({ fields: header, type }: NamedFields, moment: Moment, sha256: Digest): RowReader {
  const columns = Object.fromEntries(header.map((name) => [name, name]));
  return ({ row, cells }, index) => {
    if (cells.length !== header.length) return { index, row, eventId: null, columns, events: wrongLength(header.length) };
    const told = { ...(type === null ? {} : { type }), ...nested(header, cells) };
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
