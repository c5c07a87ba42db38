import type { CsvRow } from "./csv-table.ts";
import type { IdNotes } from "./id-marks.ts";

/** Notes the ids of a right row. */
export type RowNotes = (row: CsvRow) => void;

const spellingsAtMost = 20_000;

/**
 * Notes the ids of right rows of the long form, as its reader makes them: those of a filling-in stand for everything it tells, those of a referral for all but whose
 * it is. Two spellings of one thing may look like two: whatever is contested is to be read whole before anything is said of it.
 */
export function idsOfLongForm(header: readonly string[], ids: IdNotes): RowNotes {
  const places = new Map(header.map((name, place) => [name.toLowerCase(), place]));
  const cellOf = (name: string): Piece => {
    const place = places.get(name) ?? 0;
    return (cells) => cells[place] ?? "";
  };
  const [patient, role, quintile] = [cellOf("patient"), cellOf("referrer_role"), cellOf("imd_quintile")];
  const [instrument, day, score] = [cellOf("instrument"), cellOf("survey_date"), cellOf("score")];
  const identity = [cellOf("practice"), cellOf("referral_id")];
  const [number, lower] = [spelling(numberSpelling), spelling((cell) => cell.toLowerCase())];
  const referral = noting([
    ...identity,
    ...["referral_date", "activity", "age_band", "sex"].map(cellOf),
    (cells) => lower(role(cells)),
    (cells) => number(knownQuintile(quintile(cells))),
  ]);
  const whose = noting([patient]);
  const survey = noting([() => "survey", ...identity, instrument, day, (cells) => number(score(cells))]);
  return ({ cells }) => {
    const isSurvey = instrument(cells) !== "" || day(cells) !== "" || score(cells) !== "";
    // The rows of one referral mostly stand together.
    const [isReferralAsBefore, isWhoseAsBefore] = [referral.read(cells), whose.read(cells)];
    if (!isSurvey || !isReferralAsBefore || !isWhoseAsBefore) ids.note(referral.pieces, whose.pieces, !isSurvey);
    if (!isSurvey) return;
    survey.read(cells);
    ids.note(survey.pieces, nothing, true);
  };
}

/** The same of rows whose columns are fields: an id of their own stands for the whole row, and where they have none, everything stands for itself but whose it is. */
export function idsOfNamedColumns(fields: readonly string[], ids: IdNotes): RowNotes {
  const [eventId, practice] = [fields.indexOf("eventId"), fields.indexOf("practice")];
  const pieces = fields.map((field, place): Piece => {
    const spell = spellingOf(field.split(".").at(-1) ?? "");
    return (cells) => spell(cells[place] ?? "");
  });
  const isPatient = (at: number) => fields[at]?.startsWith("patient.") === true;
  const told = noting(pieces.filter((_, at) => at !== eventId && !isPatient(at)));
  const whose = noting(pieces.filter((_, at) => isPatient(at)));
  const whole = noting(pieces.filter((_, at) => at !== eventId));
  const own = noting([(cells) => cells[practice] ?? "", (cells) => cells[eventId] ?? "", () => "own"]);
  return ({ cells }) => {
    const hasOwn = eventId !== -1 && cells[eventId] !== "";
    const [id, content] = hasOwn ? [own, whole] : [told, whose];
    id.read(cells);
    content.read(cells);
    ids.note(id.pieces, content.pieces, true);
  };
}

/** What one piece of an id is in a row. */
export type Piece = (cells: readonly string[]) => string;

const nothing: readonly string[] = [];

/** Pieces of a row in one list for all rows; `read` says whether they are those of the row that was read before. */
export function noting(sources: readonly Piece[]): {
  readonly pieces: readonly string[];
  readonly read: (cells: readonly string[]) => boolean;
} {
  const pieces: string[] = [];
  return {
    pieces,
    read(cells) {
      let isAsBefore = true;
      for (let at = 0; at < sources.length; at += 1) {
        const piece = sources[at]?.(cells) ?? "";
        if (pieces[at] === piece) continue;
        pieces[at] = piece;
        isAsBefore = false;
      }
      return isAsBefore;
    },
  };
}

function spellingOf(field: string): (cell: string) => string {
  const spell = spelling((cell) => listSpelling(cell, field));
  if (field === "items") return (cell) => (plainAnswers.test(cell) ? cell : spell(cell));
  if (field === "needs") return spell;
  return ["imdQuintile", "total", "level"].includes(field) ? spelling(numberSpelling) : (cell) => cell;
}

/** Answers of one digit have one spelling, and hardly two questionnaires have the same. */
const plainAnswers = /^\d(?:;\d)*$/;

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
export function spelling(spell: (cell: string) => string): (cell: string) => string {
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
