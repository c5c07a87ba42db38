import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { inParallel } from "../core/night/in-parallel.ts";
import { withoutName } from "../core/people/people-in.ts";
import type { ErasureRecord, ExclusionStore } from "../core/ports/exclusions.ts";
import type { EpisodeKey, EpisodeState, StoredEvent } from "../core/ports/source.ts";
import { riskFlagId } from "../core/practice/risk-flags.ts";
import { settledPartition } from "../names.ts";
import { cancellationOf } from "./cancellation.ts";
import { dynamoEpisodes } from "./dynamo-episodes.ts";
import type { TableNames } from "./episode-actions.ts";
import { deleteEvents, endClearings, noteClearing } from "./erased-events.ts";
import type { Leftovers } from "./erased-leftovers.ts";
import { writeStanding } from "./person-rows.ts";
import { queryAll } from "./query-all.ts";
import { redactThese, submissionsThatTell } from "./redact-receipts.ts";
import { sha256 } from "./sha256.ts";
import {
  acknowledgementKey,
  episodeFromPersonSort,
  episodePartition,
  erasuresPartition,
  eventFromSort,
  eventKey,
  headKey,
  isEventSort,
  personEpisodeKey,
  personEpisodes,
  personPartition,
} from "./source-keys.ts";
import { eventAttributes } from "./source-rows.ts";

/** The two tables, for excluding people: the one place that deletes from the source. */
export type ExclusionTables = TableNames & {
  readonly client: DynamoDBDocumentClient;
  /** What lies in the raw bucket, where it is the living service that is told. */
  readonly leftovers?: Leftovers;
};

const erasureRow = z.object({
  sk: z.string(),
  at: z.string(),
  by: z.string(),
  practice: z.string().nullable(),
  episodes: z.number().nullable(),
});
const deletedAtOnce = 16;

/** Excluding people over DynamoDB. */
export function exclusionTables({ client, leftovers, ...tables }: ExclusionTables): ExclusionStore {
  const table = tables.source;
  const remove = async (Key: Record<string, unknown>) => void (await client.send(new DeleteCommand({ TableName: table, Key })));
  return {
    ...dynamoEpisodes(client, tables),
    settle: (pid, seen, standing) => writeStanding({ client, table }, { pid, seen: seen.version, standing }),
    episodesOf: async (pid) => {
      const rows = await queryAll(client, { table, pk: personPartition(pid), begins: personEpisodes });
      return rows.map(({ sk }) => episodeFromPersonSort(String(sk)));
    },
    unname: (key, state, pid) => unname({ client, ...tables }, { key, state, pid }),
    redactAnswers: (key, events) => redactAnswers({ client, table }, leftovers, { key, events }),
    redactWaiting: async (pid, erased) => leftovers?.redactWaiting(pid, erased),
    endClearings: () => endClearings({ client, table }, Date.now()),
    deleteAcknowledgements: async ({ practice, refKey }, events) => {
      const ids = events.map(({ event: { eventId } }) =>
        riskFlagId({ practice, refKey }, { eventId, instrument: "", completedOn: "" }, sha256),
      );
      await inParallel(ids, deletedAtOnce, (id) => remove({ ...acknowledgementKey(practice, id) }));
    },
    deleteEvents: async (key, events) => {
      const rows = (await queryAll(client, { table, pk: episodePartition(key) })).map(({ sk }) => String(sk)).filter(isEventSort);
      const ids = [...events.map(({ event: { eventId } }) => eventId), ...rows.map(eventFromSort)];
      await deleteEvents({ client, table }, key, [...new Set(ids)]);
    },
    forget: (pid, key) => remove({ ...personEpisodeKey(pid, key) }),
    note: async ({ id, ...record }) => {
      await client.send(new PutCommand({ TableName: table, Item: { pk: erasuresPartition, sk: id, ...record } }));
    },
    noteDone: async (id) => {
      await client.send(new PutCommand({ TableName: table, Item: { pk: settledPartition, sk: id } }));
    },
    erasures: async () => (await queryAll(client, { table, pk: erasuresPartition })).map(erasureFrom),
  };
}

type Answers = { readonly key: EpisodeKey; readonly events: readonly StoredEvent[] };

/** First it is said what is being erased, for answers that are being made now; then everything that tells of it is gone through. */
async function redactAnswers(
  source: { readonly client: DynamoDBDocumentClient; readonly table: string },
  leftovers: Leftovers | undefined,
  { key, events }: Answers,
): Promise<void> {
  if (events.length === 0) return;
  const ids = events.map(({ event: { eventId } }) => eventId);
  const submissions = [...(await submissionsThatTell(source, key.practice, events))];
  await noteClearing(source, key, { ids, submissions }, new Date().toISOString());
  // Those that have come since must be among them: what comes from now on is corrected by whoever answers it.
  const all = [...(await submissionsThatTell(source, key.practice, events))];
  await redactThese(source, all, new Set(ids));
  await leftovers?.redactFiles(all, new Set(ids));
}

function erasureFrom(row: Record<string, unknown>): ErasureRecord {
  const { sk: id, ...record } = erasureRow.parse(row);
  return { id, ...record };
}

type Unnaming = { readonly key: EpisodeKey; readonly state: EpisodeState; readonly pid: string };

async function unname({ client, source: TableName }: ExclusionTables, { key, state, pid }: Unnaming): Promise<boolean> {
  const changed = state.events.flatMap((stored) => {
    const event = withoutName(stored.event, pid);
    return event === stored.event ? [] : [{ ...stored, event }];
  });
  const head = {
    Update: {
      ...{ TableName, Key: headKey(key), UpdateExpression: "SET ver = :next, people = :people" },
      ConditionExpression: "ver = :ver",
      ExpressionAttributeValues: {
        ":ver": state.version,
        ":next": state.version + 1,
        ":people": state.people.filter((person) => person !== pid),
      },
    },
  };
  const rows = changed.map((stored) => ({
    Put: { TableName, Item: { ...eventKey(key, stored.event.eventId), ...eventAttributes(stored) } },
  }));
  try {
    await client.send(new TransactWriteCommand({ TransactItems: [head, ...rows] }));
    return true;
  } catch (error) {
    // Whether it was changed meanwhile or only busy, it is to be read again; what is neither is thrown on.
    cancellationOf(error);
    return false;
  }
}
