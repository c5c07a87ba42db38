import type { Standing } from "../episodes/episode.ts";
import type { Registry } from "../instruments/registry.ts";
import type { Digest } from "../ports/digest.ts";
import type { LedgerBook } from "../ports/ledger-book.ts";
import type { Pause } from "../ports/pause.ts";
import type { EpisodeStore } from "../ports/source.ts";
import type { Refusal } from "../refusal.ts";
import type { RecordScore } from "../scoring/record-score.ts";

/** What became of an arrival. */
export type Kept = KeptOutcome | { readonly index: number; readonly outcome: "rejected"; readonly refusal: Refusal };

/** An arrival that is in the store, brought by this delivery or an earlier one. */
export type KeptOutcome = {
  readonly index: number;
  /** `excluded`: nothing is kept of it, because it is of somebody who was erased. */
  readonly outcome: "accepted" | "duplicate" | "superseded" | "parked" | "excluded";
  readonly standing: Standing;
  readonly score: RecordScore | null;
};

/** What keeping needs of the world. */
export type KeepingDeps = {
  readonly episodes: EpisodeStore;
  /** A new id each time, in the order of time. */
  readonly nextId: () => string;
  readonly sha256: Digest;
  readonly pause: Pause;
  readonly ledgers: LedgerBook;
  /** What the instruments are, where a deployer brings their own; those that come with Hearten otherwise. */
  readonly instruments?: Registry;
};
