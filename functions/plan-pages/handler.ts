import { readDeployed } from "../../adapters/deployment-file.ts";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { generationGuard } from "../../core/disclosure/generation-guard.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { planPages, planPagesInput } from "./plan-pages.ts";

// on cold start
const { instruments } = readDeployed();
const ports = {
  ...nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env)),
  profileOf,
  siteFiles,
  hideGeneration: generationGuard(instruments),
};

// called by the state machine
export const handler = nightStep({
  name: "plan-pages",
  input: planPagesInput,
  work: (input) => planPages(input, ports),
  reports: ports.reports,
});
