import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { publishGeneration, publishGenerationInput } from "./publish-generation.ts";

// on cold start
const ports = nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env));

// called by the state machine
export const handler = nightStep({
  name: "publish-generation",
  input: publishGenerationInput,
  work: (input) => publishGeneration(input, ports),
  reports: ports.reports,
});
