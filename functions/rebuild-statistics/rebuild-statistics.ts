import type { Registry } from "../../core/instruments/registry.ts";
import { type Rebuilt, rebuild } from "../../core/night/rebuild.ts";
import type { RepairStore } from "../../core/ports/repair.ts";

/** What rebuilding asks for. `now` is an instant, UTC. */
export type RebuildPorts = { readonly repair: RepairStore; readonly now: () => string; readonly instruments: Registry };

/** Makes everything that can be rebuilt anew from the events and marks every unit: the night that follows recomputes and publishes them. */
export async function rebuildStatistics({ repair, now, instruments }: RebuildPorts): Promise<Rebuilt> {
  return rebuild(repair, now(), instruments);
}
