import type { IdNotes } from "../submission/id-marks.ts";
import { noting, type Piece, type RowNotes, spelling } from "../submission/ids-of-rows.ts";
import { type Group, judgedTogether, judgedTogetherToo, type RowForm } from "../submission/remembered-rows.ts";
import type { ChosenMapping } from "./choose-mapping.ts";
import type { FieldSource, ToldEvent } from "./mapping.ts";
import { isAsWritten, sourceValue } from "./source-value.ts";

type Sources = ToldEvent["fields"][string];
type Fields = ReadonlyMap<string, Piece>;

/** By which cells it is decided whether a row of another system's export is right: by what each field is told as. */
export function formOfMapped(chosen: ChosenMapping): RowForm {
  const events = chosen.mapping.events.map((event) => ({ isTold: tellingOf(event, chosen), fields: fieldsOf(event, chosen) }));
  const people = peopleOf(chosen);
  return {
    width: chosen.width,
    columns: [...chosen.places.values()],
    groups: [...events.flatMap(({ fields }) => groupsOf(fields)), ...people],
    toldOf: (cells) => events.reduce((told, { isTold }) => told + (isTold(cells) ? "1" : "0"), ""),
  };
}

/** Notes the ids of right rows: each event's stands for everything it tells but whose it is. */
export function idsOfMapped(chosen: ChosenMapping, ids: IdNotes): RowNotes {
  const events = chosen.mapping.events.map((event) => ({
    isTold: tellingOf(event, chosen),
    told: noting([() => event.type, ...fieldsOf(event, chosen).values()]),
    whose: noting(whoOf(event).flatMap((key) => cellOf(key, chosen))),
  }));
  return ({ cells }) => {
    const last = events.findLast(({ isTold }) => isTold(cells));
    for (const event of events) {
      if (!event.isTold(cells)) continue;
      event.told.read(cells);
      event.whose.read(cells);
      ids.note(event.told.pieces, event.whose.pieces, event === last);
    }
  };
}

function cellOf(key: string, { places }: ChosenMapping): Piece {
  const place = places.get(key) ?? -1;
  return (cells) => cells[place] ?? "";
}

function tellingOf({ when }: ToldEvent, chosen: ChosenMapping): (cells: readonly string[]) => boolean {
  if (when === undefined) return () => true;
  const cell = cellOf(when.column, chosen);
  const { oneOf } = when;
  return oneOf === undefined ? (cells) => cell(cells) !== "" : (cells) => oneOf.includes(cell(cells));
}

/** What every field but the person is told as, in words of one spelling; empty where nothing is said. */
function fieldsOf({ fields }: ToldEvent, chosen: ChosenMapping): Fields {
  const told = Object.entries(fields).filter(([, sources]) => !isPerson(sources));
  return new Map(told.map(([field, sources]) => [field, firstOf([sources].flat().map((source) => pieceOf(source, field, chosen)))]));
}

function firstOf([first, ...others]: readonly Piece[]): Piece {
  if (first === undefined) return () => "";
  const next = others.length === 0 ? undefined : firstOf(others);
  return next === undefined ? first : (cells) => first(cells) || next(cells);
}

function pieceOf(source: FieldSource, field: string, chosen: ChosenMapping): Piece {
  const { mapping } = chosen;
  if ("value" in source) return () => source.value;
  if ("column" in source) {
    const cell = cellOf(source.column, chosen);
    if (isAsWritten(source, field, mapping)) return cell;
    const spell = spelling((text) => written(sourceValue(source, field, { cell: () => text, mapping })));
    return (cells) => spell(cell(cells));
  }
  return (cells) => written(sourceValue(source, field, { cell: (key) => cellOf(key, chosen)(cells), mapping }));
}

function written(value: unknown): string {
  return Array.isArray(value) ? value.join("\u0001") : String(value ?? "");
}

function isPerson(sources: Sources): boolean {
  return [sources].flat().some((source) => "nhsNumber" in source);
}

/** The columns of the person that an event is about. */
function whoOf({ fields }: ToldEvent): readonly string[] {
  const sources = Object.values(fields).flatMap((sources) => [sources].flat());
  return sources.flatMap((source) => ("nhsNumber" in source ? [source.nhsNumber, source.orLocalId] : []));
}

function peopleOf({ mapping, places }: ChosenMapping): readonly Group[] {
  const people = mapping.events.flatMap(({ fields }) => Object.values(fields).flatMap((sources) => [sources].flat()));
  return people.flatMap((source): readonly Group[] => {
    if (!("nhsNumber" in source)) return [];
    const [nhsNumber, localId] = [places.get(source.nhsNumber), places.get(source.orLocalId)];
    return [
      ...(nhsNumber === undefined ? [] : [{ kind: "nhs-number", places: [nhsNumber] } as const]),
      ...(localId === undefined ? [] : [{ kind: "id", places: [localId] } as const]),
    ];
  });
}

function groupsOf(fields: Fields): readonly Group[] {
  const names = [...judgedTogether, judgedTogetherToo].map((some) => some.filter((field) => fields.has(field)));
  const several = names.filter(({ length }) => length > 1);
  const joined = new Set(several.flat());
  const single = [...fields.keys()].filter((field) => !joined.has(field));
  return [...single.map((field) => [field]), ...several].map((some): Group => {
    const pieces = some.flatMap((field) => fields.get(field) ?? []);
    const read = (cells: readonly string[]) =>
      pieces.reduce((told, piece, at) => (at === 0 ? piece(cells) : `${told}\u0001${piece(cells)}`), "");
    return { kind: some[0] === "referralId" ? "reference" : "values", places: [], read };
  });
}
