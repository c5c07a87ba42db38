import type { ReportStore } from "../ports/report-store.ts";
import { inParallel } from "./in-parallel.ts";
import type { PublishedFile } from "./manifest.ts";

const objectsAtOnce = 16;

/** Objects that readers did not have before and the store does not hold. */
export async function damagedObjects(
  files: readonly PublishedFile[],
  { known, reports }: { readonly known: readonly PublishedFile[]; readonly reports: Pick<ReportStore, "holdsObject"> },
): Promise<readonly string[]> {
  const had = new Set(known.map(({ sha256 }) => sha256));
  const fresh = new Map(files.map((file) => [file.sha256, file]));
  const added = [...fresh.values()].filter(({ sha256 }) => !had.has(sha256));
  const held = await inParallel(added, objectsAtOnce, (file) => reports.holdsObject(file));
  return added.filter((_, index) => !held[index]).map(({ sha256 }) => `object ${sha256} is missing or damaged`);
}
