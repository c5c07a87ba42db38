/** Waits before attempt number `attempt` (1 for the first repetition), longer each time and by a random share, so that rivals drift apart. */
export type Pause = (attempt: number) => Promise<void>;
