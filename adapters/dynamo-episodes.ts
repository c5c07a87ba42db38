import { type DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import {
  type EpisodeStore,
  type EpisodeWrite,
  emptyEpisode,
  type JoinedWrites,
  type TogetherOutcome,
  type Wait,
  type WaitOutcome,
  type WriteOutcome,
} from "../core/ports/source.ts";
import { cancellationOf, isForGood } from "./cancellation.ts";
import { type Action, answerActions, closingActions, episodeActions, type TableNames, waitActions } from "./episode-actions.ts";
import { blankEvents } from "./erased-events.ts";
import { readStanding } from "./person-rows.ts";
import { queryAll } from "./query-all.ts";
import { readEachRow } from "./read-rows.ts";
import { episodePartition, headKey, locatorPartition } from "./source-keys.ts";
import { episodeFromRows, locatedFromRows } from "./source-rows.ts";

/** Episodes in DynamoDB. Safety is in the conditions of the transactions alone; every read is consistent. */
export function dynamoEpisodes(
  client: DynamoDBDocumentClient,
  tables: TableNames,
  readRow = readEachRow(client, tables.source),
): EpisodeStore {
  return {
    readEpisode: async (key, expected) => {
      if (expected === "new" && (await readRow(headKey(key))) === undefined) return emptyEpisode;
      return episodeFromRows(await queryAll(client, { table: tables.source, pk: episodePartition(key) }));
    },
    locate: async (practice, eventId) =>
      locatedFromRows(await queryAll(client, { table: tables.source, pk: locatorPartition(practice, eventId) })),
    writeEpisode: (write) => writeEpisode(client, tables, write),
    writeTogether: (writes) => writeTogether(client, tables, writes),
    wait: (wait) => keepWaiting(client, tables, wait),
    standingOf: (pid) => readStanding(readRow, pid),
    blankEvents: (key, events) => blankEvents({ client, table: tables.source }, key, events),
    closeEpisode: async (closing) => {
      const failed = await transact(client, closing.token, closingActions(closing, tables));
      return failed === null ? "written" : failed === "busy" ? "busy" : "moved";
    },
  };
}

/** What guarded the actions that met a failed condition; `null` when the transaction was done, `busy` when it may be tried again. */
async function transact(
  client: DynamoDBDocumentClient,
  token: string,
  actions: readonly Action[],
): Promise<readonly Action["guards"][] | "busy" | null> {
  try {
    await client.send(new TransactWriteCommand({ ClientRequestToken: token, TransactItems: actions.map(({ item }) => item) }));
    return null;
  } catch (error) {
    const cancellation = cancellationOf(error);
    return cancellation.kind === "busy" ? "busy" : cancellation.failed.map((place) => actions[place]?.guards ?? null);
  }
}

async function writeEpisode(client: DynamoDBDocumentClient, tables: TableNames, write: EpisodeWrite): Promise<WriteOutcome> {
  const failed = await transact(client, write.token, episodeActions(write, tables));
  if (failed === null) return { outcome: "written" };
  if (failed === "busy") return { outcome: "busy" };
  if (failed.includes("head")) return { outcome: "moved" };
  if (failed.includes("answer")) return { outcome: "answered" };
  return { outcome: "known", eventIds: eventIdsOf(failed) };
}

/** Every action belongs to one of the writes, or to the answer; a condition that fails says of which. */
async function writeTogether(
  client: DynamoDBDocumentClient,
  tables: TableNames,
  { writes, answer, token }: JoinedWrites,
): Promise<TogetherOutcome> {
  const actions = writes.flatMap((write, place) => episodeActions(write, tables).map((action) => ({ ...action, place })));
  const all = [...actions, ...(answer === undefined ? [] : answerActions(answer, tables))];
  try {
    await client.send(new TransactWriteCommand({ ClientRequestToken: token, TransactItems: all.map(({ item }) => item) }));
    return "written";
  } catch (error) {
    if (isForGood(error)) return "refused";
    const cancellation = cancellationOf(error);
    if (cancellation.kind === "busy") return "busy";
    const failed = [...new Set(cancellation.failed.flatMap((at) => actions[at]?.place ?? []))];
    return failed.length === 0 ? "answered" : { failed };
  }
}

async function keepWaiting(client: DynamoDBDocumentClient, tables: TableNames, wait: Wait): Promise<WaitOutcome> {
  const failed = await transact(client, wait.token, waitActions(wait, tables));
  if (failed === null) return "waiting";
  if (failed === "busy") return "busy";
  return failed.includes("target") ? "placed" : "known";
}

function eventIdsOf(guards: readonly Action["guards"][]): readonly string[] {
  const ids = guards.flatMap((guard) => (guard !== null && typeof guard === "object" ? [guard.eventId] : []));
  return [...new Set(ids)];
}
