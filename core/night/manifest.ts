import * as z from "zod";
import { monthsRanges } from "../expected-range.ts";
import { levels } from "../organisations/organisation.ts";
import { placeCounts } from "../place-counts.ts";

/** One published file: where its bytes are (`objects/<sha256>`), and what they are. */
export const publishedFile = z.object({ sha256: z.string(), bytes: z.int(), contentType: z.string() });

/** What one place publishes. A place whose inputs did not change keeps its entry, objects, run and all. */
export const manifestPlace = z.object({
  level: z.enum(levels),
  name: z.string(),
  /** The code of the place above, `null` for England. */
  parent: z.string().nullable(),
  /** SHA-256 over everything the pages were made from. */
  inputHash: z.string(),
  /** The run that drew the pages as they stand, and its civil date. */
  run: z.int(),
  drawnOn: z.string(),
  /** By path inside the place's folder. */
  files: z.record(z.string(), publishedFile),
  /** By folder, what those files show that depend on a part of the report alone; absent from what older code drew. */
  chapters: z.record(z.string(), z.string()).optional(),
  /** SHA-256 over the cells that the whole generation asked these pages to hide; absent where nothing looked at it as a whole. */
  guard: z.string().optional(),
  /** What stood behind the pages when they were drawn: the next drawing says what has changed since. Never shown as it is. */
  counted: placeCounts.optional(),
});

/** What readers may see of one place: what its pages are drawn from, which is not what stands where too few people have moved since. */
export const placeRelease = z.object({
  level: z.enum(levels),
  /** SHA-256 of its table; `null` where nothing of the place is seen. */
  table: z.string().nullable(),
  /** SHA-256 of what was seen before; absent above practices, and where nothing was. */
  history: z.string().optional(),
  /** SHA-256 over what this was decided upon: how a practice stood, or what is seen of the places below. */
  of: z.string(),
  /** Families in which something stands that is not seen yet. */
  waiting: z.array(z.string()).optional(),
});

/** Everything one generation shows: readers resolve every path through it, so one page view never mixes two generations. */
export const manifest = z.object({
  gen: z.int(),
  /** The generation that was live when this one was built. */
  previous: z.int().nullable(),
  civilDate: z.string(),
  asOf: z.string(),
  codeVersion: z.string(),
  methodVersion: z.int(),
  /** SHA-256 of the organisations the run pinned; the organisations themselves are `runs/<gen>/organisations.json`. */
  organisationSnapshot: z.string(),
  /** Set by a rollback. */
  rolledBackTo: z.int().optional(),
  /** By organisation code, `ENG` for England. */
  places: z.record(z.string(), manifestPlace),
  /** By organisation code, also of places of which nothing is seen any more; absent before there were any. */
  releases: z.record(z.string(), placeRelease).optional(),
  /** The range in which practices are expected in the month of `asOf`: later generations of that month keep it. */
  expected: monthsRanges.optional(),
  /** What all pages share, by path from the root of the site. */
  assets: z.record(z.string(), publishedFile),
});

/** One month's public pack: the pages of England in one generation, and nothing below. One that was withdrawn is listed still: its month gets no other. */
export const publicPack = z.object({ month: z.string(), gen: z.int(), withdrawn: z.literal(true).optional() });

/** `current.json`: the one object that says which generation readers see. */
export const pointer = z.object({
  gen: z.int(),
  manifest: z.string(),
  civilDate: z.string(),
  /** What is open to everybody, newest first: for each month the one generation whose England it is. Absent before packs were made. */
  packs: z.array(publicPack).optional(),
  /** Generations that readers saw before, newest first, and since when, by the store's clock: those that somebody may still hold. */
  earlier: z.array(z.object({ gen: z.int(), shownSince: z.string() })).optional(),
});

export type PublishedFile = z.infer<typeof publishedFile>;
export type ManifestPlace = z.infer<typeof manifestPlace>;
export type PlaceRelease = Readonly<z.infer<typeof placeRelease>>;
export type Releases = Readonly<Record<string, PlaceRelease>>;
export type Manifest = z.infer<typeof manifest>;
export type PublicPack = Readonly<z.infer<typeof publicPack>>;
export type Pointer = z.infer<typeof pointer>;

/** Every file that a generation shows. */
export function filesOf(shown: Manifest | null): readonly PublishedFile[] {
  if (shown === null) return [];
  return [...Object.values(shown.assets), ...Object.values(shown.places).flatMap(({ files }) => Object.values(files))];
}

/** Every released table that a generation was drawn from, and every one that is remembered of before. */
export function releasesOf(shown: Manifest | null): readonly string[] {
  return Object.values(shown?.releases ?? {}).flatMap(({ table, history }) => [table ?? [], history ?? []].flat());
}

/** Where a run's file is kept, under the prefix of runs. */
export const runFiles = { manifest: "manifest.json", index: "index.json", organisations: "organisations.json", plan: "plan.json" } as const;

/** Where a run keeps the entry of a place it has drawn: the manifest is put together from them, and readers find the files of one place there. */
export function fragmentName(code: string): string {
  return `fragments/${code}.json`;
}

/** The same for what all pages share. Its name is no organisation code. */
export const sharedFragment = "fragments/shared-assets.json";

/** The path of a generation's manifest from the root of the store, for whoever starts at the pointer. */
export function prefixedManifest(gen: number): string {
  return `runs/${gen}/${runFiles.manifest}`;
}
