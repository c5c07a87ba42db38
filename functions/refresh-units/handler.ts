import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { refreshUnits, refreshUnitsInput } from "./refresh-units.ts";

// on cold start
const ports = nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env));

// called by the state machine
export const handler = nightStep({ name: "refresh-units", input: refreshUnitsInput, work: (input) => refreshUnits(input, ports) });
