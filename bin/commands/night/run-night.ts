import type * as z from "zod";
import { batchLists, readBatches } from "../../../core/night/batch-lists.ts";
import type { NightStepName } from "../../../core/night/night-steps.ts";
import { noteTrouble } from "../../../core/night/note-trouble.ts";
import type { Publication } from "../../../core/night/publish.ts";
import type { ReportStore } from "../../../core/ports/report-store.ts";
import { type CollectGarbagePorts, collectGarbage } from "../../../functions/collect-garbage/collect-garbage.ts";
import { type PlanNightPorts, planNight, type planNightInput } from "../../../functions/plan-night/plan-night.ts";
import { planBoard } from "../../../functions/plan-pages/plan-board.ts";
import { planPages } from "../../../functions/plan-pages/plan-pages.ts";
import { type PublishPorts, publishGeneration } from "../../../functions/publish-generation/publish-generation.ts";
import { refreshUnits } from "../../../functions/refresh-units/refresh-units.ts";
import { type RenderPorts, renderPages } from "../../../functions/render-pages/render-pages.ts";
import { rollUp } from "../../../functions/roll-up/roll-up.ts";
import { checkBoards } from "../../../functions/verify-generation/check-boards.ts";
import { verifyGeneration } from "../../../functions/verify-generation/verify-generation.ts";

/** What a whole night is given. */
export type WholeNightPorts = PlanNightPorts & RenderPorts & CollectGarbagePorts & PublishPorts;

/**
 * A night from plan to collection in one process, step by step as the state machine calls them. Nobody repeats a step of it: one that fails is noted with the
 * run, so that the status page says that the night failed and in what.
 */
export async function runNight(input: z.infer<typeof planNightInput>, ports: WholeNightPorts): Promise<Publication> {
  const { gen } = await planNight(input, ports);
  const step = <Done>(name: NightStepName, work: () => Promise<Done>) => noting(work, { gen, name, reports: ports.reports });
  await step("refresh-units", () => eachBatch(batchLists.work, { gen, ports }, (key) => refreshUnits({ gen, key }, ports)));
  await step("roll-up", async () => {
    for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, ports);
  });
  await step("plan-pages", async () => {
    await eachBatch(batchLists.boards, { gen, ports }, (key) => planBoard({ gen, key }, ports));
    await planPages({ gen }, ports);
  });
  await step("render-pages", () => eachBatch(batchLists.pages, { gen, ports }, (key) => renderPages({ gen, key }, ports)));
  await step("verify-generation", async () => {
    await eachBatch(batchLists.checks, { gen, ports }, (key) => checkBoards({ gen, key }, ports));
    await verifyGeneration({ gen }, ports);
  });
  const result = await step("publish-generation", () => publishGeneration({ gen }, ports));
  // What readers see stands by now: a note would be read by nobody.
  await collectGarbage({ gen }, ports);
  return result;
}

type OfRun = { readonly gen: number; readonly ports: Pick<WholeNightPorts, "reports"> };

type BatchList = (typeof batchLists)[keyof typeof batchLists];

async function eachBatch(list: BatchList, { gen, ports }: OfRun, work: (key: string) => Promise<unknown>): Promise<void> {
  for (const { key } of await readBatches(gen, list, ports.reports)) await work(key);
}

type Noted = { readonly gen: number; readonly name: NightStepName; readonly reports: Pick<ReportStore, "writeRunFile"> };

async function noting<Done>(work: () => Promise<Done>, { gen, name, reports }: Noted): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    await noteTrouble(reports, { gen, step: name, fate: "fail" });
    throw error;
  }
}
