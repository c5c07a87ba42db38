import type { EpisodeKey, EpisodeStore, Placement, StoredEvent } from "../ports/source.ts";
import type { Refusal } from "../refusal.ts";
import { submissionRefusal } from "../submission/submission-rules.ts";
import { eventIdReused } from "./arrivals.ts";

/** Placements that failed because something was known of their events. */
export type Contested = { readonly key: EpisodeKey; readonly waiting: readonly Placement[]; readonly known: readonly string[] };

/** What to try next: the placements, the first so many of them together, without those that cannot be. */
export type Settled = {
  readonly placements: readonly Placement[];
  /** How many from the front belong together: an event and everything that waited for it. */
  readonly together: number | null;
  readonly refusals: readonly { readonly eventId: string; readonly refusal: Refusal }[];
};

/** Each that waited is three actions of a transaction: itself, where it is known, and its place on the list of those that wait. */
const takenAlongAtMost = 28;

/**
 * Looks up what is known of contested events. Withdrawals that waited for one are taken along in the same write, so that none is lost; an id
 * that stands for something else is refused. `null` when the episode has meanwhile got one of them and must be read again.
 */
export async function placementsOf({ key, waiting, known }: Contested, episodes: EpisodeStore): Promise<Settled | null> {
  const refusals: { eventId: string; refusal: Refusal }[] = [];
  let family: readonly Placement[] = [];
  for (const eventId of known) {
    const stored = waiting.find((placement) => placement.stored.event.eventId === eventId)?.stored;
    if (stored === undefined) return null;
    const located = await episodes.locate(key.practice, eventId);
    if (located.refKey === key.refKey && located.hash === stored.hash) return null;
    // Where an erased event was nothing is known of it any more but that its id is taken.
    const isTaken = located.hash === null ? located.refKey !== null : located.hash !== stored.hash;
    if (isTaken) refusals.push({ eventId, refusal: eventIdReused() });
    else if (family.length === 0) {
      family = await withEverythingWaiting(key.practice, stored, episodes);
      if (family.length > takenAlongAtMost) refusals.push({ eventId, refusal: tooManyWaiting() });
    }
  }
  const settled = new Set([...refusals.map(({ eventId }) => eventId), ...family.map(({ stored }) => stored.event.eventId)]);
  const others = waiting.filter(({ stored }) => !settled.has(stored.event.eventId));
  if (family.length === 0 || family.length > takenAlongAtMost) return { placements: others, together: null, refusals };
  return { placements: [...family, ...others], together: family.length, refusals };
}

/** An event, the withdrawals that wait for it, those that wait for these, and so on. */
async function withEverythingWaiting(practice: string, stored: StoredEvent, episodes: EpisodeStore): Promise<readonly Placement[]> {
  const family: Placement[] = [];
  const seen = new Set([stored.event.eventId]);
  for (let next = [stored]; next.length > 0 && family.length <= takenAlongAtMost; ) {
    const found: StoredEvent[] = [];
    for (const member of next) {
      const { hash, waiting, waitingEvents } = await episodes.locate(practice, member.event.eventId);
      family.push({ stored: member, seen: hash === null && waiting === 0 ? null : waiting });
      found.push(...waitingEvents.filter(({ event }) => !seen.has(event.eventId)));
      for (const { event } of waitingEvents) seen.add(event.eventId);
    }
    next = found;
  }
  return family;
}

/** The refusal of a withdrawal too many. */
export function tooManyWaiting(): Refusal {
  return submissionRefusal("too-many-waiting", "", "send the event itself before any more withdrawals of it");
}
