import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { inParallel } from "../core/night/in-parallel.ts";
import { withoutName } from "../core/people/people-in.ts";
import type { ErasureRecord, ExclusionStore } from "../core/ports/exclusions.ts";
import type { EpisodeKey, EpisodeState, StoredEvent } from "../core/ports/source.ts";
import { riskFlagId } from "../core/practice/risk-flags.ts";
import { cancellationOf } from "./cancellation.ts";
import { dynamoEpisodes } from "./dynamo-episodes.ts";
import type { TableNames } from "./episode-actions.ts";
import { writeStanding } from "./person-rows.ts";
import { queryAll } from "./query-all.ts";
import { redactReceipts } from "./redact-receipts.ts";
import { sha256 } from "./sha256.ts";
import {
  acknowledgementKey,
  episodeFromPersonSort,
  erasuresPartition,
  eventKey,
  headKey,
  isEventSort,
  locatorKey,
  locatorPartition,
  personEpisodeKey,
  personEpisodes,
  personPartition,
} from "./source-keys.ts";
import { eventAttributes } from "./source-rows.ts";

/** The two tables, for excluding people: the one place that deletes from the source. */
export type ExclusionTables = TableNames & { readonly client: DynamoDBDocumentClient };

const erasureRow = z.object({
  sk: z.string(),
  at: z.string(),
  by: z.string(),
  practice: z.string().nullable(),
  episodes: z.number().nullable(),
});
const deletedAtOnce = 16;

/** Excluding people over DynamoDB. */
export function exclusionTables({ client, ...tables }: ExclusionTables): ExclusionStore {
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
    redactReceipts: (practice, events) => redactReceipts({ client, table }, practice, events),
    deleteAcknowledgements: async ({ practice, refKey }, events) => {
      const ids = events.map(({ event: { eventId } }) =>
        riskFlagId({ practice, refKey }, { eventId, instrument: "", completedOn: "" }, sha256),
      );
      await inParallel(ids, deletedAtOnce, (id) => remove({ ...acknowledgementKey(practice, id) }));
    },
    deleteEvents: (key, events) => deleteEvents({ client, table, remove }, key, events),
    forget: (pid, key) => remove({ ...personEpisodeKey(pid, key) }),
    note: async ({ id, ...record }) => {
      await client.send(new PutCommand({ TableName: table, Item: { pk: erasuresPartition, sk: id, ...record } }));
    },
    erasures: async () => (await queryAll(client, { table, pk: erasuresPartition })).map(erasureFrom),
  };
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

type Deleting = {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly remove: (key: Record<string, unknown>) => Promise<void>;
};

/**
 * Event by event: what waited for it, then where it was known, which keeps only that its id is taken, and last the event itself, so that one of
 * which anything is left is still among those to delete.
 */
async function deleteEvents({ client, table, remove }: Deleting, key: EpisodeKey, events: readonly StoredEvent[]): Promise<void> {
  await inParallel(events, deletedAtOnce, async ({ event: { eventId } }) => {
    const rows = await queryAll(client, { table, pk: locatorPartition(key.practice, eventId) });
    for (const { pk, sk } of rows.filter((row) => isEventSort(String(row.sk)))) await remove({ pk, sk });
    const Item = { ...locatorKey(key.practice, eventId), refKey: key.refKey, waiting: 0 };
    await client.send(new PutCommand({ TableName: table, Item }));
    await remove({ ...eventKey(key, eventId) });
  });
}
