import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { generationGuard } from "../../core/disclosure/generation-guard.ts";
import { batchLists, readBatches } from "../../core/night/batch-lists.ts";
import { planNight } from "../../functions/plan-night/plan-night.ts";
import { planPages } from "../../functions/plan-pages/plan-pages.ts";
import { publishGeneration } from "../../functions/publish-generation/publish-generation.ts";
import { refreshUnits } from "../../functions/refresh-units/refresh-units.ts";
import { renderPages } from "../../functions/render-pages/render-pages.ts";
import { rollUp } from "../../functions/roll-up/roll-up.ts";
import { bucketTwin } from "./bucket-twin.ts";
import { checkedBeside } from "./checked-beside.ts";
import { comingTo, nightPorts, smallEngland } from "./night-twin.ts";
import { type Around, tableTwin } from "./table-twin.ts";
import type { Row } from "./versioned-rows.ts";

/** A service of two boards, each of them checked by itself, with a generation that readers see and another one, drawn and not checked yet. */
export async function drawnNight() {
  const [table, bucket] = [tableTwin(), bucketTwin()];
  const ports = (around: Around = {}): WholeNightPorts => ({
    ...nightPorts({
      ...{ dynamo: table.clientWith(around), s3: bucket.clientWith(around), organisations: smallEngland },
      ...{ movesBy: 2, checkedTogether: 1 },
    }),
    hideGeneration: generationGuard(),
  });
  const come = comingTo(table.client);
  const draw = (civilDate: string) => drawn(civilDate, ports());
  for (const [at, practice] of ["A81001", "A81002", "A81003", "B82001", "B82002"].entries()) await come(practice, 12 + at);
  const first = await draw("2026-06-10");
  await checkedBeside(first, ports());
  await publishGeneration({ gen: first }, ports());
  for (const practice of ["A81001", "B82001"]) await come(practice, 5);
  return {
    ...{ table, bucket, ports, come, draw, gen: await draw("2026-06-11") },
    /** Gives rows of the table another content. */
    spoilRows: async (isWanted: (key: string) => boolean, spoilt: (row: Row) => Row) => {
      const rows = table.rows("derived").filter(({ pk, sk }) => isWanted(`${String(pk)}/${String(sk)}`));
      for (const row of rows) await table.client.send(new PutCommand({ TableName: "derived", Item: spoilt(row) }));
      return rows.length;
    },
    /** Gives objects of the bucket another content, or takes them away. */
    spoilObjects: (isWanted: (key: string) => boolean, spoilt: (body: string) => string | null) => {
      const found = [...bucket.objects].filter(([key]) => isWanted(key));
      for (const [key, stored] of found) {
        const body = spoilt(stored.body);
        if (body === null) bucket.objects.delete(key);
        else bucket.objects.set(key, { ...stored, body, checksum: "another" });
      }
      return found.length;
    },
  };
}

export type DrawnNight = Awaited<ReturnType<typeof drawnNight>>;

/** A night until its pages are drawn. */
async function drawn(civilDate: string, ports: WholeNightPorts): Promise<number> {
  const { gen } = await planNight({ civilDate }, ports);
  for (const { key } of await readBatches(gen, batchLists.work, ports.reports)) await refreshUnits({ gen, key }, ports);
  for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, ports);
  await planPages({ gen }, ports);
  for (const { key } of await readBatches(gen, batchLists.pages, ports.reports)) await renderPages({ gen, key }, ports);
  return gen;
}
