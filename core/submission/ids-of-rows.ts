import type { CsvRow } from "./csv-table.ts";
import type { ToldIds } from "./told-ids.ts";

/** What becomes of a right row for the ids it brings; `contested` where one was told before of somebody or something else, as far as cells can show. */
export type RowStanding = "accepted" | "duplicate" | "contested";

type Ids = (row: CsvRow) => RowStanding;

const between = "\u0001";
const spellingsAtMost = 20_000;

/**
 * Notes the ids of right rows of the long form, as its reader makes them: those of a filling-in stand for everything it tells, those of a referral for all but whose
 * it is. Two spellings of one thing may look like two: whatever is contested is to be read whole before anything is said of it.
 */
export function idsOfLongForm(header: readonly string[], ids: ToldIds): Ids {
  const places = new Map(header.map((name, place) => [name.toLowerCase(), place]));
  const at = (name: string) => places.get(name) ?? 0;
  const [practice, referral, patient] = [at("practice"), at("referral_id"), at("patient")];
  const [instrument, day, score] = [at("instrument"), at("survey_date"), at("score")];
  const [role, quintile] = [at("referrer_role"), at("imd_quintile")];
  const plain = ["referral_date", "activity", "age_band", "sex"].map(at);
  const [number, lower] = [spelling(numberSpelling), spelling((cell) => cell.toLowerCase())];
  let [lastReferral, lastPatient] = ["", ""];
  return ({ cells }) => {
    const cell = (place: number) => cells[place] ?? "";
    let told = `${cell(practice)}${between}${cell(referral)}${between}${lower(cell(role))}${between}${number(knownQuintile(cell(quintile)))}`;
    for (const place of plain) told += `${between}${cell(place)}`;
    const isSurvey = cell(instrument) !== "" || cell(day) !== "" || cell(score) !== "";
    // The rows of one referral mostly stand together.
    const isRepeated = isSurvey && told === lastReferral && cell(patient) === lastPatient;
    const referralStanding = isRepeated ? "same" : ids.note(`r${between}${told}`, cell(patient));
    [lastReferral, lastPatient] = [told, cell(patient)];
    if (referralStanding === "other") return "contested";
    if (!isSurvey) return referralStanding === "same" ? "duplicate" : "accepted";
    const survey = `s${between}${cell(practice)}${between}${cell(referral)}${between}${cell(instrument)}${between}${cell(day)}${between}${number(cell(score))}`;
    return ids.note(survey, "") === "same" ? "duplicate" : "accepted";
  };
}

/** The same of rows whose columns are fields: an id of their own stands for the whole row, and where they have none, everything stands for itself but whose it is. */
export function idsOfNamedColumns(fields: readonly string[], ids: ToldIds): Ids {
  const [eventId, practice] = [fields.indexOf("eventId"), fields.indexOf("practice")];
  const spellings = fields.map((field) => {
    const name = field.split(".").at(-1) ?? "";
    if (name === "needs" || name === "items") return spelling((cell) => listSpelling(cell, name));
    return ["imdQuintile", "total", "level"].includes(name) ? spelling(numberSpelling) : null;
  });
  const isPatient = fields.map((field) => field.startsWith("patient."));
  return ({ cells }) => {
    let [told, patient] = ["", ""];
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] ?? "";
      if (at === eventId) continue;
      if (isPatient[at] === true) patient += between + cell;
      else told += between + (spellings[at]?.(cell) ?? cell);
    }
    const id = eventId === -1 ? "" : (cells[eventId] ?? "");
    const standing =
      id === "" ? ids.note(`t${told}`, patient) : ids.note(`i${cells[practice]}${between}${id}`, `${told}${between}${between}${patient}`);
    return standing === "other" ? "contested" : standing === "same" ? "duplicate" : "accepted";
  };
}

function knownQuintile(cell: string): string {
  return cell === "unknown" ? "" : cell;
}

function numberSpelling(cell: string): string {
  return /^[+-]?\d{1,9}(\.\d{1,9})?$/.test(cell) ? String(Number(cell)) : cell;
}

function listSpelling(cell: string, name: string): string {
  const told = cell.split(";").map((each) => each.trim());
  return told.map((each) => (name === "items" ? numberSpelling(each) : each)).join(";");
}

/** One spelling for each cell, remembered for as many cells as a file repeats. */
function spelling(spell: (cell: string) => string): (cell: string) => string {
  const known = new Map<string, string>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    if (known.size >= spellingsAtMost) known.clear();
    const spelt = spell(cell);
    known.set(` ${cell}`.slice(1), spelt);
    return spelt;
  };
}
