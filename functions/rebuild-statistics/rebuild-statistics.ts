import type { Registry } from "../../core/instruments/registry.ts";
import { type Rebuilt, rebuild } from "../../core/night/rebuild.ts";
import { type DerivedBook, vouchForDerived } from "../../core/night/same-derived.ts";
import type { ExcludingDeps } from "../../core/people/erase-person.ts";
import { type Replayed, replayExclusions } from "../../core/people/replay.ts";
import type { DerivedStore } from "../../core/ports/derived.ts";
import type { RepairStore } from "../../core/ports/repair.ts";

/** What rebuilding asks for. `now` is an instant, UTC. */
export type RebuildPorts = {
  readonly repair: RepairStore;
  readonly excluding: ExcludingDeps;
  readonly derivedBook: DerivedBook;
  readonly derived: Pick<DerivedStore, "takeGeneration">;
  readonly now: () => string;
  readonly instruments: Registry;
};

/** What was done, and what is left to do: no function starts a night. */
export type RebuiltStatistics = Rebuilt & { readonly replayed: Replayed; readonly next: string };

const next = "start the night's state machine, or wait for the next night: until one is done, readers see what they saw before";

/**
 * Repeats every erasure and opt-out, so that nobody whom a restored copy brought back is counted again; then makes everything that can be rebuilt anew from the events and
 * marks every unit: the night that follows recomputes and publishes them. Last of all it vouches for the derived table, so that nights go on from one that was restored.
 */
export async function rebuildStatistics({ repair, excluding, now, instruments, ...table }: RebuildPorts): Promise<RebuiltStatistics> {
  const replayed = await replayExclusions({ ...excluding, instruments });
  const rebuilt = await rebuild(repair, now(), instruments);
  await vouchForDerived(table.derivedBook, table.derived);
  return { replayed, ...rebuilt, next };
}
