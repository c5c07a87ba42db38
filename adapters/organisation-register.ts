import { type DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { inParallel } from "../core/night/in-parallel.ts";
import type { OrganisationVersion } from "../core/organisations/organisation.ts";
import type { Mark } from "../core/ports/derived.ts";
import type { OrganisationRegister } from "../core/ports/organisations.ts";
import { markKey } from "./derived-keys.ts";

/** The tables an import writes to. */
export type RegisterTables = { readonly client: DynamoDBDocumentClient; readonly source: string; readonly derived: string };

/** DynamoDB takes at most a hundred writes in one transaction. */
const writesAtOnce = 100;
const transactionsAtOnce = 4;

/** The register in DynamoDB. Writing the same again changes nothing, so an import that was interrupted is simply repeated. */
export function organisationRegister({ client, source, derived }: RegisterTables): OrganisationRegister {
  const putAll = async (table: string, items: readonly Record<string, unknown>[]) => {
    await inParallel(chunksOf(items, writesAtOnce), transactionsAtOnce, async (chunk) => {
      await client.send(new TransactWriteCommand({ TransactItems: chunk.map((Item) => ({ Put: { TableName: table, Item } })) }));
    });
  };
  return {
    add: (versions) => putAll(source, versions.map(itemOf)),
    mark: (marks) =>
      putAll(
        derived,
        marks.map((mark: Mark) => ({ ...markKey(mark) })),
      ),
  };
}

function itemOf(version: OrganisationVersion): Record<string, unknown> {
  return {
    pk: `ORG#${version.code}`,
    sk: `V#${version.validFrom}`,
    gsi2pk: `PARENT#${version.parent ?? "ROOT"}`,
    gsi2sk: `${version.code}#${version.validFrom}`,
    ...version,
  };
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
