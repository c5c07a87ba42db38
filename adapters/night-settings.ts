import type { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { NightPorts } from "../core/night/night-ports.ts";
import type { DerivedBook } from "../core/night/same-derived.ts";
import type { ObjectCollection } from "../core/ports/object-collection.ts";
import type { OrganisationBook } from "../core/ports/organisations.ts";
import { env, indexes, pointerKey, prefixes } from "../names.ts";
import { derivedBook } from "./derived-book.ts";
import { derivedTable } from "./derived-table.ts";
import { objectCollection } from "./object-collection.ts";
import { organisationTable } from "./organisation-book.ts";
import { pauseWithJitter } from "./pause-with-jitter.ts";
import { reportBucket } from "./report-bucket.ts";
import { sha256 } from "./sha256.ts";

/** Where a night finds things: what each of its functions is given in its environment. */
export const nightSettings = z.object({
  [env.sourceTable]: z.string(),
  [env.derivedTable]: z.string(),
  [env.reportsBucket]: z.string(),
  [env.codeVersion]: z.string(),
});

/** The clients a night works with. */
export type NightClients = { readonly dynamo: DynamoDBDocumentClient; readonly s3: S3Client };

/** The ports of a night over AWS, or over whatever answers as AWS does. */
export function nightPortsFrom(
  settings: z.infer<typeof nightSettings>,
  { dynamo, s3 }: NightClients,
): NightPorts & {
  readonly organisations: OrganisationBook;
  readonly objects: ObjectCollection;
  readonly derivedBook: DerivedBook;
  readonly now: () => string;
} {
  const bucket = {
    client: s3,
    bucket: settings.REPORTS_BUCKET,
    objects: prefixes.objects,
    released: prefixes.released,
    runs: prefixes.runs,
    pointerKey,
  };
  return {
    derived: derivedTable({ client: dynamo, table: settings.DERIVED_TABLE, pause: pauseWithJitter }),
    derivedBook: derivedBook({ client: dynamo, source: settings.SOURCE_TABLE, derived: settings.DERIVED_TABLE }),
    reports: reportBucket(bucket),
    objects: objectCollection(bucket),
    organisations: organisationTable({ client: dynamo, table: settings.SOURCE_TABLE, index: indexes.organisationsByParent }),
    digest: sha256,
    pause: pauseWithJitter,
    now: () => new Date().toISOString(),
    codeVersion: settings.CODE_VERSION,
  };
}
