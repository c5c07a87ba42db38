import type { Contribution } from "../episodes/contribution.ts";
import type { Episode } from "../episodes/episode.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import type { Ledger } from "../ledger.ts";
import type { Unit } from "../night/unit.ts";
import type { PersonStanding } from "../people/standing.ts";
import { type EpisodeLists, type Listed, unlisted } from "../practice/episode-lists.ts";
import type { PracticeLedger } from "../practice/practice-ledgers.ts";
import type { ReceiptRecord } from "../submission/receipt.ts";
import type { Mark } from "./derived.ts";
import type { LedgerSource } from "./ledger-book.ts";
import type { ReceiptHead } from "./receipts.ts";

/** Which episode: the practice under which it was sent, and the keyed reference of the referral. */
export type EpisodeKey = { readonly practice: string; readonly refKey: string };

/** An event in the store, with where it came from. */
export type StoredEvent = {
  readonly event: KeptEvent;
  /** SHA-256 of the event's canonical text: what tells the same again from something else under the same id. */
  readonly hash: string;
  /** The submission that brought it, and its place there: the same submission again is told that it was accepted, not that it is a duplicate. */
  readonly origin: string;
  /** For the audit only; nothing is ever computed from it. */
  readonly receivedAt: string;
};

/** What is stored of an episode. `version` is 0 before the first write. */
export type EpisodeState = {
  readonly version: number;
  readonly units: readonly Unit[];
  readonly listed: Listed;
  readonly events: readonly StoredEvent[];
  /** Everybody under whose pseudonym the episode is indexed, and which of them have opted out. */
  readonly people: readonly string[];
  readonly optedOut: readonly string[];
  /** Nothing is kept of it and nothing ever will be: what is sent for it is left out. */
  readonly erased: boolean;
};

/** An episode of which nothing was ever kept. */
export const emptyEpisode: EpisodeState = {
  version: 0,
  units: [],
  listed: unlisted,
  events: [],
  people: [],
  optedOut: [],
  erased: false,
};

/** A person who is new to an episode, and the version of what was settled about them when it was read. */
export type NewPerson = { readonly pid: string; readonly seen: number };

/**
 * Where an event id of a practice is known. `hash` is `null` while nothing but withdrawals of it have come; `refKey` is `null` until it
 * stands in an episode; `waiting` counts the withdrawals that ever waited for it.
 */
export type Located = {
  readonly hash: string | null;
  readonly origin: string | null;
  readonly refKey: string | null;
  readonly waiting: number;
  readonly waitingEvents: readonly StoredEvent[];
};

/** An event on its way into an episode. `seen` is how many were waiting for it when it was looked up; `null` when it was not known at all. */
export type Placement = { readonly stored: StoredEvent; readonly seen: number | null };

/** One episode's new state, written whole or not at all. */
export type EpisodeWrite = {
  readonly key: EpisodeKey;
  /** The version that was read: the write fails when another came between. */
  readonly expects: number;
  readonly placements: readonly Placement[];
  readonly episode: Episode;
  readonly foldVersion: number;
  readonly contribution: Contribution | null;
  /** Whether its contribution is kept out of every figure; its tally still stands in the ledger. */
  readonly isLeftOut: boolean;
  /** Everybody it is indexed under after the write, which of them have opted out, and who is new: the write fails when something was settled about one of these meanwhile. */
  readonly people: readonly string[];
  readonly optedOut: readonly string[];
  readonly newPeople: readonly NewPerson[];
  /** How many events are kept of it, and how each stands. */
  readonly tally: Ledger;
  /** The unit it stands in, counted or gone: one, or none while no referral was ever known. */
  readonly units: readonly Unit[];
  /** Units it contributed to before and does not any more. */
  readonly left: readonly Unit[];
  /** What it puts on the lists of a practice, and where it stood on them before. */
  readonly lists: EpisodeLists;
  readonly wasListed: Listed;
  /** One mark for each touched unit, each with an id of its own. */
  readonly marks: readonly Mark[];
  /** Sent along so that the same write twice is one: a write is never changed and sent again under the same token. Not sent where it is written with others. */
  readonly token: string;
  /** What is written with it or not at all, where the episode is all that was sent. */
  readonly answer?: WrittenAnswer;
};

