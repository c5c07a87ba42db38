import { canonicalJson } from "../canonical-json.ts";
import type { Level, OrganisationSnapshot } from "../organisations/organisation.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import { joinMonths } from "../release/monthly.ts";
import { release } from "../release/release.ts";
import { movedBy, parseRelease, releaseTexts, seenText, seenTexts, sumOfSeen } from "../release/release-texts.ts";
import { parseStatistic } from "../statistic.ts";
import { inParallel } from "./in-parallel.ts";
import type { PlaceRelease, Releases } from "./manifest.ts";
import { placeAbove } from "./pinned-organisations.ts";
import type { StandingPlace } from "./place-inputs.ts";

/** Where released tables lie, by the hash of their text. */
export type ReleaseStore = {
  readonly keep: (text: string) => Promise<string>;
  readonly read: (sha256: string) => Promise<string | null>;
};

/** What is decided upon: what stands now, what readers see, and by how many people a practice's figures move at least. */
export type Deciding = {
  readonly standing: ReadonlyMap<string, StandingPlace>;
  readonly organisations: OrganisationSnapshot["organisations"];
  readonly before: Releases;
  /** What has been decided already upon the same `before`: taken where it was decided upon what stands now. */
  readonly known?: Releases | undefined;
  readonly movesBy: number;
  readonly derived: Pick<DerivedStore, "statisticsOf">;
  readonly digest: Digest;
  readonly store: ReleaseStore;
};

const placesAtOnce = 16;

/**
 * What readers may see of each place. Of a practice: what stands, family by family, or what they saw before where too few people have moved (`release`). Of every
 * other place the sum of what is seen below it. A practice that stands as it stood when this was decided last is not read.
 */
export async function decideReleases(given: Deciding): Promise<Releases> {
  const practices = [...given.standing.values()].filter(({ level, months }) => level === "practice" && months.length > 0);
  const stands = new Set(practices.map(({ code }) => code));
  const gone = Object.entries(given.before).filter(([code, { level }]) => level === "practice" && !stands.has(code));
  const nobody = gone.map(([code]): StandingPlace => ({ code, level: "practice", all: [], months: [] }));
  const releases = new Map<string, PlaceRelease>();
  for (const [code, found] of await ofPractices([...practices, ...nobody], given)) if (found !== null) releases.set(code, found);
  for (const level of ["pcn", "icb", "england"] as const) await addSums(level, releases, given);
  return inOrder(releases);
}

/**
 * The same of one board alone, where every practice of it that is not in `standing` is seen as before: what {@link decideReleases} takes as `known`. `before` holds
 * what is seen of the board, its networks and its practices.
 */
export async function decideBoard(given: Deciding): Promise<Releases> {
  const releases = new Map(Object.entries(given.before).filter(([, { level }]) => level === "practice"));
  for (const [code, found] of await ofPractices([...given.standing.values()], given))
    if (found === null) releases.delete(code);
    else releases.set(code, found);
  for (const level of ["pcn", "icb"] as const) await addSums(level, releases, given);
  return inOrder(releases);
}

function ofPractices(places: readonly StandingPlace[], given: Deciding) {
  return inParallel(places, placesAtOnce, async (place) => [place.code, await ofPractice(place, given)] as const);
}

