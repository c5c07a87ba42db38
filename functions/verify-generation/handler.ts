import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { verifyGeneration, verifyGenerationInput } from "./verify-generation.ts";

// on cold start
const ports = {
  ...nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env)),
  profileOf,
  siteFiles,
};

// called by the state machine
export const handler = nightStep({
  name: "verify-generation",
  input: verifyGenerationInput,
  work: (input) => verifyGeneration(input, ports),
  reports: ports.reports,
});
