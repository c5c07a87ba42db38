import * as z from "zod";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients } from "../../adapters/night-step.ts";
import { operatorCall } from "../../adapters/operator-call.ts";
import { repairTables } from "../../adapters/repair-tables.ts";
import { env } from "../../names.ts";
import { verifyStatistics } from "./verify-statistics.ts";

// on cold start
const settings = nightSettings.parse(process.env);
const clients = nightClients(process.env);
const repair = repairTables({ client: clients.dynamo, source: settings[env.sourceTable], derived: settings[env.derivedTable] });
const ports = { ...nightPortsFrom(settings, clients), repair, instruments: readDeployed().instruments };

// called by an operator
export const handler = operatorCall({
  name: "verify-statistics",
  input: z.looseObject({}),
  work: () => verifyStatistics(ports),
  audited: () => ({ action: "verify --full" }),
});
