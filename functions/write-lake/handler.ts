import { createHash } from "node:crypto";
import * as z from "zod";
import { derivedTable } from "../../adapters/derived-table.ts";
import { lakeBucket } from "../../adapters/lake-bucket.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { organisationTable } from "../../adapters/organisation-book.ts";
import { parquetFile } from "../../adapters/parquet-file.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { env, indexes, lake } from "../../names.ts";
import { writeLakeInput, writeLakeOfNight } from "./write-lake.ts";

// on cold start
const settings = z
  .object({ [env.sourceTable]: z.string(), [env.derivedTable]: z.string(), [env.lakeBucket]: z.string() })
  .parse(process.env);
const { dynamo, s3 } = nightClients(process.env);
const ports = {
  derived: derivedTable({ client: dynamo, table: settings.DERIVED_TABLE, pause: pauseWithJitter }),
  organisations: organisationTable({ client: dynamo, table: settings.SOURCE_TABLE, index: indexes.organisationsByParent }),
  lake: lakeBucket({ client: s3, bucket: settings.LAKE_BUCKET, tables: lake.tables, ledgerKey: lake.ledger }),
  parquet: parquetFile,
  digest: sha256,
  digestBytes: (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex"),
  now: () => Date.now(),
  today: () => londonDate(new Date()),
};

// called by the state machine
export const handler = nightStep({
  name: "write-lake",
  input: writeLakeInput,
  work: (input) => writeLakeOfNight(input, ports),
});
