import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { foldVersion } from "../core/episodes/contribution.ts";
import type { Registry } from "../core/instruments/registry.ts";
import { refoldEpisode } from "../core/keeping/refold-episode.ts";
import { inParallel } from "../core/night/in-parallel.ts";
import type { Unit } from "../core/night/unit.ts";
import type { Pause } from "../core/ports/pause.ts";
import { summariesKey } from "./derived-keys.ts";
import { dynamoEpisodes } from "./dynamo-episodes.ts";
import type { TableNames } from "./episode-actions.ts";
import { queryAll } from "./query-all.ts";
import { nextUlid } from "./ulid.ts";

type Given = {
  readonly client: DynamoDBDocumentClient;
  readonly tables: TableNames;
  readonly pause: Pause;
  /** What instruments are, where a deployer brings their own. */
  readonly instruments?: Registry | undefined;
};

const summary = z.object({ fold: z.int().optional() }).nullable();
const episodesAtOnce = 8;

/** Folds every episode of a practice-month again whose summary was made by older rules. */
export function refoldUnit({ client, tables, pause, instruments }: Given): (unit: Unit) => Promise<void> {
  const deps = { episodes: dynamoEpisodes(client, tables), nextId: nextUlid, pause, ...(instruments === undefined ? {} : { instruments }) };
  return async (unit) => {
    const rows = await queryAll(client, { table: tables.derived, pk: summariesKey(unit), begins: "EP#" });
    const outdated = rows.filter(({ body }) => isOutdated(String(body)));
    await inParallel(outdated, episodesAtOnce, ({ sk }) =>
      refoldEpisode({ practice: unit.code, refKey: String(sk).slice("EP#".length) }, deps),
    );
  };
}

/** What is left out of every figure has a tally and nothing to make anew. */
function isOutdated(body: string): boolean {
  const kept = summary.parse(JSON.parse(body));
  return kept !== null && kept.fold !== foldVersion;
}