/** The answer to a submission: its receipt, and what its practices' ledgers are told. Each must be the first of its kind, or nothing is written. */
export type WrittenAnswer = {
  readonly head: ReceiptHead;
  readonly records: readonly ReceiptRecord[];
  readonly about: LedgerSource;
  readonly ledgers: readonly PracticeLedger[];
};

/**
 * What became of a write: `written`; `moved` when the episode had changed; `answered` when there is a receipt or a ledger of the submission
 * already; `known` when some of the events are in the store already or are waited for; `busy` when the store could not take it now.
 */
export type WriteOutcome =
  | { readonly outcome: "written" }
  | { readonly outcome: "moved" }
  | { readonly outcome: "answered" }
  | { readonly outcome: "busy" }
  | { readonly outcome: "known"; readonly eventIds: readonly string[] };

/** Writes of different episodes that are done together or not at all, each under the conditions that it has alone; with the answer to all of them, where there is one. */
export type JoinedWrites = {
  readonly writes: readonly EpisodeWrite[];
  readonly answer?: WrittenAnswer;
  /** Its own, in the place of those of the writes. */
  readonly token: string;
};

/**
 * What became of writes together: `written`, all of them; or nothing of them. `failed` are the places of those whose own conditions did not hold, whatever stood in the way of others; `answered` when
 * there is an answer already; `busy` when the store could not take them now; `refused` when it will never take them together.
 */
export type TogetherOutcome = "written" | "answered" | "busy" | "refused" | { readonly failed: readonly number[] };

/** A withdrawal that waits for an event not known yet. */
export type Wait = {
  readonly practice: string;
  readonly stored: StoredEvent;
  readonly target: string;
  /** How many were waiting for the withdrawal itself when it was looked up; `null` when it was not known. */
  readonly seen: number | null;
  readonly token: string;
};

/** What became of a wait: it waits; the withdrawal is `known`; what it withdraws has been `placed` in an episode meanwhile; or `busy`. */
export type WaitOutcome = "waiting" | "known" | "placed" | "busy";

/** An episode that is erased: nothing of it counts any more, and its units are counted again. */
export type EpisodeClosing = {
  readonly key: EpisodeKey;
  readonly state: EpisodeState;
  /** Under whom it is to be found by those who delete its events. */
  readonly people: readonly string[];
  readonly marks: readonly Mark[];
  readonly token: string;
};

/** The events of every practice, append-only, with the state they fold to. Every read is consistent. */
export interface EpisodeStore {
  /** What is settled about a person. */
  standingOf(pid: string): Promise<PersonStanding>;
  /** Leaves a tombstone in the place of an episode's head and takes it off summaries and lists. Its events are the erasure's to delete. */
  closeEpisode(closing: EpisodeClosing): Promise<"written" | "moved" | "busy">;
  /** Makes the events of an episode that is closed tell nothing any more, in the rows themselves and in receipts. Their ids stay taken. */
  blankEvents(key: EpisodeKey, events: readonly StoredEvent[]): Promise<void>;
  /** An episode as it is. Of one that is `expected` to be new, one row is looked at first, and the others only where there is something. */
  readEpisode(key: EpisodeKey, expected?: "new"): Promise<EpisodeState>;
  locate(practice: string, eventId: string): Promise<Located>;
  writeEpisode(write: EpisodeWrite): Promise<WriteOutcome>;
  writeTogether(writes: JoinedWrites): Promise<TogetherOutcome>;
  wait(wait: Wait): Promise<WaitOutcome>;
}

/** The store could not take a write after several attempts. Nothing is lost: the same again is safe. */
export class StoreBusy extends Error {
  override readonly name = "StoreBusy";
}
