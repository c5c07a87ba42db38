import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { rollUp, rollUpInput } from "./roll-up.ts";

// on cold start
const ports = nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env));

// called by the state machine
export const handler = nightStep({ name: "roll-up", input: rollUpInput, work: (input) => rollUp(input, ports), reports: ports.reports });
