import type { Month } from "../civil-date.ts";
import type { Contribution } from "../episodes/contribution.ts";
import type { Ledger } from "../ledger.ts";
import type { RunRecord } from "../night/run-record.ts";
import type { MonthStanding, Standing } from "../night/standing.ts";
import type { Unit } from "../night/unit.ts";
import type { Level } from "../organisations/organisation.ts";

/** "This unit may have changed": one row of its own for each transaction and unit, so marks never contend and never return. */
export type Mark = Unit & { readonly id: string };

/** A recomputed statistic and what its keeping entails, written whole or not at all. */
export type StatisticChange = {
  readonly unit: Unit;
  /** The version that was read before the data: 0 when there was none. The change is refused when it no longer stands. */
  readonly readVer: number;
  readonly standing: Standing;
  /** The text of the statistic (`statisticText`). */
  readonly text: string;
  readonly organisationSnapshot: string;
  /** Parents that must be summed again. */
  readonly parentMarks: readonly Mark[];
  /** The parent under which the statistic stood before, when that is another one. */
  readonly leaves: string | null;
};

/** What one episode contributes, `null` where it is left out of every figure; and how its events stand, `null` where it was written without that. */
export type CountedEpisode = { readonly contribution: Contribution | null; readonly tally: Ledger | null };

/** One month of a place, as it was stored. */
export type StoredStatistic = { readonly month: Month; readonly hash: string; readonly text: string };

/**
 * The rebuildable store. Every read is consistent: a stale read before a mark is cleared would lose an update for ever.
 * The order in which a caller reads (standing and marks before data) is protocol P and belongs to `refreshUnit` alone.
 */
export type DerivedStore = {
  /** Every mark of a level. */
  readonly marks: (level: Level) => Promise<readonly Mark[]>;
  readonly marksOf: (unit: Unit) => Promise<readonly Mark[]>;
  readonly standingOf: (unit: Unit) => Promise<Standing | null>;
  /** All months of a place, in order. */
  readonly standingsOf: (code: string) => Promise<readonly MonthStanding[]>;
  /** Every place that may have a statistic. */
  readonly places: () => Promise<readonly { readonly code: string; readonly level: Level }[]>;
  /** What the episodes of a practice-month contribute. */
  readonly contributionsOf: (unit: Unit) => Promise<readonly Contribution[]>;
  /** The same with every episode that is left out of all figures, and how the events of each stand: what a refresh counts, in one reading. */
  readonly episodesOf: (unit: Unit) => Promise<readonly CountedEpisode[]>;
  /** The statistics that stand under a place in a month, by the code of the place they are of. */
  readonly childrenOf: (unit: Unit) => Promise<readonly { readonly code: string; readonly text: string }[]>;
  /** Keeps a change, or answers `false` when somebody else was there first: then everything must be read again. */
  readonly keep: (change: StatisticChange) => Promise<boolean>;
  /** Deletes exactly these marks. */
  readonly clear: (marks: readonly Mark[]) => Promise<void>;
  /** The statistics of a place in the months given, where they stand. */
  readonly statisticsOf: (
    place: { readonly code: string; readonly level: Level },
    months: readonly MonthStanding[],
  ) => Promise<readonly StoredStatistic[]>;
  /** A generation number greater than the floor and than every number given before. */
  readonly takeGeneration: (floor: number) => Promise<number>;
  readonly recordRun: (run: RunRecord) => Promise<void>;
  readonly runOf: (gen: number) => Promise<RunRecord | null>;
  /** Every run, newest first. */
  readonly runs: () => Promise<readonly RunRecord[]>;
};
