import type { CsvRow } from "./csv-table.ts";
import type { ToldIds } from "./told-ids.ts";

/** What becomes of a right row for the ids it brings; `contested` where one was told before of somebody or something else, as far as cells can show. */
export type RowStanding = "accepted" | "duplicate" | "contested";

type Ids = (row: CsvRow) => RowStanding;

const spellingsAtMost = 20_000;

/**
 * Notes the ids of right rows of the long form, as its reader makes them: those of a filling-in stand for everything it tells, those of a referral for all but whose
 * it is. Two spellings of one thing may look like two: whatever is contested is to be read whole before anything is said of it.
 */
export function idsOfLongForm(header: readonly string[], ids: ToldIds): Ids {
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
    const told = isSurvey && isReferralAsBefore && isWhoseAsBefore ? "same" : ids.note(referral.pieces, whose.pieces);
    if (told === "other") return "contested";
    if (!isSurvey) return told === "same" ? "duplicate" : "accepted";
    survey.read(cells);
    return ids.note(survey.pieces, nothing) === "same" ? "duplicate" : "accepted";
  };
}

/** The same of rows whose columns are fields: an id of their own stands for the whole row, and where they have none, everything stands for itself but whose it is. */
export function idsOfNamedColumns(fields: readonly string[], ids: ToldIds): Ids {
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
    const standing = ids.note(id.pieces, content.pieces);
    return standing === "other" ? "contested" : standing === "same" ? "duplicate" : "accepted";
  };
}

type Piece = (cells: readonly string[]) => string;

const nothing: readonly string[] = [];

/** Pieces of a row in one list for all rows; `read` says whether they are those of the row that was read before. */
function noting(sources: readonly Piece[]): { readonly pieces: readonly string[]; readonly read: (cells: readonly string[]) => boolean } {
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
  if (field === "needs" || field === "items") return spelling((cell) => listSpelling(cell, field));
  return ["imdQuintile", "total", "level"].includes(field) ? spelling(numberSpelling) : (cell) => cell;
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
