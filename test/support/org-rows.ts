import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { SourceTables } from "./source-tables.ts";

/** Two practices of one PCN, one of another, and what two suppliers may do. */
export async function putOrganisations({ client, source }: Pick<SourceTables, "client" | "source">): Promise<void> {
  const version = (code: string, level: string, parent: string | null, validTo: string | null = null) => ({
    pk: `ORG#${code}`,
    sk: "V#2000-01-01",
    ...{ code, level, kind: level, name: code, parent, validFrom: "2000-01-01", validTo, sample: true },
  });
  const grant = (supplier: string, code: string, scope: string, expiresOn?: string) => ({
    pk: `SUPP#${supplier}`,
    sk: `ORG#${code}`,
    scope,
    expiresOn,
  });
  const items = [
    version("ENG", "england", null),
    version("QAA", "icb", "ENG"),
    version("U00001", "pcn", "QAA"),
    version("U00002", "pcn", "QAA"),
    version("A81001", "practice", "U00001"),
    version("A81002", "practice", "U00001"),
    version("B82002", "practice", "U00002"),
    version("C83003", "practice", "U00002", "2020-04-01"),
    grant("supplier-1", "U00001", "subtree"),
    grant("supplier-1", "C83003", "own"),
    grant("supplier-2", "B82002", "own"),
    grant("supplier-2", "A81002", "own", "2020-01-01"),
    grant("supplier-3", "U00001", "own"),
  ];
  for (const Item of items) await client.send(new PutCommand({ TableName: source, Item }));
}
