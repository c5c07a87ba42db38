import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from "@aws-sdk/lib-dynamodb";
import { inParallel } from "../core/night/in-parallel.ts";
import { englandCode, type OrganisationVersion } from "../core/organisations/organisation.ts";
import type { OrganisationBook } from "../core/ports/organisations.ts";
import { organisationRow } from "./organisation-row.ts";
import { queryAll } from "./query-all.ts";

/** The source table and its index of organisations by parent. */
export type OrganisationTable = { readonly client: DynamoDBDocumentClient; readonly table: string; readonly index: string };

const queriesAtOnce = 16;

/**
 * Every organisation version, found from England downwards through the index by parent. The index may lag behind the table by moments:
 * an import of the same minute is then pinned by the next run.
 */
export function organisationTable(given: OrganisationTable): OrganisationBook {
  return { versions: () => versionsBelow(given) };
}

async function versionsBelow(given: OrganisationTable): Promise<readonly OrganisationVersion[]> {
  const found = new Map<string, OrganisationVersion>();
  const england = await queryAll(given.client, { table: given.table, pk: `ORG#${englandCode}`, begins: "V#" });
  keepAll(found, england);
  const asked = new Set<string>();
  for (let parents = [englandCode, "ROOT"]; parents.length > 0; ) {
    for (const parent of parents) asked.add(parent);
    keepAll(found, (await inParallel(parents, queriesAtOnce, (parent) => childRows(given, parent))).flat());
    const codes = new Set([...found.values()].filter(({ level }) => level !== "practice").map(({ code }) => code));
    parents = [...codes].filter((code) => !asked.has(code));
  }
  return [...found.values()];
}

function keepAll(found: Map<string, OrganisationVersion>, rows: readonly unknown[]): void {
  for (const row of rows) {
    const version = organisationRow.parse(row);
    found.set(`${version.code}#${version.validFrom}`, version);
  }
}

async function childRows({ client, table, index }: OrganisationTable, parent: string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: "gsi2pk = :parent",
        ExpressionAttributeValues: { ":parent": `PARENT#${parent}` },
        ExclusiveStartKey: from,
      }),
    );
    rows.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
}
