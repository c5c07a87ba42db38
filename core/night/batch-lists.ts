import * as z from "zod";
import { canonicalJson } from "../canonical-json.ts";
import type { ReportStore } from "../ports/report-store.ts";

/** One batch of a run: the name of its file. */
export type BatchKey = { readonly key: string };

/** The lists that the state machine spreads a run's work from, and the folder of each list's batches. */
export const batchLists = {
  work: { file: "work.json", folder: "work" },
  boards: { file: "boards.json", folder: "planned" },
  pages: { file: "pages.json", folder: "pages" },
  checks: { file: "checks.json", folder: "checks" },
} as const;

type BatchList = (typeof batchLists)[keyof typeof batchLists];

/**
 * Writes batches, and then the list of them, under `runs/<gen>/`. A list is never empty: with nothing to do it names the one batch given as `none`, so that
 * nothing depends on how an empty list is read.
 */
export async function writeBatches<Batch>(
  gen: number,
  {
    list,
    batches,
    none,
    reports,
  }: { readonly list: BatchList; readonly batches: readonly Batch[]; readonly none: Batch; readonly reports: ReportStore },
): Promise<void> {
  const keyed = (batches.length === 0 ? [none] : batches).map((batch, at) => ({ key: batchKey(list, at), body: canonicalJson(batch) }));
  for (const { key, body } of keyed) await reports.writeRunFile(gen, key, body);
  await reports.writeRunFile(gen, list.file, canonicalJson(keyed.map(({ key }) => ({ key }))));
}

/** The name of one batch of a list. */
export function batchKey({ folder }: BatchList, at: number): string {
  return `${folder}/${at}.json`;
}

/** The batches of a run's list; none, where the run has not written it. */
export async function readBatches(gen: number, list: BatchList, reports: ReportStore): Promise<readonly BatchKey[]> {
  const text = await reports.readRunFile(gen, list.file);
  return text === null ? [] : z.array(z.object({ key: z.string() })).parse(JSON.parse(text));
}
