import * as z from "zod";
import { type Collected, collect } from "../../core/night/collect.ts";
import type { NightPorts } from "../../core/night/night-ports.ts";
import type { ObjectCollection } from "../../core/ports/object-collection.ts";

/** A night that has come to its end, whichever it was. */
export const collectGarbageInput = z.object({ gen: z.int() });

/** Collecting also asks what there is. */
export type CollectGarbagePorts = Pick<NightPorts, "derived" | "reports"> & { readonly objects: ObjectCollection };

/** Removes what nobody can be reading any more. After a night that changed nothing there is nothing new to remove, and nothing is looked at. */
export async function collectGarbage(
  { gen }: z.infer<typeof collectGarbageInput>,
  { derived, reports, objects }: CollectGarbagePorts,
): Promise<Omit<Collected, "kept"> & { readonly generations: number }> {
  const run = await derived.runOf(gen);
  if (run?.phase === "unchanged") return { generations: 0, found: 0, bytes: 0, removed: 0 };
  const { kept, ...collected } = await collect({ reports, objects });
  return { generations: kept.length, ...collected };
}
