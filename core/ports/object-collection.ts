/** One writing of something that is kept: the same may have been written more than once. `isLatest` is the one that readers get. */
type Writing = {
  readonly version: string;
  readonly isLatest: boolean;
  /** When the store says it was written, UTC. */
  readonly writtenAt: string;
  readonly bytes: number;
};

/** One writing of a published object, or of a released table: each kind has its own names. */
export type ObjectVersion = Writing & { readonly kind: "objects" | "released"; readonly sha256: string };

/** One writing of what a run worked with: its manifest, its lists, the entry of a place that it drew. */
export type RunFileVersion = Writing & { readonly gen: number; readonly name: string };

/** What collecting asks for besides what publishing does. Every instant is the store's own: no other clock is asked. */
export type ObjectCollection = {
  /** Every writing of every object and released table, a page at a time. */
  readonly versions: () => AsyncIterable<readonly ObjectVersion[]>;
  /** Every writing of every run's files. */
  readonly runFiles: () => AsyncIterable<readonly RunFileVersion[]>;
  /** Deletes exactly this writing: one that came after it stays. One that is gone already is as good as deleted. */
  readonly remove: (version: ObjectVersion | RunFileVersion) => Promise<void>;
};
