import type { KeptEvent } from "../events/kept-event.ts";
import type { Ledger } from "../ledger.ts";
import type { Unit } from "../night/unit.ts";
import type { EpisodeLists } from "../practice/episode-lists.ts";
import type { Mark } from "./derived.ts";
import type { EpisodeKey } from "./source.ts";

/** One episode as the source keeps it. */
export type SourceEpisode = {
  readonly key: EpisodeKey;
  readonly version: number;
  readonly events: readonly KeptEvent[];
  /** Everybody it is indexed under. */
  readonly people: readonly string[];
  /** Whether it is kept out of every figure, because whom it is about has opted out. */
  readonly isLeftOut: boolean;
};

/** What one episode contributes to one practice-month, as text, and the version of the episode it was made from. */
export type Summary = {
  readonly unit: Unit;
  readonly refKey: string;
  readonly headVer: number;
  readonly body: string;
  /** How the events of the episode stand, where it is written. */
  readonly tally?: Ledger;
};

/** A statistic as it stands, wherever it stands. */
export type StatisticRow = { readonly unit: Unit; readonly parent: string; readonly ver: number; readonly hash: string };

/** A row by which an episode stands on a list of a practice. */
export type KeptListRow = { readonly refKey: string; readonly pk: string; readonly sk: string; readonly body: string };

/** Everything the rebuildable store holds besides runs. */
export type DerivedContents = {
  readonly summaries: readonly Summary[];
  readonly statistics: readonly StatisticRow[];
  readonly lists: readonly KeptListRow[];
  readonly standings: readonly { readonly unit: Unit; readonly parent: string }[];
};

/** What repairs ask for besides what a night does: reading everything, and putting right what should not be there. */
export type RepairStore = {
  /** Every episode of the source, each once and whole. */
  readonly episodes: () => AsyncIterable<SourceEpisode>;
  readonly contents: () => Promise<DerivedContents>;
  /** Replaces the summary that was read (`null` for none) by another (`null` to remove it), unless a newer one has come meanwhile. */
  readonly replaceSummary: (was: Summary | null, now: Summary | null) => Promise<void>;
  /** Puts an episode on exactly these lists, unless a newer version of it has come. Answers whether anything was wrong. */
  readonly relist: (
    episode: Pick<SourceEpisode, "key" | "version">,
    change: { readonly was: readonly KeptListRow[]; readonly lists: EpisodeLists },
  ) => Promise<boolean>;
  /** Indexes an episode under everybody whom its events name, unless a newer version of it has come. */
  readonly index: (episode: Pick<SourceEpisode, "key" | "version">, people: readonly string[]) => Promise<void>;
  /** Puts every withdrawal that waits on its practice's list, and takes off those that do not. Answers how many were wrong. */
  readonly relistWaiting: () => Promise<number>;
  /** Removes a row of a list behind which there is no episode. */
  readonly unlist: (row: KeptListRow) => Promise<void>;
  /** Removes a statistic that its unit's standing does not point to, unless it has been written again. */
  readonly removeStatistic: (row: StatisticRow) => Promise<void>;
  readonly mark: (marks: readonly Mark[]) => Promise<void>;
};
