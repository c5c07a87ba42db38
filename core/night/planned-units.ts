import * as z from "zod";
import { levels } from "../organisations/organisation.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { batchLists, readBatches } from "./batch-lists.ts";
import { inParallel } from "./in-parallel.ts";
import type { StandingPlace } from "./place-inputs.ts";
import { type Unit, unitName } from "./unit.ts";

/** One batch of practice-months to recompute: one of those that `work.json` of the run lists. */
export const unitBatch = z.array(z.object({ level: z.enum(levels), code: z.string(), month: z.string() }));

const batchesAtOnce = 16;

/** The practice-months of one batch of a run. @throws where the run has no such batch */
export async function readUnitBatch(gen: number, key: string, reports: ReportStore): Promise<readonly Unit[]> {
  const body = await reports.readRunFile(gen, key);
  if (body === null) throw new Error(`run ${gen} requires its batch ${key}`);
  return unitBatch.parse(JSON.parse(body));
}

/** Planned practice-months that neither this run nor a later one has recomputed, by name: a batch failed, and its failure was tolerated. */
export async function unitsLeft(
  gen: number,
  standing: ReadonlyMap<string, StandingPlace>,
  reports: ReportStore,
): Promise<readonly string[]> {
  const done = new Set(
    [...standing.values()].flatMap(({ code, all }) =>
      all.filter((month) => month.gen >= gen).map(({ month }) => unitName({ code, month })),
    ),
  );
  const batches = await inParallel(await readBatches(gen, batchLists.work, reports), batchesAtOnce, ({ key }) =>
    readUnitBatch(gen, key, reports),
  );
  return batches
    .flat()
    .map(unitName)
    .filter((name) => !done.has(name));
}

/** Some practice-months could not be recomputed: nothing is shown that leaves them out. */
export class UnitsLeftError extends Error {
  override readonly name = "UnitsLeftError";
}
