import { readDeployed } from "../../adapters/deployment-file.ts";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import { refoldUnit } from "../../adapters/refold-unit.ts";
import { refreshUnits, refreshUnitsInput } from "./refresh-units.ts";

// on cold start
const settings = nightSettings.parse(process.env);
const clients = nightClients(process.env);
const { instruments } = readDeployed();
const tables = { source: settings.SOURCE_TABLE, derived: settings.DERIVED_TABLE };
const refold = refoldUnit({ client: clients.dynamo, tables, pause: pauseWithJitter, instruments });
const ports = { ...nightPortsFrom(settings, clients), refold };

// called by the state machine
export const handler = nightStep({
  name: "refresh-units",
  input: refreshUnitsInput,
  work: (input) => refreshUnits(input, ports),
  reports: ports.reports,
});
