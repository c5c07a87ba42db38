import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandOutput } from "@aws-sdk/lib-dynamodb";
import { sha256 } from "../../../adapters/sha256.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";

/** How a restored table compares with the one it was restored from. */
export type RowsCompared = {
  /** Rows by the first word of their partition: of the living table, and of the restored one. */
  readonly counts: Readonly<Record<string, { readonly live: number; readonly restored: number }>>;
  /** Rows that the restored table lacks: what would be lost if it took over now. */
  readonly lost: number;
  readonly sampled: number;
  /** Events among the sampled rows of which the restored table says something else. Events are never changed, so there may be none. */
  readonly different: number;
};

type Row = Record<string, unknown>;

/** One row in eight, the same ones every time: chosen by a hash of their key. */
const isSampled = (key: string) => Number.parseInt(sha256(key).slice(0, 1), 16) < 2;

/** Reads both tables once and compares how many rows of each kind they hold, and the same sample of them row by row. */
export async function compareRows(client: DynamoDBDocumentClient, live: string, restored: string): Promise<RowsCompared> {
  const [mine, theirs] = [await taken(client, live), await taken(client, restored)];
  const kinds = [...new Set([...mine.counts.keys(), ...theirs.counts.keys()])].sort();
  const counts = kinds.map((kind) => [kind, { live: mine.counts.get(kind) ?? 0, restored: theirs.counts.get(kind) ?? 0 }] as const);
  const events = [...mine.sample].filter(([key]) => key.includes(" EV#"));
  return {
    counts: Object.fromEntries(counts),
    lost: counts.reduce((sum, [, count]) => sum + Math.max(0, count.live - count.restored), 0),
    sampled: theirs.sample.size,
    different: events.filter(([key, hash]) => theirs.sample.has(key) && theirs.sample.get(key) !== hash).length,
  };
}

async function taken(client: DynamoDBDocumentClient, table: string) {
  const [counts, sample] = [new Map<string, number>(), new Map<string, string>()];
  for await (const row of rowsOf(client, table)) {
    const kind = String(row.pk).split("#")[0] ?? "";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const key = `${row.pk} ${row.sk}`;
    if (isSampled(key)) sample.set(key, sha256(canonicalJson(row)));
  }
  return { counts, sample };
}

async function* rowsOf(client: DynamoDBDocumentClient, table: string): AsyncIterable<Row> {
  let from: Row | undefined;
  do {
    const page: ScanCommandOutput = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: from }));
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
