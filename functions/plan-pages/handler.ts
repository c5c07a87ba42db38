import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { planPages, planPagesInput } from "./plan-pages.ts";

// on cold start
const ports = {
  ...nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env)),
  profileOf,
  siteFiles,
};

// called by the state machine
export const handler = nightStep({
  name: "plan-pages",
  input: planPagesInput,
  work: (input) => planPages(input, ports),
  reports: ports.reports,
});
