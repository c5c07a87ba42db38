import { type Contribution, contribute, foldVersion } from "../episodes/contribution.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import { ledgerLeftOut, ledgerOfEvents } from "../ledger.ts";
import { type Unit, unitName } from "../night/unit.ts";
import { isLeftOut, peopleIn } from "../people/people-in.ts";
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

type Writing = Pick<KeepingDeps, "nextId" | "instruments">;

/** The write that puts events into an episode: the new state, its contribution, and a mark for every unit that it counts or counted in. */
export function writeOf({ key, state, placements, standings }: Addition, { nextId, instruments }: Writing): EpisodeWrite {
  const events = [...state.events, ...placements.map(({ stored }) => stored)].map(({ event }) => event);
  const episode = foldEpisode(events, instruments);
  const contribution = contribute(episode);
  const units = unitsOf(contribution);
  const people = [...new Set([...state.people, ...peopleIn(events)])].sort();
  const newcomers = people.filter((pid) => !state.people.includes(pid));
  const optedOut = people.filter((pid) => standings?.get(pid)?.optedOut ?? state.optedOut.includes(pid));
  const leftOut = isLeftOut(events, optedOut);
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
    tally: leftOut ? ledgerLeftOut(events.length) : ledgerOfEvents(events, episode.standings),
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
    units: unitsOf(write.contribution),
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

/** The units a contribution counts in: one, or none while no referral is known. */
export function unitsOf(contribution: Contribution | null): readonly Unit[] {
  return contribution === null ? [] : [{ level: "practice", code: contribution.practice, month: contribution.month }];
}
