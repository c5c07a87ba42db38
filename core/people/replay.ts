import { applyErasure, type ExcludingDeps } from "./erase-person.ts";
import { type CountingDeps, repeatOptOuts } from "./opt-out.ts";

/** What a replay came to: how much the register says, and of how many episodes something had to be done again. */
export type Replayed = { readonly entries: number; readonly episodes: number };

/** Does again everything that was ever settled: after a restore, nothing that an older copy brought back is left. Safe at any time. */
export async function replayExclusions(deps: ExcludingDeps & CountingDeps): Promise<Replayed> {
  let episodes = 0;
  const entries: string[] = [];
  const lastWords = new Map<string, "opted-out" | "opted-in">();
  for await (const exclusion of deps.register.entries()) {
    entries.push(exclusion.id);
    if ("pids" in exclusion) for (const pid of exclusion.pids) lastWords.set(pid, exclusion.kind);
    else episodes += await applyErasure(exclusion, deps);
  }
  await deps.store.endClearings();
  const optOuts = await repeatOptOuts(lastWords, deps);
  for (const id of entries) await deps.store.noteDone(id);
  return { entries: entries.length, episodes: episodes + optOuts.episodes };
}
