import { canonicalJson } from "../canonical-json.ts";
import type { CountedPlace, TablesOfPlace } from "../disclosure/hide-generation.ts";
import type { OutcomeTable } from "../disclosure/outcome-cells.ts";
import type { HiddenCells } from "../place-statistics.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { mergeStatistics } from "../statistic.ts";
import {
  type GuardedPlace,
  type GuardedTable,
  type GuardIndex,
  type GuardMemory,
  guardText,
  leaveGuard,
  parseGuard,
  parseHidden,
  readGuard,
  tableMark,
} from "./guard-memory.ts";
import { inParallel } from "./in-parallel.ts";
import type { HideGeneration } from "./night-ports.ts";
import type { DrawingRules, PlaceInputs } from "./place-inputs.ts";
import { readReleasedMonths } from "./released-months.ts";

/** What a generation as a whole asks of each place: the cells to hide, and the hash of those that its pages depend on. */
export type Guard = { readonly hidden: ReadonlyMap<string, HiddenCells>; readonly hashes: Readonly<Record<string, string>> };

type Inputs = ReadonlyMap<string, PlaceInputs>;

type Guarding = {
  readonly rules: Omit<DrawingRules, "profileOf">;
  /** The run that is planned; the one whose generation readers see, from which is taken what it worked out of places that are as they were; and since when an object counts as new. */
  readonly gen: number;
  readonly liveGen: number | null;
  readonly since?: string | undefined;
  readonly reports: Pick<ReportStore, "readRelease" | "keepRelease" | "readRunFile" | "writeRunFile">;
  readonly digest: Digest;
  readonly hideGeneration?: HideGeneration | undefined;
  /** Places that were read already by the same rules: taken where they are still what they were read as. */
  readonly known?: ReadonlyMap<string, Tabulated> | undefined;
};

const placesAtOnce = 16;

/**
 * Says what each place of a generation must hide because of the others. The tables of places that are as they were come from the run before, and where no table
 * of a name is another, so do the cells that are hidden of it. The hash of a page covers the places that it sets side by side.
 *
 * Law: equal to what reading everything anew gives, whatever the run before has left.
 */
export async function guardGeneration(inputs: Inputs, { hideGeneration, ...given }: Guarding): Promise<Guard> {
  if (hideGeneration === undefined) return { hidden: new Map(), hashes: {} };
  const { places, tables } = await tablesOf(inputs, { ...given, hideGeneration });
  const hidden = new Map(
    [...inputs.keys()].map((code) => {
      const asked = [...tables].flatMap(([name, of]) => [...(of.has(code) ? [[name, of.get(code) ?? []] as const] : [])]);
      const unseen = hideGeneration.unseen(new Set(places.get(code)?.families), given.rules);
      return [code, { ...Object.fromEntries(asked), ...unseen }] as const;
    }),
  );
  const texts = new Map([...hidden].map(([code, cells]) => [code, canonicalJson(cells)] as const));
  const textOf = (code: string) => texts.get(code) ?? "{}";
  const hashes = [...inputs].map(([code, { compared }]) => {
    const beside = compared.map(({ place }) => `[${JSON.stringify(place.code)},${textOf(place.code)}]`);
    return [code, given.digest(`{"beside":[${beside.join(",")}],"own":${textOf(code)}}`)] as const;
  });
  return { hidden, hashes: Object.fromEntries(hashes) };
}

type Given = Omit<Guarding, "hideGeneration"> & { readonly hideGeneration: HideGeneration };
type Places = ReadonlyMap<string, GuardedPlace>;

/** A place as it was read, and its tables. */
export type Tabulated = { readonly place: GuardedPlace; readonly tables: TablesOfPlace["tables"] };

/** A place to read: where it stands among those that are seen, and its released table. */
export type ToRead = Pick<GuardedPlace, "level" | "parent" | "table"> & { readonly code: string };

/** What places are read with. */
export type Reading = Pick<Given, "rules" | "digest" | "hideGeneration"> & { readonly reports: Pick<ReportStore, "readRelease"> };

/** One word for the rules by which tables are made and cells are hidden. */
export function guardRules({ rules, digest, hideGeneration }: Pick<Guarding, "rules" | "digest" | "hideGeneration">): string {
  const { asOf, foldVersion, methodVersion, codeVersion } = rules;
  return digest(canonicalJson({ asOf, foldVersion, methodVersion, codeVersion, tables: hideGeneration?.tables }));
}

