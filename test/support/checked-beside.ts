import { batchLists, readBatches } from "../../core/night/batch-lists.ts";
import type { DrawingFacts, NightPorts } from "../../core/night/night-ports.ts";
import { checkBoards } from "../../functions/verify-generation/check-boards.ts";
import { verifyGeneration } from "../../functions/verify-generation/verify-generation.ts";

/** Checks every list of boards of a run, and then all of them together, as a night does. */
export async function checkedBeside(gen: number, ports: NightPorts & DrawingFacts): Promise<{ readonly problems: 0 }> {
  for (const { key } of await readBatches(gen, batchLists.checks, ports.reports)) await checkBoards({ gen, key }, ports);
  return verifyGeneration({ gen }, ports);
}
