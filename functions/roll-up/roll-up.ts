import * as z from "zod";
import { inParallel } from "../../core/night/in-parallel.ts";
import type { NightPorts } from "../../core/night/night-ports.ts";
import { openRun, type Run } from "../../core/night/open-run.ts";
import { outdatedUnits } from "../../core/night/place-inputs.ts";
import { refreshUnit } from "../../core/night/refresh-unit.ts";
import { distinctUnits, type Unit } from "../../core/night/unit.ts";
import type { Level } from "../../core/organisations/organisation.ts";

/** One level of a planned night. Levels are rolled up from below. */
export const rollUpInput = z.object({ gen: z.int(), level: z.enum(["pcn", "icb", "england"]) });

const unitsAtOnce = 8;
const placesAtOnce = 16;

/** Sums every place of a level again in the months in which something below it changed. */
export async function rollUp({ gen, level }: z.infer<typeof rollUpInput>, ports: NightPorts): Promise<{ readonly refreshed: number }> {
  const run = await openRun(gen, ports);
  if (run.phase === "unchanged") return { refreshed: 0 };
  const units = distinctUnits([...(await ports.derived.marks(level)), ...(await outdatedOf(level, run, ports))]);
  await inParallel(units, unitsAtOnce, (unit) => refreshUnit(unit, run, ports));
  return { refreshed: units.length };
}

/** Units of the level that stand under an old parent or were made by old rules. */
async function outdatedOf(level: Level, run: Run, { derived }: NightPorts): Promise<readonly Unit[]> {
  const places = (await derived.places()).filter((place) => place.level === level);
  const standing = await inParallel(places, placesAtOnce, async (place) => ({ ...place, all: await derived.standingsOf(place.code) }));
  return outdatedUnits(standing, run.snapshot.organisations, run);
}