function inOrder(releases: ReadonlyMap<string, PlaceRelease>): Releases {
  return Object.fromEntries([...releases].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One word for how a practice stands, and the rule: what was decided for it stays decided. */
export function standsAt(
  { months }: { readonly months: readonly { readonly month: string; readonly hash: string }[] },
  { digest, movesBy }: Pick<Deciding, "digest" | "movesBy">,
): string {
  return digest(canonicalJson({ movesBy, months: months.map(({ month, hash }) => [month, hash]) }));
}

async function ofPractice(place: StandingPlace, given: Deciding): Promise<PlaceRelease | null> {
  const was = given.before[place.code];
  const stands = standsAt(place, given);
  const decided = [was, given.known?.[place.code]].find((release) => release?.of === stands);
  if (decided !== undefined) return decided;
  const stored = await given.derived.statisticsOf(place, place.months);
  const current = joinMonths(stored.map(({ month, text }) => ({ month, statistic: parseStatistic(text) })));
  const before = parseRelease({ table: await readKept(was?.table, given), history: await readKept(was?.history, given) });
  const { release: next, waiting } = release(current, before, given.movesBy);
  const texts = releaseTexts(next);
  const [table, history] = [await keepNew(texts.table, was?.table, given), await keepNew(texts.history, was?.history, given)];
  // of what was read, which is what stood: a rival's writing in between makes another word of it
  const of = standsAt({ months: stored.map(({ month, text }) => ({ month, hash: given.digest(text) })) }, given);
  if (table === null && history === null && waiting.length === 0) return null;
  return {
    level: "practice",
    table,
    of,
    ...(history === null ? {} : { history }),
    ...(waiting.length === 0 ? {} : { waiting: [...waiting] }),
  };
}

/** What readers see already is kept already. */
async function keepNew(text: string | null, was: string | null | undefined, { store, digest }: Deciding): Promise<string | null> {
  if (text === null) return null;
  return digest(text) === was ? was : store.keep(text);
}

async function addSums(level: Exclude<Level, "practice">, releases: Map<string, PlaceRelease>, given: Deciding): Promise<void> {
  const shown = [...releases].flatMap(([code, { table }]) =>
    table === null ? [] : [{ code, table, above: placeAbove(given.organisations, code) }],
  );
  const below = Map.groupBy(
    shown.filter(({ above }) => above?.level === level),
    ({ above }) => above?.code ?? "",
  );
  for (const [code, parts] of below) {
    const of = sumMade(parts, given);
    const made = [given.before[code], given.known?.[code]].find((release) => release?.of === of && release.level === level);
    releases.set(code, made ?? (await sumOf(code, parts, { level, of, given })));
  }
}

type Part = { readonly code: string; readonly table: string };

/** One word for what a sum is made of. */
function sumMade(parts: readonly Part[], { digest }: Pick<Deciding, "digest">): string {
  return digest(canonicalJson(parts.map((part) => [part.code, part.table]).sort()));
}

type Sum = Pick<PlaceRelease, "level" | "of"> & { readonly given: Deciding };

/** Of all parts, or of what was seen before and the parts that moved: counts are whole numbers, so both are the same to the byte. */
async function sumOf(code: string, parts: readonly Part[], { given, ...made }: Sum): Promise<PlaceRelease> {
  const read = async ({ table }: Pick<Part, "table">) => seenTexts(await readKept(table, given));
  const step = stepOf(code, parts, given);
  const tables =
    step === null
      ? sumOfSeen(await inParallel(parts, placesAtOnce, read))
      : movedBy(await read(step.from), await inParallel(step.came, placesAtOnce, read), await inParallel(step.left, placesAtOnce, read));
  const text = seenText(tables);
  return { ...made, table: text === null ? null : await given.store.keep(text) };
}

type Step = { readonly from: Pick<Part, "table">; readonly came: readonly Part[]; readonly left: readonly Part[] };

/** How a sum comes from what is seen of the place; `null` where that was not the sum of the same places as they were seen, or reading all of them is no more. */
function stepOf(code: string, parts: readonly Part[], { before, digest }: Deciding): Step | null {
  const was = before[code];
  const seen = parts.flatMap(({ code: part }) => {
    const table = before[part]?.table ?? null;
    return table === null ? [] : [{ code: part, table }];
  });
  if (was === undefined || was.table === null || was.of !== sumMade(seen, { digest })) return null;
  const shown = new Map(seen.map((part) => [part.code, part.table]));
  const came = parts.filter(({ code: part, table }) => shown.get(part) !== table);
  const left = seen.filter((part) => came.some((other) => other.code === part.code));
  return 1 + came.length + left.length < parts.length ? { from: { table: was.table }, came, left } : null;
}

async function readKept(sha256: string | null | undefined, { store, digest }: Pick<Deciding, "store" | "digest">): Promise<string | null> {
  return sha256 === null || sha256 === undefined ? null : readRelease(sha256, { read: store.read, digest });
}

/** A released table as it was kept. @throws where it is not there or is not what its name says */
export async function readRelease(
  sha256: string,
  { read, digest }: { readonly read: ReleaseStore["read"]; readonly digest: Digest },
): Promise<string> {
  const text = await read(sha256);
  if (text === null || digest(text) !== sha256)
    throw new Error(`a generation requires every released table that it names: ${sha256} is missing or damaged`);
  return text;
}
