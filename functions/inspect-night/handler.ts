import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients } from "../../adapters/night-step.ts";
import { operatorCall } from "../../adapters/operator-call.ts";
import { inspectNight, inspectNightInput } from "./inspect-night.ts";

// on cold start
const ports = nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env));

// called by an operator
export const handler = operatorCall({
  name: "inspect-night",
  input: inspectNightInput,
  work: (input) => inspectNight(input, ports),
  audited: ({ action }) => ({ action }),
});
