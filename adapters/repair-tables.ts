import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
  type ScanCommandOutput,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { ledgerSchema } from "../core/ledger.ts";
import type { Unit } from "../core/night/unit.ts";
import { isLeftOut } from "../core/people/people-in.ts";
import type { DerivedContents, KeptListRow, RepairStore, SourceEpisode, StatisticRow, Summary } from "../core/ports/repair.ts";
import { levelFromWord, markKey, monthFromKey, statisticRowKey, summariesKey } from "./derived-keys.ts";
import { indexEpisode, listRowFrom, relist } from "./repair-lists.ts";
import { relistWaiting } from "./repair-waiting.ts";
import { episodeFromRows } from "./source-rows.ts";

/** The two tables, for repairs. */
export type RepairTables = { readonly client: DynamoDBDocumentClient; readonly source: string; readonly derived: string };

type Row = Record<string, unknown>;

/** Repairs over DynamoDB. The tables are read whole, page by page. */
export function repairTables(given: RepairTables): RepairStore {
  return {
    episodes: () => episodes(given),
    contents: () => contents(given),
    relist: (episode, change) => relist(given, episode, change),
    relistWaiting: () => relistWaiting(given, (table) => scan(given.client, table)),
    index: (episode, people) => indexEpisode(given, episode, people),
    unlist: async ({ pk, sk }) => {
      await given.client.send(new DeleteCommand({ TableName: given.derived, Key: { pk, sk } }));
    },
    replaceSummary: (was, now) => despiteNews(() => replaceSummary(given, was, now)),
    removeStatistic: (row) => despiteNews(() => removeStatistic(given, row)),
    mark: (marks) => putMarks(given, marks.map(markKey)),
  };
}

async function* scan(client: DynamoDBDocumentClient, table: string): AsyncIterable<Row> {
  let from: Row | undefined;
  do {
    const page: ScanCommandOutput = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: from }));
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** A scan gives the rows of a partition one after the other, so one episode at a time is in memory. @throws when it does not */
async function* episodes({ client, source }: RepairTables): AsyncIterable<SourceEpisode> {
  const done = new Set<string>();
  let rows: Row[] = [];
  for await (const row of scan(client, source)) {
    if (!String(row.pk).startsWith("EP#")) continue;
    if (rows.length > 0 && rows[0]?.pk !== row.pk) {
      yield* [episodeOf(rows) ?? []].flat();
      done.add(String(rows[0]?.pk));
      rows = [];
    }
    if (done.has(String(row.pk))) throw new Error("reading every episode requires a scan that gives each partition in one piece");
    rows.push(row);
  }
  if (rows.length > 0) yield* [episodeOf(rows) ?? []].flat();
}

/** `null` for an episode that was erased: what may be left of it counts no more. */
function episodeOf(rows: readonly Row[]): SourceEpisode | null {
  const [, practice = "", ...refKey] = String(rows[0]?.pk).split("#");
  const { version, events: stored, people, optedOut, erased } = episodeFromRows(rows);
  const events = stored.map(({ event }) => event);
  const key = { practice, refKey: refKey.join("#") };
  return erased ? null : { key, version, events, people, isLeftOut: isLeftOut(events, optedOut) };
}

async function contents({ client, derived }: RepairTables): Promise<DerivedContents> {
  const [summaries, statistics, standings]: [Summary[], StatisticRow[], DerivedContents["standings"][number][]] = [[], [], []];
  const levels = new Map<string, Unit["level"]>();
  const standingRows: Row[] = [];
  const lists: KeptListRow[] = [];
  for await (const row of scan(client, derived)) {
    const [kind, code = "", month = ""] = String(row.pk).split("#");
    lists.push(...[listRowFrom(row) ?? []].flat());
    if (kind === "PLACES") levels.set(String(row.sk), row.level as Unit["level"]);
    if (kind === "UN") standingRows.push(row);
    if (kind === "PC") summaries.push(summaryOf(row, { level: "practice", code, month: monthFromKey(month) }));
    if (kind === "CH") statistics.push(statisticOf(row, code, month));
  }
  for (const { pk, sk, parent } of standingRows) {
    const code = String(pk).slice("UN#".length);
    standings.push({ unit: { level: levels.get(code) ?? "practice", code, month: monthFromKey(String(sk)) }, parent: String(parent) });
  }
  return { summaries, statistics, lists, standings };
}

function summaryOf({ sk, headVer, body, tally }: Row, unit: Unit): Summary {
  const kept = { unit, refKey: String(sk).slice("EP#".length), headVer: Number(headVer), body: String(body) };
  return tally === undefined ? kept : { ...kept, tally: ledgerSchema.parse(tally) };
}

function statisticOf({ sk, ver, hash }: Row, parent: string, month: string): StatisticRow {
  const [word = "", ...code] = String(sk).split("#");
  const level = levelFromWord(word);
  const unit = { level, code: level === "england" ? word : code.join("#"), month: monthFromKey(month) };
  return { unit, parent: parent === "ROOT" ? "" : parent, ver: Number(ver), hash: String(hash) };
}

async function replaceSummary({ client, derived: TableName }: RepairTables, was: Summary | null, now: Summary | null): Promise<void> {
  const kept = now ?? was;
  if (kept === null) return;
  const key = { pk: summariesKey(kept.unit), sk: `EP#${kept.refKey}` };
  const condition =
    was === null
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "headVer = :seen", ExpressionAttributeValues: { ":seen": was.headVer } };
  if (now === null) await client.send(new DeleteCommand({ TableName, Key: key, ...condition }));
  else
    await client.send(
      new PutCommand({ TableName, Item: { ...key, headVer: now.headVer, tally: now.tally, body: now.body }, ...condition }),
    );
}

async function removeStatistic({ client, derived: TableName }: RepairTables, { unit, parent, ver }: StatisticRow): Promise<void> {
  const condition = { ConditionExpression: "ver = :seen", ExpressionAttributeValues: { ":seen": ver } };
  await client.send(new DeleteCommand({ TableName, Key: { ...statisticRowKey(unit, parent) }, ...condition }));
}

/** Somebody wrote something newer meanwhile: theirs stands, and carries a mark of its own. */
async function despiteNews(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

const marksAtOnce = 100;

async function putMarks({ client, derived: TableName }: RepairTables, keys: readonly object[]): Promise<void> {
  for (let at = 0; at < keys.length; at += marksAtOnce) {
    const puts = keys.slice(at, at + marksAtOnce).map((key) => ({ Put: { TableName, Item: { ...key } } }));
    await client.send(new TransactWriteCommand({ TransactItems: puts }));
  }
}
