import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Grant } from "../core/ports/authority.ts";
import { queryAll } from "./query-all.ts";

/** Whose rights they are: a supplier's client that sends, or a person or program that reads. */
export type Holder = { readonly kind: "supplier" | "reader"; readonly id: string };

const grantRow = z.object({ sk: z.string().startsWith("ORG#"), scope: z.enum(["own", "subtree"]), expiresOn: z.string().nullish() });
const prefixes = { supplier: "SUPP#", reader: "PRIN#" } as const;
const partitionOf = ({ kind, id }: Holder) => `${prefixes[kind]}${id}`;

/** Rights as an operator sees them: what somebody holds, giving and taking away. What is taken away ends with the next request. */
export function grantRegister(client: DynamoDBDocumentClient, table: string) {
  return {
    async heldBy(holder: Holder): Promise<readonly Grant[]> {
      const rows = await queryAll(client, { table, pk: partitionOf(holder), begins: "ORG#" });
      return rows.map((row) => {
        const { sk, scope, expiresOn } = grantRow.parse(row);
        return { organisation: sk.slice("ORG#".length), scope, expiresOn: expiresOn ?? null };
      });
    },
    async give(holder: Holder, { organisation, scope, expiresOn }: Grant): Promise<void> {
      const Item = { pk: partitionOf(holder), sk: `ORG#${organisation}`, scope, ...(expiresOn === null ? {} : { expiresOn }) };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
    async take(holder: Holder, organisation: string): Promise<void> {
      await client.send(new DeleteCommand({ TableName: table, Key: { pk: partitionOf(holder), sk: `ORG#${organisation}` } }));
    },
  };
}
