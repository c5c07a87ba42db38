/** One writing of an object: the same bytes may have been written more than once. `isLatest` is the one that readers get. */
export type ObjectVersion = {
  readonly sha256: string;
  readonly version: string;
  readonly isLatest: boolean;
  /** When the store says it was written, UTC. */
  readonly writtenAt: string;
  readonly bytes: number;
};

/** What collecting asks for besides what publishing does. Every instant is the store's own: no other clock is asked. */
export type ObjectCollection = {
  /** Every writing of every object, a page at a time. */
  readonly versions: () => AsyncIterable<readonly ObjectVersion[]>;
  /** Deletes exactly this writing: one that came after it stays. One that is gone already is as good as deleted. */
  readonly remove: (version: ObjectVersion) => Promise<void>;
};