/** What is hidden of every table, and what was left of it for the next run. */
async function tablesOf(
  inputs: Inputs,
  given: Given,
): Promise<{ readonly places: Places; readonly tables: ReadonlyMap<string, GuardedTable["hidden"]> }> {
  const { hideGeneration, gen, liveGen } = given;
  const rules = guardRules(given);
  const left = await readGuard(liveGen, given);
  const memory = left?.index.rules === rules ? left : null;
  const was = new Map(Object.entries(memory?.index.places ?? {}));
  const moved = await tabulated(inputs, was, given);
  const places = new Map([...inputs.keys()].flatMap((code) => [[code, moved.get(code)?.place ?? was.get(code)] as const]).filter(isKnown));
  const tables = new Map<string, GuardedTable["hidden"]>();
  const texts = new Map<string, string>();
  for (const name of hideGeneration.tables) {
    const { text, hidden } = nextTable(name, { was, places, moved, memory, hideGeneration });
    texts.set(name, text);
    tables.set(name, hidden);
  }
  const index: Omit<GuardIndex, "tables"> = { rules, places: Object.fromEntries(places) };
  await leaveGuard(gen, { index, texts, ...(given.since === undefined ? {} : { since: given.since }) }, given);
  return { places, tables };
}

function isKnown(entry: readonly [string, GuardedPlace | undefined]): entry is readonly [string, GuardedPlace] {
  return entry[1] !== undefined;
}

/** The tables of the places that are not as they were. */
async function tabulated(inputs: Inputs, was: Places, given: Given): Promise<ReadonlyMap<string, Tabulated>> {
  const now = [...inputs.values()].map(({ place: { level, code }, above, table }): ToRead => {
    return { level, code, parent: above.find((place) => inputs.has(place.code))?.code ?? null, table };
  });
  const others = now.filter((place) => !isStill(was.get(place.code), place));
  const known = others.flatMap(({ code, ...place }) => {
    const found = given.known?.get(code);
    return found !== undefined && isStill(found.place, place) ? [[code, found] as const] : [];
  });
  const read = new Set(known.map(([code]) => code));
  return new Map([
    ...known,
    ...(await tabulate(
      others.filter(({ code }) => !read.has(code)),
      given,
    )),
  ]);
}

function isStill(was: GuardedPlace | undefined, { level, parent, table }: Omit<ToRead, "code">): boolean {
  return was?.level === level && was.parent === parent && was.table === table;
}

/** Reads places one after another into their tables. */
export async function tabulate(places: readonly ToRead[], given: Reading): Promise<readonly (readonly [string, Tabulated])[]> {
  const read = given.hideGeneration.reader(given.rules);
  return inParallel(places, placesAtOnce, async ({ code, ...place }) => {
    const { months, families } = await readReleasedMonths(place.table, given);
    const { level, parent } = place;
    const counted: CountedPlace = {
      ...{ code, level, parent, months },
      statistic: mergeStatistics(months.map(({ statistic }) => statistic)),
    };
    const { tables } = read(counted);
    const made = Object.fromEntries([...tables].map(([name, table]) => [name, tableMark(table, given.digest)]));
    return [code, { place: { ...place, families: [...families], made }, tables }] as const;
  });
}

type Next = {
  readonly was: Places;
  readonly places: Places;
  readonly moved: ReadonlyMap<string, Tabulated>;
  readonly memory: GuardMemory | null;
  readonly hideGeneration: HideGeneration;
};

/** One table as it is now: the text of the run before where it is the same in every place. */
function nextTable(name: string, { was, places, moved, memory, hideGeneration }: Next): { text: string; hidden: GuardedTable["hidden"] } {
  const text = memory?.texts.get(name);
  const touched = new Set([...moved.keys(), ...[...was.keys()].filter((code) => !places.has(code))]);
  if (text !== undefined && [...touched].every((code) => standsAt(was.get(code), name) === standsAt(places.get(code), name)))
    return { text, hidden: parseHidden(text) };
  const before = text === undefined ? new Map<string, OutcomeTable>() : parseGuard(text).places;
  const tables = new Map<string, OutcomeTable>();
  for (const [code] of places) {
    const table = moved.has(code) ? moved.get(code)?.tables.get(name) : before.get(code);
    if (table !== undefined) tables.set(code, table);
  }
  const sheets = [...tables].flatMap(([code, table]): TablesOfPlace[] => {
    const place = places.get(code);
    return place === undefined ? [] : [{ code, level: place.level, parent: place.parent, tables: new Map([[name, table]]) }];
  });
  const hidden = hideGeneration.hideTable(name, sheets);
  return { text: guardText({ places: tables, hidden }), hidden };
}

/** Where and how one table of a place stands; nowhere, where nobody is counted in it. */
function standsAt(place: GuardedPlace | undefined, name: string): string {
  return place?.made[name] === undefined ? "" : `${place.level} ${place.parent} ${place.made[name]}`;
}
