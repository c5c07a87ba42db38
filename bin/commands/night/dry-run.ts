import type * as z from "zod";
import { batchLists, readBatches } from "../../../core/night/batch-lists.ts";
import type { GenerationPlan } from "../../../core/night/generation-plan.ts";
import { overlayDerived, overlayReports } from "../../../core/night/overlay.ts";
import { readPlan } from "../../../core/night/read-run-files.ts";
import { planNight, type planNightInput } from "../../../functions/plan-night/plan-night.ts";
import { planPages } from "../../../functions/plan-pages/plan-pages.ts";
import { refreshUnits } from "../../../functions/refresh-units/refresh-units.ts";
import { rollUp } from "../../../functions/roll-up/roll-up.ts";
import type { WholeNightPorts } from "./run-night.ts";

/** What a night would do. */
export type Preview = Pick<GenerationPlan, "drawn" | "gone" | "assets"> & { readonly civilDate: string; readonly units: number };

/** The night itself as far as the plan of its pages, over stores that only seem to be written. */
export async function dryRun(input: z.infer<typeof planNightInput>, ports: WholeNightPorts): Promise<Preview> {
  const dry = { ...ports, derived: overlayDerived(ports.derived), reports: overlayReports(ports.reports) };
  const { gen, civilDate } = await planNight(input, dry);
  const refreshed = [];
  for (const { key } of await readBatches(gen, batchLists.work, dry.reports))
    refreshed.push((await refreshUnits({ gen, key }, dry)).refreshed);
  for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, dry);
  await planPages({ gen }, dry);
  const { drawn = [], gone = [], assets = false } = (await readPlan(dry.reports, gen)) ?? {};
  return { civilDate, units: refreshed.reduce((sum, n) => sum + n, 0), drawn, gone, assets };
}
