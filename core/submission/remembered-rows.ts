import { isNhsNumber } from "../identifiers/nhs-number.ts";
import type { CsvRow, RowReader } from "./csv-table.ts";
import { repeatableId, type SentRecord } from "./submission.ts";

/** Which fields of a row are judged together; every other field is judged by itself. */
export const judgedTogether: readonly (readonly string[])[] = [
  ["instrument", "items", "total", "scoreBasis", "level", "score"],
  ["imdQuintile", "imd_quintile", "lsoa", "imdVersion", "lsoaVersion"],
];
/** A practice may have a licence for an instrument that others have none for. */
export const judgedTogetherToo: readonly string[] = ["practice", "instrument"];
const idFields = new Set(["eventId", "referralId", "referral_id", "patient.localId"]);
const unreadFields = new Set(["pcn", "icb"]);
/** What a row of these tells depends on what another of its fields says. */
const readAlways = new Set(["event.corrected", "event.withdrawn"]);

/** Most values of these are new, and most are plainly right. */
type Kind = "id" | "person" | "nhs-number" | "reference" | "values" | "answers";
/** What is judged together: the cells in some places, or what is told of some of them. */
export type Group = { readonly kind: Kind; readonly places: readonly number[]; readonly read?: (cells: readonly string[]) => string };
type Known = readonly Set<string>[];

const valuesAtMost = 20_000;
const patternsAtMost = 64;
/** A pattern is a number with a bit to a column; beyond this many they are not exact. */
const columnsAtMost = 50;

/** Reads rows for what is wrong with them alone: `null` where nothing is. */
export type RowRefuser = (row: CsvRow, index: number) => SentRecord | null;

/** What decides whether a row is right: its width, which of its columns are filled in, its groups, and what it tells of (`null` where each is to be read). */
export type RowForm = {
  readonly width: number;
  readonly columns: readonly number[];
  readonly groups: readonly Group[];
  readonly toldOf: (cells: readonly string[]) => string | null;
};

/** Reads rows whose columns are fields for what is wrong with them alone. `fields` are the columns' own names. */
export function rowsToRefuse(fields: readonly string[], read: RowReader): RowRefuser {
  const type = fields.indexOf("type");
  const toldOf = (cells: readonly string[]) => {
    const told = type === -1 ? "" : (cells[type] ?? "");
    return readAlways.has(told) ? null : told;
  };
  return rememberedRows({ width: fields.length, columns: [...fields.keys()], groups: groupsOf(fields), toldOf }, read);
}

/**
 * Reads rows of a form for what is wrong with them alone. Which columns are filled in, and what stands in each group of fields that are judged together, decides whether a row
 * is right; so a row is read only when one of its values was not in a right row of its pattern before. What is remembered is bounded, whatever the file.
 */
export function rememberedRows({ width, columns, groups, toldOf }: RowForm, read: RowReader): RowRefuser {
  const patterns = new Map<string, Map<number, Known>>();
  const isCounted = columns.length <= columnsAtMost;
  return (row, index) => {
    const { cells } = row;
    const told = isCounted && cells.length === width ? toldOf(cells) : null;
    const pattern = told === null ? -1 : patternOf(cells, columns);
    const known = told === null ? undefined : patterns.get(told)?.get(pattern);
    if (known !== undefined && isKnown(cells, groups, known)) return null;
    const record = read(row, index);
    if (!record.events.ok) return record;
    if (told !== null) remember(cells, groups, known ?? patternIn(patterns, { told, pattern, groups }));
    return null;
  };
}

function groupsOf(fields: readonly string[]): readonly Group[] {
  const places = new Map(fields.map((field, place) => [field, place]));
  const placesOf = (names: readonly string[]) => names.flatMap((name) => places.get(name) ?? []);
  const joined = judgedTogether.map(placesOf).filter(({ length }) => length > 0);
  const licensed = placesOf(judgedTogetherToo);
  const taken = new Set(joined.flat());
  const single = fields.flatMap((field, place): readonly Group[] => {
    if (unreadFields.has(field) || taken.has(place) || (field === "practice" && licensed.length > 1)) return [];
    return [{ kind: kindOf(field), places: [place] }];
  });
  const values = licensed.length > 1 ? [...joined, licensed] : joined;
  const items = places.get("items");
  return [
    ...single,
    ...values.map((some): Group => ({ kind: some.includes(items ?? -1) ? "answers" : "values", places: answersLast(some, items) })),
  ];
}

