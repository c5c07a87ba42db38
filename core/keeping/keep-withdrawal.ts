import { isModifier, targetOf } from "../events/kept-event.ts";
import { StoreBusy } from "../ports/source.ts";
import { eventIdReused, type Incoming } from "./arrivals.ts";
import { keepEpisode } from "./keep-episode.ts";
import type { KeepingDeps, Kept } from "./kept.ts";
import { tooManyWaiting } from "./waiting-events.ts";

const attemptsAtMost = 8;
const waitingAtMost = 10;

/**
 * Keeps a withdrawal: in the episode of the event it withdraws, or, while that event is not known, waiting for it.
 *
 * @throws {StoreBusy} when that did not succeed in several attempts
 */
export async function keepWithdrawal(incoming: Incoming, deps: KeepingDeps): Promise<Kept> {
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    if (attempt > 0) await deps.pause(attempt);
    const kept = await tryToKeep(incoming, deps);
    if (kept !== null) return kept;
  }
  throw new StoreBusy("keepWithdrawal could not write the withdrawal: others kept writing, or the store could not take it");
}

/** `null` when it must be looked up again. */
async function tryToKeep({ index, stored }: Incoming, deps: KeepingDeps): Promise<Kept | null> {
  const { event } = stored;
  if (!isModifier(event)) throw new TypeError("keepWithdrawal requires a withdrawal");
  const { practice } = event;
  const target = await deps.episodes.locate(practice, targetOf(event));
  if (target.refKey !== null) {
    const key = { practice, refKey: target.refKey };
    const [kept] = await keepEpisode({ key, incoming: [{ index, stored }] }, deps);
    return kept ?? null;
  }
  const own = await deps.episodes.locate(practice, event.eventId);
  if (own.hash === null && own.refKey !== null) return { index, outcome: "excluded", standing: "erased", score: null };
  if (own.hash !== null && own.hash !== stored.hash) return { index, outcome: "rejected", refusal: eventIdReused() };
  if (own.hash !== null) {
    return { index, outcome: own.origin === stored.origin ? "parked" : "duplicate", standing: "parked", score: null };
  }
  if (target.waiting >= waitingAtMost) return { index, outcome: "rejected", refusal: tooManyWaiting() };
  const seen = own.waiting === 0 ? null : own.waiting;
  const outcome = await deps.episodes.wait({ practice, stored, target: targetOf(event), seen, token: deps.nextId() });
  return outcome === "waiting" ? { index, outcome: "parked", standing: "parked", score: null } : null;
}
