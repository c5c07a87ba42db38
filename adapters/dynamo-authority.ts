import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { OrganisationVersion } from "../core/organisations/organisation.ts";
import type { AuthoritySource } from "../core/ports/authority.ts";
import { organisationRow } from "./organisation-row.ts";
import { queryAll } from "./query-all.ts";
import { type ReadRow, readEachRow } from "./read-rows.ts";
import { organisationPartition, supplierGrantKey } from "./source-keys.ts";

const grantRow = z.object({ scope: z.enum(["own", "subtree"]), expiresOn: z.string().nullish() });
/** An imported register is known everywhere within this time; a grant that is taken away is gone with the next request. */
const registerKnownForMs = 30_000;
const organisationsAtMost = 10_000;

type Remembered = { readonly versions: Promise<readonly OrganisationVersion[]>; readonly until: number };

/** Grants and organisations in the source table. Organisations are remembered for half a minute; grants never. */
export function dynamoAuthority({
  client,
  table,
  now,
  readRow = readEachRow(client, table),
}: {
  client: DynamoDBDocumentClient;
  table: string;
  now: () => number;
  readRow?: ReadRow;
}): AuthoritySource {
  const remembered = new Map<string, Remembered>();
  return {
    async organisationVersions(code) {
      const known = remembered.get(code);
      if (known !== undefined && known.until > now()) return known.versions;
      if (remembered.size >= organisationsAtMost) remembered.clear();
      const versions = readVersions(client, table, code);
      remembered.set(code, { versions, until: now() + registerKnownForMs });
      versions.catch(() => remembered.delete(code));
      return versions;
    },
    async grantOf(supplier, organisation) {
      const row = await readRow(supplierGrantKey(supplier, organisation));
      if (row === undefined) return null;
      const { scope, expiresOn } = grantRow.parse(row);
      return { organisation, scope, expiresOn: expiresOn ?? null };
    },
  };
}

async function readVersions(client: DynamoDBDocumentClient, table: string, code: string): Promise<readonly OrganisationVersion[]> {
  const rows = await queryAll(client, { table, pk: organisationPartition(code), begins: "V#" });
  return rows.map((row) => organisationRow.parse(row));
}
