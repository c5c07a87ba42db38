import * as z from "zod";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { nightClients } from "../../adapters/night-step.ts";
import { operatorCall } from "../../adapters/operator-call.ts";
import { repairTables } from "../../adapters/repair-tables.ts";
import { env } from "../../names.ts";
import { rebuildStatistics } from "./rebuild-statistics.ts";

// on cold start
const settings = z.object({ [env.sourceTable]: z.string().min(1), [env.derivedTable]: z.string().min(1) }).parse(process.env);
const { dynamo: client } = nightClients(process.env);
const repair = repairTables({ client, source: settings[env.sourceTable], derived: settings[env.derivedTable] });
const ports = { repair, now: () => new Date().toISOString(), instruments: readDeployed().instruments };

// called by an operator
export const handler = operatorCall({
  name: "rebuild-statistics",
  input: z.looseObject({}),
  work: () => rebuildStatistics(ports),
  audited: () => ({ action: "rebuild" }),
});