function answersLast(places: readonly number[], items: number | undefined): readonly number[] {
  return items !== undefined && places.includes(items) ? [...places.filter((place) => place !== items), items] : places;
}

function kindOf(field: string): Kind {
  if (field === "patient") return "person";
  if (field === "patient.nhsNumber") return "nhs-number";
  return idFields.has(field) ? "id" : "values";
}

/** Which columns are filled in, a bit to each. */
function patternOf(cells: readonly string[], columns: readonly number[]): number {
  let pattern = 0;
  for (const place of columns) pattern = pattern * 2 + (cells[place] === "" ? 0 : 1);
  return pattern;
}

function patternIn(
  patterns: Map<string, Map<number, Known>>,
  { told, pattern, groups }: { told: string; pattern: number; groups: readonly Group[] },
): Known {
  const known = groups.map(() => new Set<string>());
  const ofType = patterns.get(told) ?? new Map<number, Known>();
  if (ofType.size >= patternsAtMost) ofType.clear();
  patterns.set(copyOf(told), ofType.set(pattern, known));
  return known;
}

function isKnown(cells: readonly string[], groups: readonly Group[], known: Known): boolean {
  for (let at = 0; at < groups.length; at += 1) {
    const group = groups[at];
    if (group === undefined) return false;
    if (group.kind === "answers") {
      if (!areAnswersKnown(cells, group, known[at])) return false;
      continue;
    }
    const value = valueAt(cells, group);
    if (value === "" || isPlainlyRight(group.kind, value)) continue;
    if (known[at]?.has(value) !== true) return false;
  }
  return true;
}

/** An empty cell is right where the pattern is. */
function isPlainlyRight(kind: Kind, value: string): boolean {
  if (kind === "values") return false;
  if (kind === "reference") return isPlainId(value) || repeatableId(value) !== null;
  return (kind !== "nhs-number" && isPlainId(value)) || ((kind === "person" || kind === "nhs-number") && isNhsNumber(value));
}

function valueAt(cells: readonly string[], { places, read }: Group): string {
  if (read !== undefined) return read(cells);
  const [first = 0] = places;
  let value = cells[first] ?? "";
  for (let at = 1; at < places.length; at += 1) value += `\u0001${cells[places[at] ?? 0]}`;
  return value;
}

const digitsAtMost = 9;
const longestId = 64;

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** What may stand in an id wherever it does not begin: - / : and _. A full stop may not stand twice, and is left to the rules. */
function isBetween(code: number): boolean {
  return code === 45 || code === 47 || code === 58 || code === 95;
}

/** An id in plain characters with too few digits for an NHS number: no rule refuses it. Others may be right too, and are read. */
function isPlainId(text: string): boolean {
  if (text.length > longestId) return false;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += 1;
    else if (!isLetter(code) && (at === 0 || !isBetween(code))) return false;
  }
  return digits <= digitsAtMost;
}

function areAnswersKnown(cells: readonly string[], group: Group, known: Known[number] | undefined): boolean {
  const told = toldTogether(cells, group);
  for (let at = 0; at < told.length; at += 1) if (known?.has(told[at] ?? "") !== true) return false;
  return true;
}

/** What is told beside answers is judged with them; with nothing but an instrument (the first place) beside them, it is their number and each in its place. */
function toldTogether(cells: readonly string[], group: Group): readonly string[] {
  const { places } = group;
  const items = cells[places.at(-1) ?? 0] ?? "";
  const [first = 0, ...others] = places.slice(0, -1);
  if (items === "" || others.some((place) => cells[place] !== "")) return [valueAt(cells, group)];
  const answers = items.split(";");
  for (let at = 0; at < answers.length; at += 1) answers[at] = `${cells[first]}\u0001${answers.length}\u0001${at}\u0001${answers[at]}`;
  return answers;
}

function remember(cells: readonly string[], groups: readonly Group[], known: Known): void {
  for (const [at, group] of groups.entries()) {
    const values = known[at];
    if ((group.kind !== "values" && group.kind !== "answers") || values === undefined) continue;
    if (values.size >= valuesAtMost) values.clear();
    for (const told of group.kind === "answers" ? toldTogether(cells, group) : [valueAt(cells, group)]) values.add(copyOf(told));
  }
}

/** A text of its own: one that was cut out of a file would keep that stretch of the file in memory. */
function copyOf(text: string): string {
  return `\u0001${text}`.slice(1);
}
