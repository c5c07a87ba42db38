import type { CivilDate } from "../civil-date.ts";
import type { Pause } from "../ports/pause.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { earlierThanNext } from "./fresh-objects.ts";
import { type Pointer, prefixedManifest } from "./manifest.ts";
import { packsAfter } from "./public-packs.ts";

/** A generation to show, and the tag the pointer carried before any of its statistics was read. */
export type Candidate = {
  readonly gen: number;
  readonly civilDate: CivilDate;
  readonly etag: string | null;
  /** Whether it becomes the public pack of its month, where that has none yet; a rollback never does. */
  readonly mayBecomePack?: boolean;
};

/** How publishing ended: shown, not needed, or another generation came first. */
export type Publication = { readonly gen: number; readonly published: boolean; readonly reason?: "unchanged" | "newer" };

type Ports = { readonly reports: ReportStore; readonly pause: Pause };

const attempts = 6;

/**
 * Moves the pointer, if it is still the one that the generation was built upon. An answer that never came leaves the outcome open, so the
 * pointer is read again: a run that finds itself there has succeeded, and never moves it twice.
 *
 * @throws what the store last answered, when the outcome stays open
 */
export async function publish({ gen, civilDate, etag, mayBecomePack = false }: Candidate, { reports, pause }: Ports): Promise<Publication> {
  let failure: unknown = new Error(`publishing run ${gen} requires a pointer that can be written`);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (attempt > 1) await pause(attempt);
    const current = await reports.readPointer();
    if (current?.pointer.gen === gen) return { gen, published: true };
    if ((current?.etag ?? null) !== etag || (current?.pointer.gen ?? 0) > gen) return { gen, published: false, reason: "newer" };
    const packs = packsAfter(current?.pointer.packs ?? [], { gen, civilDate, mayBecome: mayBecomePack });
    const target: Pointer = { gen, manifest: prefixedManifest(gen), civilDate, packs: [...packs], earlier: [...earlierThanNext(current)] };
    try {
      if ((await reports.movePointer(target, etag)) === "moved") return { gen, published: true };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
