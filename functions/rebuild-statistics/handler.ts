import * as z from "zod";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { derivedBook } from "../../adapters/derived-book.ts";
import { derivedTable } from "../../adapters/derived-table.ts";
import { exclusionRegister } from "../../adapters/exclusion-register.ts";
import { exclusionTables } from "../../adapters/exclusion-tables.ts";
import { nightClients } from "../../adapters/night-step.ts";
import { operatorCall } from "../../adapters/operator-call.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import { repairTables } from "../../adapters/repair-tables.ts";
import { nextUlid } from "../../adapters/ulid.ts";
import { env } from "../../names.ts";
import { rebuildStatistics } from "./rebuild-statistics.ts";

// on cold start
const named = z.string().min(1);
const settings = z.object({ [env.sourceTable]: named, [env.derivedTable]: named, [env.rawBucket]: named }).parse(process.env);
const { dynamo: client, s3 } = nightClients(process.env);
const tables = { client, source: settings[env.sourceTable], derived: settings[env.derivedTable] };
const ports = {
  repair: repairTables(tables),
  derivedBook: derivedBook(tables),
  derived: derivedTable({ client, table: tables.derived, pause: pauseWithJitter }),
  excluding: {
    store: exclusionTables(tables),
    register: exclusionRegister(s3, settings[env.rawBucket]),
    nextId: nextUlid,
    pause: pauseWithJitter,
  },
  now: () => new Date().toISOString(),
  instruments: readDeployed().instruments,
};

// called by an operator
export const handler = operatorCall({
  name: "rebuild-statistics",
  input: z.looseObject({}),
  work: () => rebuildStatistics(ports),
  audited: () => ({ action: "rebuild" }),
});
