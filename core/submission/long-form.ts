import type { ServiceEvent } from "../events/event.ts";
import { parseEvent } from "../events/parse-event.ts";
import type { Digest } from "../ports/digest.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import type { Moment } from "./content-checks.ts";
import type { CsvRow, RowReader } from "./csv-table.ts";
import { derivedId } from "./derived-id.ts";
import { practiceNamed, repeatableId } from "./submission.ts";

/** The columns of the long form (conformance, section 1): one row for each filling-in, the referral's facts repeated on it. */
export const longFormHeader = [
  "practice",
  "pcn",
  "icb",
  "patient",
  "referral_id",
  "referral_date",
  "referrer_role",
  "activity",
  "age_band",
  "sex",
  "imd_quintile",
  "instrument",
  "survey_date",
  "score",
] as const;

/** Where each field of an event comes from. */
const columns: Readonly<Record<string, string>> = {
  practice: "practice",
  patient: "patient",
  "patient.nhsNumber": "patient",
  "patient.localId": "patient",
  referralId: "referral_id",
  referredOn: "referral_date",
  referrerRole: "referrer_role",
  activity: "activity",
  ageBand: "age_band",
  sex: "sex",
  imdQuintile: "imd_quintile",
  instrument: "instrument",
  completedOn: "survey_date",
  total: "score",
};

type Cells = Readonly<Record<(typeof longFormHeader)[number], string>>;

/** Whether a header is that of the long form, in any order and case. */
export function isLongForm(header: readonly string[]): boolean {
  const names = new Set(header.map((name) => name.toLowerCase()));
  return names.size === header.length && names.size === longFormHeader.length && longFormHeader.every((name) => names.has(name));
}

const referralsRemembered = 5_000;

/**
 * Reads rows of the long form, one by one: each tells of its referral and, where it has a score, of a survey. Events get ids from what they tell, so
 * that a row sent twice is one. `pcn` and `icb` are not read: where a practice belongs is for the register to say.
 */
export function longFormReader(header: readonly string[], moment: Moment, sha256: Digest): RowReader {
  const places = new Map(header.map((name, place) => [name.toLowerCase(), place]));
  const referrals = new Map<string, { readonly referral: Parsed<ServiceEvent>; told: boolean }>();
  return (row, index) => {
    const unread = { index, row: row.row, eventId: null, columns };
    if (row.cells.length !== header.length) return { ...unread, events: wrongLength(header.length) };
    const cells = cellsOf(row, places);
    const record = { ...unread, practice: practiceNamed(cells.practice) };
    const facts = referralFacts(cells, sha256);
    const known = referrals.get(facts.name);
    const about = known ?? { referral: parseEvent(facts.told(), moment), told: false };
    if (referrals.size >= referralsRemembered) referrals.clear();
    referrals.set(facts.name, about);
    const survey = surveyTold(cells, sha256);
    if (survey === null) about.told ||= about.referral.ok;
    if (survey === null) return { ...record, eventId: repeatableId(facts.told().eventId), events: together([about.referral]) };
    const parsed = parseEvent(survey, moment);
    // A referral that was told of in a row before need not be told again, unless that row was refused: it is kept whole or not at all.
    const events = together(about.told ? [parsed] : [about.referral, parsed]);
    about.told ||= events.ok;
    return { ...record, eventId: repeatableId(survey.eventId), events };
  };
}

function cellsOf({ cells }: CsvRow, places: ReadonlyMap<string, number>): Cells {
  const entries = longFormHeader.map((name) => [name, cells[places.get(name) ?? -1] ?? ""]);
  return Object.fromEntries(entries);
}

type Told = { readonly eventId: string } & Readonly<Record<string, unknown>>;

/** The referral of a row, made when it is asked for (most rows repeat one), and a name that is the same for rows that tell the same of it. */
function referralFacts(cells: Cells, sha256: Digest): { readonly name: string; readonly told: () => Told } {
  const told = {
    type: "referral.recorded",
    ...identity(cells),
    ...person(cells.patient),
    referredOn: cells.referral_date,
    ...given("referrerRole", cells.referrer_role.toLowerCase()),
    ...given("activity", cells.activity),
    ...given("ageBand", cells.age_band),
    ...given("sex", cells.sex),
    ...given("imdQuintile", numeric(cells.imd_quintile === "unknown" ? "" : cells.imd_quintile)),
  };
  return { name: JSON.stringify(told), told: () => ({ ...told, eventId: derivedId(told, sha256) }) };
}

function surveyTold(cells: Cells, sha256: Digest): Told | null {
  if (cells.instrument === "" && cells.survey_date === "" && cells.score === "") return null;
  const told = {
    type: "survey.completed",
    ...identity(cells),
    ...given("instrument", cells.instrument),
    completedOn: cells.survey_date,
    ...given("total", numeric(cells.score)),
  };
  return { ...told, eventId: derivedId(told, sha256) };
}

function identity({ practice, referral_id: referralId }: Cells) {
  return { practice, referralId };
}

/** Ten digits are an NHS number, right or wrong; anything else is the practice's own id. */
function person(patient: string): object {
  if (patient === "") return {};
  return {
    patient: /^[\d\s-]+$/.test(patient) && patient.replaceAll(/\D/g, "").length === 10 ? { nhsNumber: patient } : { localId: patient },
  };
}

/** A field, unless its cell is empty: what is not said is not known. */
function given(name: string, value: string | number): object {
  return value === "" ? {} : { [name]: value };
}

/** The number a cell writes; the cell itself where it writes none, for the rules to refuse. */
function numeric(cell: string): string | number {
  return /^[+-]?\d{1,9}(\.\d{1,9})?$/.test(cell) ? Number(cell) : cell;
}

/** All events of a row, or everything that is wrong with any of them: a row is kept whole or not at all. */
export function together(events: readonly Parsed<ServiceEvent>[]): Parsed<readonly ServiceEvent[]> {
  const refusals = events.flatMap((event) => (event.ok ? [] : event.refusals));
  const distinct = [...new Map(refusals.map((refusal) => [`${refusal.rule} ${refusal.field}`, refusal])).values()];
  return distinct.length > 0 ? { ok: false, refusals: distinct } : taken(events.flatMap((event) => (event.ok ? [event.value] : [])));
}

/** The refusal of a row that does not match its header. */
export function wrongLength(expected: number): Parsed<never> {
  return refused("row-length", "", `give the row ${expected} fields, as the header has; a comma inside a field needs quotes around it`);
}
