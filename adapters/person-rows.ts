import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { nothingSettled, type PersonStanding } from "../core/people/standing.ts";
import { asVersion } from "./episode-actions.ts";
import type { ReadRow } from "./read-rows.ts";
import { personKey } from "./source-keys.ts";

const standingRow = z.object({
  ver: z.number(),
  optedOut: z.boolean(),
  erasures: z.array(z.object({ practice: z.string().nullable(), on: z.string() })),
});

/** What is settled about a person, read consistently. */
export async function readStanding(readRow: ReadRow, pid: string): Promise<PersonStanding> {
  const row = await readRow(personKey(pid));
  if (row === undefined) return nothingSettled;
  const { ver: version, ...standing } = standingRow.parse(row);
  return { version, ...standing };
}

/** Writes what is settled about a person, unless something else was settled since version `seen` was read: then `false`. */
export async function writeStanding(
  { client, table }: { client: DynamoDBDocumentClient; table: string },
  { pid, seen, standing }: { pid: string; seen: number; standing: PersonStanding },
): Promise<boolean> {
  const { version: ver, ...settled } = standing;
  try {
    await client.send(new PutCommand({ TableName: table, Item: { ...personKey(pid), ver, ...settled }, ...asVersion(seen) }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
