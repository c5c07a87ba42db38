import * as z from "zod";
import { inParallel } from "../../core/night/in-parallel.ts";
import type { NightPorts } from "../../core/night/night-ports.ts";
import { openRun } from "../../core/night/open-run.ts";
import { readUnitBatch } from "../../core/night/planned-units.ts";
import { refreshUnit } from "../../core/night/refresh-unit.ts";

/** One batch of a planned night. */
export const refreshUnitsInput = z.object({ gen: z.int(), key: z.string() });

const unitsAtOnce = 8;

/** Recomputes the practice-months of one batch from what their episodes contribute. */
export async function refreshUnits(
  { gen, key }: z.infer<typeof refreshUnitsInput>,
  ports: NightPorts,
): Promise<{ readonly refreshed: number }> {
  const run = await openRun(gen, ports);
  const units = await readUnitBatch(gen, key, ports.reports);
  await inParallel(units, unitsAtOnce, (unit) => refreshUnit(unit, run, ports));
  return { refreshed: units.length };
}
