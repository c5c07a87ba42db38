import { contribute, foldVersion } from "../episodes/contribution.ts";
import { countOf, type EpisodeCount } from "../episodes/episode-count.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import { emptyLedger } from "../ledger.ts";
import { type Unit, unitName } from "../night/unit.ts";
import { isLeftOut, namedBy, peopleIn } from "../people/people-in.ts";
import type { PersonStanding } from "../people/standing.ts";
import type { EpisodeKey, EpisodeState, EpisodeWrite, Placement } from "../ports/source.ts";
import { listedBy, listsOf } from "../practice/episode-lists.ts";
import type { KeepingDeps } from "./kept.ts";

/** An episode as it was read, and what is to be put into it. */
export type Addition = {
  readonly key: EpisodeKey;
  readonly state: EpisodeState;
  readonly placements: readonly Placement[];
  /** What is settled about people: of those it does not tell of, what the episode says stands. */
  readonly standings?: ReadonlyMap<string, PersonStanding>;
};

/**
 * Events to one transaction of at most 100 actions: each is two (itself and where it is known), beside the head, summaries, marks and lists, and
 * two for each person who is new to the episode.
 */
export const eventsToAWrite = 40;
const newPeopleToAWrite = 5;

/** An answer has eleven rows at most; so many events, all of which withdrawals were waiting for, leave room for it among 100 actions. */
export const placementsWithAnswer = 20;

/** So many of the first placements that no more people are new among them than one transaction holds. */
export function howManyFit(placements: readonly Placement[], size: number): number {
  const people = new Set<string>();
  const place = placements.findIndex(({ stored }) => {
    const pid = namedBy(stored.event)?.pid;
    if (pid !== undefined) people.add(pid);
    return people.size > newPeopleToAWrite;
  });
  return place === -1 ? size : Math.min(size, place);
}

type Writing = Pick<KeepingDeps, "nextId" | "instruments">;

/** The write that puts events into an episode: the new state, its contribution, and a mark for every unit that it counts or counted in. */
export function writeOf({ key, state, placements, standings }: Addition, { nextId, instruments }: Writing): EpisodeWrite {
  const events = [...state.events, ...placements.map(({ stored }) => stored)].map(({ event }) => event);
  const episode = foldEpisode(events, instruments);
  const contribution = contribute(episode);
  const people = [...new Set([...state.people, ...peopleIn(events)])].sort();
  const newcomers = people.filter((pid) => !state.people.includes(pid));
  const optedOut = people.filter((pid) => standings?.get(pid)?.optedOut ?? state.optedOut.includes(pid));
  const leftOut = isLeftOut(events, optedOut);
  const counted = countOf(events, { episode, contribution, isLeftOut: leftOut });
  const units = unitsOf(counted);
  const left = state.units.filter((unit) => !units.some((other) => unitName(unit) === unitName(other)));
  return {
    key,
    expects: state.version,
    placements,
    episode,
    foldVersion,
    contribution,
    isLeftOut: leftOut,
    people,
    optedOut,
    newPeople: newcomers.map((pid) => ({ pid, seen: standings?.get(pid)?.version ?? 0 })),
    tally: counted?.tally ?? emptyLedger,
    units,
    left,
    lists: listsOf(events, episode, { ...key, registry: instruments }),
    wasListed: state.listed,
    marks: [...units, ...left].map((unit) => ({ ...unit, id: nextId() })),
    token: nextId(),
  };
}

/** The state that a write leaves: what a consistent read would give after it. */
export function writtenState(state: EpisodeState, write: EpisodeWrite): EpisodeState {
  const events = [...state.events, ...write.placements.map(({ stored }) => stored)];
  const { people, optedOut } = write;
  return {
    version: write.expects + 1,
    units: write.units,
    listed: listedBy(write.lists),
    events,
    people,
    optedOut,
    erased: false,
  };
}

/** Whether an event may stand on the list of those that wait: a withdrawal of which something was known before. */
export function hasWaited({ stored, seen }: Placement): boolean {
  return stored.event.type === "event.withdrawn" && seen !== null;
}

function unitsOf(counted: EpisodeCount | null): readonly Unit[] {
  return counted === null ? [] : [{ level: "practice", code: counted.practice, month: counted.month }];
}
