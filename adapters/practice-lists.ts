import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { PracticeLists } from "../core/ports/practice-lists.ts";
import type { Attention } from "../core/practice/attention.ts";
import type { OpenFollowUps } from "../core/practice/open-follow-ups.ts";
import type { Waiting } from "../core/practice/waiting.ts";
import { attentionPartition, followUpsPartition, waitingPartition } from "./derived-keys.ts";
import { queryAll } from "./query-all.ts";

const listRow = z.object({ body: z.string() });

/** The lists of practices in the derived table, as `list-actions.ts` writes them: one query each, of that practice alone. */
export function practiceLists(client: DynamoDBDocumentClient, table: string): PracticeLists {
  return {
    async openFollowUps(practice, from) {
      const rows = await queryAll(client, { table, pk: followUpsPartition(practice), from });
      return rows.map((row): OpenFollowUps => JSON.parse(listRow.parse(row).body));
    },
    async waiting(practice) {
      const rows = await queryAll(client, { table, pk: waitingPartition(practice) });
      return rows.map((row): Waiting => JSON.parse(listRow.parse(row).body));
    },
    async attention(practice) {
      const rows = await queryAll(client, { table, pk: attentionPartition(practice) });
      return rows.map((row): Attention => JSON.parse(listRow.parse(row).body));
    },
  };
}
