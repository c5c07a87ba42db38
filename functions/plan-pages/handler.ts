import * as z from "zod";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { generationGuard } from "../../core/disclosure/generation-guard.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { planBoard, planBoardInput } from "./plan-board.ts";
import { planPages, planPagesInput } from "./plan-pages.ts";

// on cold start
const { instruments } = readDeployed();
const ports = {
  ...nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env)),
  profileOf,
  siteFiles,
  hideGeneration: generationGuard(instruments),
};

// called by the state machine: with a batch for one board, and then without for everything
export const handler = nightStep({
  name: "plan-pages",
  input: z.union([planBoardInput, planPagesInput]),
  work: (input) => ("key" in input ? planBoard(input, ports) : planPages(input, ports)),
  reports: ports.reports,
});
