import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { Contribution } from "../core/episodes/contribution.ts";
import { ledgerSchema } from "../core/ledger.ts";
import { inParallel } from "../core/night/in-parallel.ts";
import { type MonthStanding, type Standing, standing } from "../core/night/standing.ts";
import type { Unit } from "../core/night/unit.ts";
import { type Level, levels } from "../core/organisations/organisation.ts";
import type { CountedEpisode, DerivedStore, Mark, StoredStatistic } from "../core/ports/derived.ts";
import type { Pause } from "../core/ports/pause.ts";
import {
  childrenKey,
  codeFromStatisticKey,
  markFromKey,
  markKey,
  markPartitions,
  marksKey,
  monthFromKey,
  placesKey,
  standingKey,
  statisticRowKey,
  summariesKey,
} from "./derived-keys.ts";
import { runsTable } from "./derived-runs.ts";
import { keepChange } from "./keep-change.ts";
import { queryAll } from "./query-all.ts";
import { despiteRivals } from "./rivalry.ts";
import { rowsAt } from "./rows-at.ts";
import { textOf } from "./statistic-parts.ts";

/** The client, the table, and how to wait when another run deletes the same marks. */
export type DerivedTable = { readonly client: DynamoDBDocumentClient; readonly table: string; readonly pause: Pause };

/** The derived table of `names.ts`, read consistently throughout. */
export function derivedTable(given: DerivedTable): DerivedStore {
  return {
    marks: (level) => marks(given, level),
    marksOf: (unit) => marksOf(given, unit),
    standingOf: (unit) => standingOf(given, unit),
    standingsOf: (code) => standingsOf(given, code),
    places: () => places(given),
    contributionsOf: (unit) => contributionsOf(given, unit),
    episodesOf: (unit) => episodesOf(given, unit),
    childrenOf: (unit) => childrenOf(given, unit),
    keep: (change) => keepChange(given, change),
    clear: (cleared) => clear(given, cleared),
    statisticsOf: (place, months) => statisticsOf(given, place, months),
    ...runsTable(given),
  };
}

async function marks({ client, table }: DerivedTable, level: Level): Promise<readonly Mark[]> {
  const shards = await Promise.all(markPartitions(level).map((pk) => queryAll(client, { table, pk })));
  return shards.flat().map(({ sk }) => markFromKey(level, String(sk)));
}

async function marksOf({ client, table }: DerivedTable, unit: Unit): Promise<readonly Mark[]> {
  const { pk, sk } = marksKey(unit);
  const rows = await queryAll(client, { table, pk, begins: sk });
  return rows.map((row) => markFromKey(unit.level, String(row.sk)));
}

async function standingOf({ client, table }: DerivedTable, unit: Unit): Promise<Standing | null> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: standingKey(unit), ConsistentRead: true }));
  return Item === undefined ? null : standing.parse(Item);
}

async function standingsOf({ client, table }: DerivedTable, code: string): Promise<readonly MonthStanding[]> {
  const rows = await queryAll(client, { table, pk: `UN#${code}` });
  return rows.map((row) => ({ ...standing.parse(row), month: monthFromKey(String(row.sk)) }));
}

async function places({ client, table }: DerivedTable): Promise<readonly { readonly code: string; readonly level: Level }[]> {
  const rows = await queryAll(client, { table, pk: placesKey });
  return rows.map(({ sk, level }) => ({ code: String(sk), level: z.enum(levels).parse(level) }));
}

async function contributionsOf(given: DerivedTable, unit: Unit): Promise<readonly Contribution[]> {
  return (await episodesOf(given, unit)).flatMap(({ contribution }) => contribution ?? []);
}

async function episodesOf({ client, table }: DerivedTable, unit: Unit): Promise<readonly CountedEpisode[]> {
  const rows = await queryAll(client, { table, pk: summariesKey(unit), begins: "EP#" });
  return rows.map(({ body, tally }) => ({
    // What is left out of every figure is there with its tally alone.
    contribution: JSON.parse(String(body)) as Contribution | null,
    tally: tally === undefined ? null : ledgerSchema.parse(tally),
  }));
}

async function childrenOf({ client, table }: DerivedTable, unit: Unit): ReturnType<DerivedStore["childrenOf"]> {
  const rows = await queryAll(client, { table, pk: childrenKey(unit) });
  return inParallel(rows, readsAtOnce, async (row) => ({
    code: codeFromStatisticKey(String(row.sk)),
    text: await textOf(row, { client, table }),
  }));
}

const readsAtOnce = 8;

async function statisticsOf(
  given: DerivedTable,
  place: { readonly code: string; readonly level: Level },
  months: readonly MonthStanding[],
): Promise<readonly StoredStatistic[]> {
  const rows = await rowsAt(
    given,
    months.map(({ month, parent }) => statisticRowKey({ ...place, month }, parent)),
  );
  const stored = await inParallel([...rows.entries()], readsAtOnce, async ([at, row]) => {
    const month = months[at]?.month;
    return row === undefined || month === undefined ? [] : [{ month, hash: String(row.hash), text: await textOf(row, given) }];
  });
  return stored.flat();
}

const deletedAtOnce = 100;

/** In transactions: as many deletions at once as the store takes, none of them left undone without an error. */
async function clear({ client, table, pause }: DerivedTable, cleared: readonly Mark[]): Promise<void> {
  for (let at = 0; at < cleared.length; at += deletedAtOnce) {
    const deletions = cleared.slice(at, at + deletedAtOnce).map((mark) => ({ Delete: { TableName: table, Key: markKey(mark) } }));
    await despiteRivals(pause, () => client.send(new TransactWriteCommand({ TransactItems: deletions })));
  }
}
