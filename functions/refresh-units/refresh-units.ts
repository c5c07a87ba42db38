import * as z from "zod";
import { inParallel } from "../../core/night/in-parallel.ts";
import type { NightPorts } from "../../core/night/night-ports.ts";
import { openRun } from "../../core/night/open-run.ts";
import { refreshUnit } from "../../core/night/refresh-unit.ts";
import { levels } from "../../core/organisations/organisation.ts";

/** One batch of a planned night. */
export const refreshUnitsInput = z.object({ gen: z.int(), key: z.string() });

const batch = z.array(z.object({ level: z.enum(levels), code: z.string(), month: z.string() }));

const unitsAtOnce = 8;

/** Recomputes the practice-months of one batch from what their episodes contribute. */
export async function refreshUnits(
  { gen, key }: z.infer<typeof refreshUnitsInput>,
  ports: NightPorts,
): Promise<{ readonly refreshed: number }> {
  const run = await openRun(gen, ports);
  const body = await ports.reports.readRunFile(gen, key);
  if (body === null) throw new Error(`run ${gen} requires its batch ${key}`);
  const units = batch.parse(JSON.parse(body));
  await inParallel(units, unitsAtOnce, (unit) => refreshUnit(unit, run, ports));
  return { refreshed: units.length };
}
