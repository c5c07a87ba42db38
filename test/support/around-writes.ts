import type { EpisodeStore } from "../../core/ports/source.ts";

/** A store with something around every write of episodes, by themselves or together: wait, or fail before it or after it has taken effect. */
export function aroundWrites(store: EpisodeStore, around: <Outcome>(write: () => Promise<Outcome>) => Promise<Outcome>): EpisodeStore {
  return {
    ...store,
    writeEpisode: (write) => around(() => store.writeEpisode(write)),
    writeTogether: (writes) => around(() => store.writeTogether(writes)),
  };
}
