import type { Pause } from "../ports/pause.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import { packsWithout } from "./public-packs.ts";

/** A month whose pack is open no longer, and the generation that it was. */
export type Withdrawal = { readonly month: string; readonly gen: number };

const attempts = 6;

/**
 * Closes the public pack of a month: its address, its list and its pages are gone for whoever holds no grant. The month gets no other pack, and
 * the generation stays what it was for signed-in readers. The pointer moves to a new writing of itself, if it is still the one that was read: a night
 * that is being built upon the old writing is refused and comes again, as beside any other publication.
 *
 * Asked twice, or asked again after an answer that never came, it does no more than once.
 *
 * @throws what the store last answered, when the outcome stays open
 */
export async function withdrawPack(
  month: string,
  { reports, pause }: { readonly reports: ReportStore; readonly pause: Pause },
): Promise<Parsed<Withdrawal>> {
  let failure: unknown = new Error("withdrawing a pack requires a pointer that can be written");
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (attempt > 1) await pause(attempt);
    const current = await reports.readPointer();
    const packs = current?.pointer.packs ?? [];
    const pack = packs.find((one) => one.month === month);
    if (current === null || pack === undefined)
      return refused("unknown-pack", "month", "name a month that has a public pack, as 2026-11: /reports/public leads to the latest");
    if (pack.withdrawn === true) return taken({ month, gen: pack.gen });
    const closed = { ...current.pointer, packs: [...packsWithout(packs, month)] };
    try {
      if ((await reports.movePointer(closed, current.etag)) === "moved") return taken({ month, gen: pack.gen });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
