import { isNhsNumber } from "../identifiers/nhs-number.ts";
import type { CsvRow, RowReader } from "./csv-table.ts";
import type { SentRecord } from "./submission.ts";

/** Which fields of a row are judged together; every other field is judged by itself. */
const together: readonly (readonly string[])[] = [
  ["instrument", "items", "total", "scoreBasis", "level", "score"],
  ["imdQuintile", "imd_quintile", "lsoa", "imdVersion", "lsoaVersion"],
];
const idFields = new Set(["eventId", "referralId", "referral_id", "patient.localId"]);
const unreadFields = new Set(["pcn", "icb"]);
/** What a row of these tells depends on what another of its fields says. */
const readAlways = new Set(["event.corrected", "event.withdrawn"]);

/** Most values of these are new, and most are plainly right. */
type Kind = "id" | "person" | "nhs-number" | "values";
type Group = { readonly kind: Kind; readonly places: readonly number[] };
type Known = readonly Set<string>[];

const valuesAtMost = 20_000;
const patternsAtMost = 64;
/** A pattern is a number with a bit to a column; beyond this many they are not exact. */
const columnsAtMost = 50;

/**
 * Reads rows for what is wrong with them alone: `null` where nothing is. Which fields are filled in, and what stands in each group of fields that are judged
 * together, decides whether a row is right; so a row is read only when one of its values was not in a right row of its pattern before. What is remembered is
 * bounded, whatever the file. `fields` are the columns' own names.
 */
export function rowsToRefuse(fields: readonly string[], read: RowReader): (row: CsvRow, index: number) => SentRecord | null {
  const groups = groupsOf(fields);
  const type = fields.indexOf("type");
  const patterns = new Map<string, Map<number, Known>>();
  const isCounted = fields.length <= columnsAtMost;
  return (row, index) => {
    const { cells } = row;
    const told = type === -1 ? "" : (cells[type] ?? "");
    const canBeKnown = isCounted && cells.length === fields.length && !readAlways.has(told);
    const pattern = canBeKnown ? patternOf(cells) : -1;
    const known = canBeKnown ? patterns.get(told)?.get(pattern) : undefined;
    if (known !== undefined && isKnown(cells, groups, known)) return null;
    const record = read(row, index);
    if (!record.events.ok) return record;
    if (canBeKnown) remember(cells, groups, known ?? patternIn(patterns, { told, pattern, groups }));
    return null;
  };
}

function groupsOf(fields: readonly string[]): readonly Group[] {
  const places = new Map(fields.map((field, place) => [field, place]));
  const joined = together.map((names) => names.flatMap((name) => places.get(name) ?? [])).filter(({ length }) => length > 0);
  const taken = new Set(joined.flat());
  const single = fields.flatMap((field, place): readonly Group[] => {
    if (unreadFields.has(field) || taken.has(place)) return [];
    return [{ kind: kindOf(field), places: [place] }];
  });
  return [...single, ...joined.map((some): Group => ({ kind: "values", places: some }))];
}

function kindOf(field: string): Kind {
  if (field === "patient") return "person";
  if (field === "patient.nhsNumber") return "nhs-number";
  return idFields.has(field) ? "id" : "values";
}

/** Which cells are filled in, a bit to each. */
function patternOf(cells: readonly string[]): number {
  let pattern = 0;
  for (const cell of cells) pattern = pattern * 2 + (cell === "" ? 0 : 1);
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
    const value = valueAt(cells, group.places);
    if (value === "" || isPlainlyRight(group.kind, value)) continue;
    if (known[at]?.has(value) !== true) return false;
  }
  return true;
}

/** An empty cell is right where the pattern is. */
function isPlainlyRight(kind: Kind, value: string): boolean {
  if (kind === "values") return false;
  return (kind !== "nhs-number" && isPlainId(value)) || ((kind === "person" || kind === "nhs-number") && isNhsNumber(value));
}

function valueAt(cells: readonly string[], places: readonly number[]): string {
  const [first = 0] = places;
  let value = cells[first] ?? "";
  for (let at = 1; at < places.length; at += 1) value += `\u0001${cells[places[at] ?? 0]}`;
  return value;
}

const digitsAtMost = 9;
const longestId = 64;

/** Letters and digits with too few digits for an NHS number: an id that no rule refuses. Others may be right too, and are read. */
function isPlainId(text: string): boolean {
  if (text.length > longestId) return false;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += 1;
    else if (!((code >= 65 && code <= 90) || (code >= 97 && code <= 122))) return false;
  }
  return digits <= digitsAtMost;
}

function remember(cells: readonly string[], groups: readonly Group[], known: Known): void {
  for (const [at, { kind, places }] of groups.entries()) {
    const values = known[at];
    if (kind !== "values" || values === undefined) continue;
    if (values.size >= valuesAtMost) values.clear();
    values.add(copyOf(valueAt(cells, places)));
  }
}

/** A text of its own: one that was cut out of a file would keep that stretch of the file in memory. */
function copyOf(text: string): string {
  return `\u0001${text}`.slice(1);
}
