import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { GrantBook } from "../core/ports/reports-reader.ts";
import { grantRegister } from "./grant-register.ts";

/** What people and programs may read. Never remembered: a grant that is taken away ends with the next request. */
export function dynamoGrantBook(client: DynamoDBDocumentClient, table: string): GrantBook {
  const register = grantRegister(client, table);
  return { grantsOf: (id) => register.heldBy({ kind: "reader", id }) };
}
