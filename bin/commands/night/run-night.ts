import type * as z from "zod";
import { batchLists, readBatches } from "../../../core/night/batch-lists.ts";
import type { Publication } from "../../../core/night/publish.ts";
import { type CollectGarbagePorts, collectGarbage } from "../../../functions/collect-garbage/collect-garbage.ts";
import { type PlanNightPorts, planNight, type planNightInput } from "../../../functions/plan-night/plan-night.ts";
import { planPages } from "../../../functions/plan-pages/plan-pages.ts";
import { type PublishPorts, publishGeneration } from "../../../functions/publish-generation/publish-generation.ts";
import { refreshUnits } from "../../../functions/refresh-units/refresh-units.ts";
import { type RenderPorts, renderPages } from "../../../functions/render-pages/render-pages.ts";
import { rollUp } from "../../../functions/roll-up/roll-up.ts";
import { verifyGeneration } from "../../../functions/verify-generation/verify-generation.ts";

/** What a whole night is given. */
export type WholeNightPorts = PlanNightPorts & RenderPorts & CollectGarbagePorts & PublishPorts;

/** A night from plan to collection in one process, step by step as the state machine calls them. */
export async function runNight(input: z.infer<typeof planNightInput>, ports: WholeNightPorts): Promise<Publication> {
  const { gen } = await planNight(input, ports);
  for (const { key } of await readBatches(gen, batchLists.work, ports.reports)) await refreshUnits({ gen, key }, ports);
  for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, ports);
  await planPages({ gen }, ports);
  for (const { key } of await readBatches(gen, batchLists.pages, ports.reports)) await renderPages({ gen, key }, ports);
  await verifyGeneration({ gen }, ports);
  const result = await publishGeneration({ gen }, ports);
  await collectGarbage({ gen }, ports);
  return result;
}
