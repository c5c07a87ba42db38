import { canonicalJson } from "../canonical-json.ts";
import { englandCode, type Level, levels, type OrganisationSnapshot } from "../organisations/organisation.ts";
import type { PlaceName } from "../place-report.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import { inParallel } from "./in-parallel.ts";
import type { Releases } from "./manifest.ts";
import { placeAbove, placeName, placesAbove } from "./pinned-organisations.ts";
import type { MonthStanding } from "./standing.ts";
import type { Unit } from "./unit.ts";

/** What a page depends on besides its statistic and its names. A change to any of it draws every page anew. */
export type DrawingRules = {
  readonly asOf: string;
  readonly foldVersion: number;
  readonly methodVersion: number;
  readonly codeVersion: string;
  /** The suppression profile of a level, as JSON. */
  readonly profileOf: (level: Level) => { readonly movesBy: number };
};

/** Everything one place's pages are made from, and the hash over it. */
export type PlaceInputs = {
  readonly place: PlaceName;
  readonly above: readonly PlaceName[];
  readonly below: readonly PlaceName[];
  readonly sample: boolean;
  /** SHA-256 of the released table that they are drawn from. */
  readonly table: string;
  /** The places below that its pages set side by side, by code. */
  readonly compared: readonly ComparedInputs[];
  readonly inputHash: string;
};

/** One of the places set side by side, with its released table. */
export type ComparedInputs = { readonly place: PlaceName; readonly table: string };

/** What the inputs of places are worked out with. */
export type InputPorts = { readonly derived: DerivedStore; readonly digest: Digest; readonly rules: DrawingRules };

const placesAtOnce = 16;

/** The standings of every place, months without anybody left out: a practice-month that lost its last episode, and was told of nobody gone, is as if it had never been. */
export async function standingPlaces({
  derived,
  digest,
}: Pick<InputPorts, "derived" | "digest">): Promise<ReadonlyMap<string, StandingPlace>> {
  return standingOf(await derived.places(), { derived, digest });
}

/** The same of some places. */
export async function standingOf(
  places: readonly Pick<StandingPlace, "code" | "level">[],
  { derived, digest }: Pick<InputPorts, "digest"> & { readonly derived: Pick<DerivedStore, "standingsOf"> },
): Promise<ReadonlyMap<string, StandingPlace>> {
  const nobody = digest("");
  const standing = await inParallel(places, placesAtOnce, async (place) => {
    const all = await derived.standingsOf(place.code);
    return [place.code, { ...place, all, months: all.filter(({ hash }) => hash !== nobody) }] as const;
  });
  return new Map(standing);
}

/** A place with its months: all of them, and those in which somebody is counted. */
export type StandingPlace = {
  readonly code: string;
  readonly level: Level;
  readonly all: readonly MonthStanding[];
  readonly months: readonly MonthStanding[];
};

/**
 * The inputs of every place of which something may be seen. Pages depend on what is released and on nothing else that a run has done, so a
 * run that broke off is made good by any later one.
 */
export function placeInputs(
  releases: Releases,
  organisations: OrganisationSnapshot["organisations"],
  { digest, rules }: Pick<InputPorts, "digest" | "rules">,
): ReadonlyMap<string, PlaceInputs> {
  const seen = Object.entries(releases).flatMap(([code, { level, table }]) => (table === null ? [] : [{ code, level, table }]));
  const reported = seen.sort(byLevelThenCode);
  const below = Map.groupBy(reported, ({ code }) => placeAbove(organisations, code)?.code ?? null);
  const above = new Map(reported.map(({ code }) => [code, placesAbove(organisations, code).map((place) => place.code)] as const));
  const samples = new Map<string, boolean>();
  const inputs = new Map<string, PlaceInputs>();
  for (const { code, level, table } of reported) {
    const children = below.get(code) ?? [];
    const sample = organisations.get(code)?.sample === true || children.some((child) => samples.get(child.code));
    samples.set(code, sample);
    const names = {
      place: placeName(organisations, { code, level }),
      above: placesAbove(organisations, code),
      below: children.map((child) => placeName(organisations, child)),
      sample,
    };
    const compared = comparedWith({ code, level }, { reported, above, organisations });
    inputs.set(code, { ...names, table, compared, inputHash: inputHashOf(names, { table, compared }, { digest, rules }) });
  }
  return inputs;
}

type ReleasedPlace = { readonly code: string; readonly level: Level; readonly table: string };

type Reported = {
  readonly reported: readonly ReleasedPlace[];
  readonly above: ReadonlyMap<string, readonly string[]>;
  readonly organisations: OrganisationSnapshot["organisations"];
};

const fewestBoards = 5;

/** PCNs and ICBs are shown by practice; England by ICB, or by practice while there are too few ICBs to compare. */
function comparedWith({ code, level }: Pick<ReleasedPlace, "code" | "level">, given: Reported): readonly ComparedInputs[] {
  const of = (wanted: Level) =>
    given.reported
      .filter((place) => place.level === wanted && given.above.get(place.code)?.includes(code) === true)
      .map((place) => ({ place: placeName(given.organisations, place), table: place.table }));
  if (level === "practice") return [];
  const boards = level === "england" ? of("icb") : [];
  return boards.length >= fewestBoards ? boards : of("practice");
}

/** Children before their parents, England last. */
function byLevelThenCode(a: ReleasedPlace, b: ReleasedPlace): number {
  return levels.indexOf(a.level) - levels.indexOf(b.level) || (a.code < b.code ? -1 : 1);
}

/** The names that a place's pages print. */
export type PlaceNames = Omit<PlaceInputs, "table" | "compared" | "inputHash">;

/** What is shown of a place and of those beside it, by the hash of each released table. */
export type ShownTables = Pick<PlaceInputs, "table" | "compared">;

/** The hash of one place's inputs: equal inputs are drawn as equal bytes, so a page with the same hash is not drawn again. */
export function inputHashOf(
  { place, above, below, sample }: PlaceNames,
  { table, compared }: ShownTables,
  { digest, rules }: Pick<InputPorts, "digest" | "rules">,
): string {
  const { profileOf, ...versions } = rules;
  const beside = compared.map((other) => [other.place.code, other.place.name, other.table]);
  const counted = { table, ...(beside.length === 0 ? {} : { compared: beside }) };
  return digest(canonicalJson({ place, above, below, sample, ...versions, profile: profileOf(place.level), ...counted }));
}

/** Units that stand under another parent than the hierarchy says, or were made by other rules: they are recomputed, marked or not. */
export function outdatedUnits(
  standing: Iterable<Pick<StandingPlace, "code" | "level" | "all">>,
  organisations: OrganisationSnapshot["organisations"],
  rules: Pick<DrawingRules, "foldVersion" | "methodVersion">,
): readonly Unit[] {
  return [...standing].flatMap(({ code, level, all }) => {
    const parent = code === englandCode ? "" : (placeAbove(organisations, code)?.code ?? "");
    const outdated = all.filter(
      (month) => month.parent !== parent || month.methodVersion !== rules.methodVersion || month.foldVersion !== rules.foldVersion,
    );
    return outdated.map(({ month }) => ({ level, code, month }));
  });
}
