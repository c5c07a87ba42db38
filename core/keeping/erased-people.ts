import type { KeptEvent } from "../events/kept-event.ts";
import { inParallel } from "../night/in-parallel.ts";
import { namedBy, peopleIn, standingReferral } from "../people/people-in.ts";
import { isErased, type PersonStanding } from "../people/standing.ts";
import type { EpisodeState, EpisodeStore } from "../ports/source.ts";

const readAtOnce = 8;

/** What is settled about everybody whom events name and the episode is not indexed under. */
export async function standingsOf(
  events: readonly KeptEvent[],
  state: EpisodeState,
  episodes: Pick<EpisodeStore, "standingOf">,
): Promise<ReadonlyMap<string, PersonStanding>> {
  const newcomers = peopleIn([...state.events.map(({ event }) => event), ...events]).filter((pid) => !state.people.includes(pid));
  const standings = await inParallel(newcomers, readAtOnce, async (pid) => [[pid, await episodes.standingOf(pid)] as const]);
  return new Map(standings.flat());
}

/** The ids of events that name somebody whose referrals of that day, at that practice, were erased. */
export function eventsOfErased(events: readonly KeptEvent[], standings: ReadonlyMap<string, PersonStanding>): ReadonlySet<string> {
  const erased = events.filter((event) => {
    const named = namedBy(event);
    const standing = named === null ? undefined : standings.get(named.pid);
    return named !== null && standing !== undefined && isErased(standing, named);
  });
  return new Set(erased.map(({ eventId }) => eventId));
}

/**
 * Whether an episode is an erased person's with these events in it: its standing referral is told by one of those events, or none stands and one
 * of them names whom it is about. What corrects another person's referral to an erased one is left out by itself.
 */
export function belongsToErased(state: EpisodeState, ofErased: ReadonlySet<string>): boolean {
  return ofErased.size > 0 && standingReferral(state.events.map(({ event }) => event)) === null;
}
