import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { collectGarbage, collectGarbageInput } from "./collect-garbage.ts";

// on cold start
const ports = nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env));

// called by the state machine
export const handler = nightStep({
  name: "collect-garbage",
  input: collectGarbageInput,
  work: (input) => collectGarbage(input, ports),
  reports: ports.reports,
});
