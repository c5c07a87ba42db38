import * as z from "zod";
import { canonicalJson } from "../canonical-json.ts";
import type { ChangesOfPractice } from "../disclosure/expected-ranges.ts";
import type { OutcomeTable } from "../disclosure/outcome-cells.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { batchLists, readBatches } from "./batch-lists.ts";
import type { Tabulated } from "./guard-generation.ts";
import { guardedPlace, guardText, parseGuard } from "./guard-memory.ts";
import { inParallel } from "./in-parallel.ts";
import { placeRelease, type Releases } from "./manifest.ts";

/** What was found of places beside the plan: what is released of them, what their tables are, and how many people of each released table changed. */
export type PlannedBoards = {
  readonly releases: Releases;
  readonly tabulated: ReadonlyMap<string, Tabulated>;
  readonly changes: ReadonlyMap<string, ChangesOfPractice>;
};

/** By which rules it was found, and against which generation: by others, or against another, it is nothing. */
export type PlannedUnder = { readonly rules: string; readonly liveGen: number | null };

const counted = z.record(z.string(), z.object({ n: z.number(), improved: z.number() }));
const planned = z.object({
  rules: z.string(),
  liveGen: z.int().nullable(),
  releases: z.record(z.string(), placeRelease),
  places: z.record(z.string(), guardedPlace),
  /** By name: the text of the table of every place that was read. */
  tables: z.record(z.string(), z.string()),
  changes: z.record(z.string(), counted),
});

type Files = {
  readonly reports: Pick<ReportStore, "readRunFile" | "writeRunFile" | "readRelease" | "keepRelease">;
  readonly digest: Digest;
};

/** It holds what is released and not yet disclosed, so it lies where released tables do; a file of the run says where. */
const answerTo = (key: string) => `found/${key}`;
const named = z.object({ found: z.string() });

/** Whether a batch has been answered already. */
export async function isPlanned(gen: number, key: string, { reports }: Files): Promise<boolean> {
  return (await reports.readRunFile(gen, answerTo(key))) !== null;
}

/** Leaves what was found of a batch. The first attempt's file stands; what it names is as true as what another has. */
export async function leavePlanned(
  { gen, key, since, ...under }: PlannedUnder & { readonly gen: number; readonly key: string; readonly since?: string | undefined },
  { releases, tabulated, changes }: PlannedBoards,
  { reports }: Files,
): Promise<void> {
  const names = new Set([...tabulated.values()].flatMap(({ tables }) => [...tables.keys()]));
  const tableOf = (name: string) => new Map([...tabulated].flatMap(([code, { tables }]) => entryOf(code, tables.get(name))));
  const text = canonicalJson({
    ...{ ...under, releases },
    places: Object.fromEntries([...tabulated].map(([code, { place }]) => [code, place])),
    tables: Object.fromEntries([...names].map((name) => [name, guardText({ places: tableOf(name), hidden: new Map() })])),
    changes: Object.fromEntries(changes),
  });
  await reports.writeRunFile(gen, answerTo(key), canonicalJson({ found: await reports.keepRelease(text, since) }));
}

const entryOf = (code: string, table: OutcomeTable | undefined) => (table === undefined ? [] : [[code, table] as const]);

const boardsAtOnce = 4;

/** What the batches of a run have found. What is missing, damaged or found under something else is left out: it is never needed. */
export async function readPlanned(
  gen: number,
  under: PlannedUnder,
  files: Files & { readonly reports: ReportStore },
): Promise<PlannedBoards> {
  const batches = await readBatches(gen, batchLists.boards, files.reports);
  const found = (await inParallel(batches, boardsAtOnce, ({ key }) => readOne(gen, key, files)))
    .filter((one) => one !== null)
    .filter(({ rules, liveGen }) => rules === under.rules && liveGen === under.liveGen);
  return {
    releases: Object.assign({}, ...found.map(({ releases }) => releases)),
    tabulated: new Map(found.flatMap((one) => [...tabulatedOf(one)])),
    changes: new Map(found.flatMap(({ changes }) => Object.entries(changes as Readonly<Record<string, ChangesOfPractice>>))),
  };
}

type Planned = z.infer<typeof planned>;

async function readOne(gen: number, key: string, { reports, digest }: Files): Promise<Planned | null> {
  const file = await reports.readRunFile(gen, answerTo(key));
  if (file === null) return null;
  const { found } = named.parse(JSON.parse(file));
  const text = await reports.readRelease(found);
  return text === null || digest(text) !== found ? null : planned.parse(JSON.parse(text));
}

function tabulatedOf({ places, tables }: Planned): ReadonlyMap<string, Tabulated> {
  const parsed = Object.entries(tables).map(([name, text]) => [name, parseGuard(text).places] as const);
  return new Map(
    Object.entries(places).map(([code, place]) => {
      const own = parsed.flatMap(([name, of]) => entryOf(name, of.get(code)));
      return [code, { place, tables: new Map(own) }] as const;
    }),
  );
}
