import type { CivilDate } from "../civil-date.ts";
import type { Erased, PersonStanding } from "../people/standing.ts";
import type { EpisodeKey, EpisodeState, EpisodeStore, StoredEvent } from "./source.ts";

/** Who settled something, and when. */
export type Settling = { readonly id: string; readonly at: string; readonly by: string };

/** Something that was settled about people, by pseudonym: what a restored copy must be told again. */
export type Exclusion = Settling &
  (
    | { readonly kind: "erased"; readonly pid: string; readonly practice: string | null; readonly on: CivilDate }
    | { readonly kind: "referral-erased"; readonly key: EpisodeKey }
    | { readonly kind: "opted-out" | "opted-in"; readonly pids: readonly string[] }
  );

/** Everything that was ever settled, kept apart from the tables so that no restore of them can lose it. */
export interface ExclusionRegister {
  add(exclusion: Exclusion): Promise<void>;
  /** All of it, in the order in which it was settled. */
  entries(): AsyncIterable<Exclusion>;
}

/** What is known of an erasure afterwards: who asked for it, when, where, and of how many referrals. Nothing of whom it was about. */
export type ErasureRecord = Settling & {
  readonly practice: string | null;
  /** `null` while it is being done. */
  readonly episodes: number | null;
};

/** What excluding people needs of the tables. Every read is consistent. */
export type ExclusionStore = Pick<EpisodeStore, "standingOf" | "readEpisode" | "writeEpisode" | "closeEpisode"> & {
  /** Settles something about a person, unless something else was settled since `seen` was read: then `false`. */
  settle(pid: string, seen: PersonStanding, now: PersonStanding): Promise<boolean>;
  /** Every episode in which a person is named, erased or not. */
  episodesOf(pid: string): Promise<readonly EpisodeKey[]>;
  /** Puts nobody in the place of a person in the events of an episode that is somebody else's; `false` when it has changed meanwhile. */
  unname(key: EpisodeKey, state: EpisodeState, pid: string): Promise<boolean>;
  /** Takes events out of the receipts and acknowledgements of every submission that brought them: ids and scores go, what they came to stays. */
  redactAnswers(key: EpisodeKey, events: readonly StoredEvent[]): Promise<void>;
  /** Takes a person's records out of parts of submissions that wait, and have waited too long to be stored by themselves. */
  redactWaiting(pid: string, erased: Erased): Promise<void>;
  /** Goes once more through the answers about what was erased a good while ago, for one that was written too late by somebody who was stopped. */
  endClearings(): Promise<void>;
  /** Deletes that somebody has seen a risk in one of these events. */
  deleteAcknowledgements(key: EpisodeKey, events: readonly StoredEvent[]): Promise<void>;
  /** Deletes events and what waited for them, and what is left of some that were blanked. Of each stays that its id is taken. */
  deleteEvents(key: EpisodeKey, events: readonly StoredEvent[]): Promise<void>;
  /** A person is not named in an episode any more. */
  forget(pid: string, key: EpisodeKey): Promise<void>;
  /** Notes an erasure; the same id again replaces what was noted. */
  note(record: ErasureRecord): Promise<void>;
  /** Notes that an entry of the register is done in these tables: a night shows nothing while one is not. Safe to repeat. */
  noteDone(id: string): Promise<void>;
  /** Every erasure, the newest last. */
  erasures(): Promise<readonly ErasureRecord[]>;
};
