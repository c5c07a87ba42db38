import { describe } from "vitest";
import { episodeStoreContract } from "../../support/episode-store-contract.ts";
import { memoryEpisodes } from "../../support/memory-episodes.ts";

describe("keeping events, in the twin that remembers", () => {
  episodeStoreContract(async () => memoryEpisodes());
});
