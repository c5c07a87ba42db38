import { type EpisodeKey, StoreBusy } from "../ports/source.ts";
import { writeOf } from "./episode-write.ts";
import { standingsOf } from "./erased-people.ts";
import type { KeepingDeps } from "./kept.ts";

const attemptsAtMost = 8;

/**
 * Folds an episode again by the rules of this code: a write that brings no event, under the condition that nobody else wrote meanwhile. It marks
 * every unit that the episode counts or counted in, as every write does, so it may be done at any time and any number of times.
 *
 * @throws {StoreBusy} when that did not succeed in several attempts
 */
export async function refoldEpisode(
  key: EpisodeKey,
  { episodes, nextId, pause, instruments }: Pick<KeepingDeps, "episodes" | "nextId" | "pause" | "instruments">,
): Promise<void> {
  for (let attempt = 1; attempt <= attemptsAtMost; attempt++) {
    const state = await episodes.readEpisode(key);
    if (state.version === 0 || state.erased) return;
    const standings = await standingsOf([], state, episodes);
    const write = writeOf({ key, state, placements: [], standings }, { nextId, ...(instruments === undefined ? {} : { instruments }) });
    if ((await episodes.writeEpisode(write)).outcome === "written") return;
    await pause(attempt);
  }
  throw new StoreBusy("refoldEpisode could not write the episode: others kept writing it, or the store could not take it");
}
