import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Contribution } from "../core/episodes/contribution.ts";
import type { Explaining } from "../core/ports/explaining.ts";
import { summariesKey } from "./derived-keys.ts";
import type { TableNames } from "./episode-actions.ts";
import { queryAll } from "./query-all.ts";
import { episodePartition } from "./source-keys.ts";
import { episodeFromRows } from "./source-rows.ts";

/** Who is counted in a practice-month, with their events, over the two tables. Reads alone. */
export function explainedEpisodes(client: DynamoDBDocumentClient, { source, derived }: TableNames): Explaining {
  return {
    countedIn: async (unit) => {
      const rows = await queryAll(client, { table: derived, pk: summariesKey(unit), begins: "EP#" });
      return rows.flatMap(({ sk, body }) => {
        const contribution = JSON.parse(String(body)) as Contribution | null;
        const pk = episodePartition({ practice: unit.code, refKey: String(sk).slice("EP#".length) });
        const events = async () => episodeFromRows(await queryAll(client, { table: source, pk })).events.map(({ event }) => event);
        return contribution === null ? [] : [{ contribution, events }];
      });
    },
  };
}
