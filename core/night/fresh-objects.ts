import type { TaggedPointer } from "../ports/report-store.ts";
import type { Pointer } from "./manifest.ts";
import { openPacks } from "./public-packs.ts";

const dayMs = 86_400_000;

/** For so long after it ceased to be live, a generation's objects stay: a reader may hold it open, and a rollback may want it back. */
export const keptForDays = 35;

/** An object that is older than this is written again by a run that needs it: well before it could be collected. */
const freshForDays = 28;

/**
 * The instant before which an object counts as old for a run that builds upon a pointer moved then; nothing counts as old before anything was published.
 *
 * All instants are the store's. Either the pointer has not moved when a collection works: then what the run has kept is younger than anything it may take. Or it
 * has moved: then the run is refused its own move.
 */
export function freshSince(movedAt: string | undefined): string | undefined {
  return movedAt === undefined ? undefined : daysBefore(movedAt, freshForDays);
}

/** The instant so many days before another, in UTC. */
function daysBefore(instant: string, days: number): string {
  return new Date(Date.parse(instant) - days * dayMs).toISOString();
}

type Earlier = readonly { readonly gen: number; readonly shownSince: string }[];

/** Those of the earlier generations, newest first, that ceased to be live after an instant; each did when the one before it in the list began to be shown. */
function shownAfter(instant: string, earlier: Earlier, { movedAt }: Pick<TaggedPointer, "movedAt">): Earlier {
  return earlier.filter((_, at) => (earlier[at - 1]?.shownSince ?? movedAt) >= instant);
}

/** Generations whose every object and file stays, and the instant before which anything else counts as old. */
export type KeptGenerations = { readonly kept: readonly number[]; readonly oldest: string };

/** The live generation and every one that was live in the last 35 days, newest first; `null` where a pointer that older code moved does not say. */
export function keptGenerations({ pointer, movedAt }: Pick<TaggedPointer, "pointer" | "movedAt">): KeptGenerations | null {
  if (pointer.earlier === undefined) return null;
  const oldest = daysBefore(movedAt, keptForDays);
  return { kept: [pointer.gen, ...shownAfter(oldest, pointer.earlier, { movedAt }).map(({ gen }) => gen)], oldest };
}

/**
 * Whether readers may have a generation before them: the live one, one that ceased to be live in the last weeks, or a public pack. What was never shown
 * is nothing to them, whatever a run has left in the store.
 */
export function isShown({ gen, earlier, packs = [] }: Pointer, asked: number): boolean {
  // A pointer that does not say what was shown before it was moved by older code.
  if (earlier === undefined) return asked <= gen;
  return [gen, ...[...earlier, ...openPacks(packs)].map((each) => each.gen)].includes(asked);
}

/** What the next pointer says of the generations before it. */
export function earlierThanNext(current: TaggedPointer | null): Earlier {
  if (current === null) return [];
  const { pointer, movedAt } = current;
  const earlier = [{ gen: pointer.gen, shownSince: movedAt }, ...(pointer.earlier ?? [])];
  // The one that is live now ceases with the next move, which no clock here knows: it is always told.
  return [...earlier.slice(0, 1), ...shownAfter(daysBefore(movedAt, keptForDays), earlier, { movedAt }).slice(1)];
}
