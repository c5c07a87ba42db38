import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { GrantBook } from "../core/ports/reports-reader.ts";
import { queryAll } from "./query-all.ts";

const grantRow = z.object({ sk: z.string().startsWith("ORG#"), scope: z.enum(["own", "subtree"]), expiresOn: z.string().nullish() });

/** What people may read, in the source table: `PRIN#<subject>` / `ORG#<code>`. Never remembered. */
export function dynamoGrantBook(client: DynamoDBDocumentClient, table: string): GrantBook {
  return {
    async grantsOf(subject) {
      const rows = await queryAll(client, { table, pk: `PRIN#${subject}`, begins: "ORG#" });
      return rows.map((row) => {
        const { sk, scope, expiresOn } = grantRow.parse(row);
        return { organisation: sk.slice("ORG#".length), scope, expiresOn: expiresOn ?? null };
      });
    },
  };
}
