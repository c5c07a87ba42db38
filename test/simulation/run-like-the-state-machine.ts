import { fateOf } from "../../adapters/night-step.ts";
import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { batchLists, readBatches } from "../../core/night/batch-lists.ts";
import type { Publication } from "../../core/night/publish.ts";
import { collectGarbage } from "../../functions/collect-garbage/collect-garbage.ts";
import { planNight } from "../../functions/plan-night/plan-night.ts";
import { planBoard } from "../../functions/plan-pages/plan-board.ts";
import { planPages } from "../../functions/plan-pages/plan-pages.ts";
import { publishGeneration } from "../../functions/publish-generation/publish-generation.ts";
import { refreshUnits } from "../../functions/refresh-units/refresh-units.ts";
import { renderPages } from "../../functions/render-pages/render-pages.ts";
import { rollUp } from "../../functions/roll-up/roll-up.ts";
import { checkBoards } from "../../functions/verify-generation/check-boards.ts";
import { verifyGeneration } from "../../functions/verify-generation/verify-generation.ts";

const attempts = 5;

/** A night as Step Functions runs it: batches beside each other, passing faults repeated, and now and then a step that is done twice. */
export async function runLikeTheStateMachine(
  civilDate: string,
  ports: WholeNightPorts,
  draw: (below: number) => number,
): Promise<Publication> {
  async function step<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        const twice = draw(12) === 0 ? work().catch(() => undefined) : null;
        const result = await work();
        await twice;
        return result;
      } catch (error) {
        if (fateOf(error) === "fail" || attempt === attempts) throw error;
      }
    }
  }
  const { gen } = await step(() => planNight({ civilDate }, ports));
  const batches = await step(() => readBatches(gen, batchLists.work, ports.reports));
  await allSettled(batches.map(({ key }) => step(() => refreshUnits({ gen, key }, ports))));
  for (const level of ["pcn", "icb", "england"] as const) await step(() => rollUp({ gen, level }, ports));
  const boards = await step(() => readBatches(gen, batchLists.boards, ports.reports));
  await allSettled(boards.map(({ key }) => step(() => planBoard({ gen, key }, ports))));
  await step(() => planPages({ gen }, ports));
  const pages = await step(() => readBatches(gen, batchLists.pages, ports.reports));
  await allSettled(pages.map(({ key }) => step(() => renderPages({ gen, key }, ports))));
  const checks = await step(() => readBatches(gen, batchLists.checks, ports.reports));
  await allSettled(checks.map(({ key }) => step(() => checkBoards({ gen, key }, ports))));
  await step(() => verifyGeneration({ gen }, ports));
  const result = await step(() => publishGeneration({ gen }, ports));
  await step(() => collectGarbage({ gen }, ports));
  return result;
}

/** All of them run to their end; the first failure is then the whole's. */
async function allSettled(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}
