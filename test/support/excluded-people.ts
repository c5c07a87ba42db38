import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { derivedBook } from "../../adapters/derived-book.ts";
import { dynamoAcknowledgements } from "../../adapters/dynamo-acknowledgements.ts";
import { dynamoEpisodes } from "../../adapters/dynamo-episodes.ts";
import { dynamoLedgers } from "../../adapters/dynamo-ledgers.ts";
import { dynamoReceipts } from "../../adapters/dynamo-receipts.ts";
import { exclusionTables } from "../../adapters/exclusion-tables.ts";
import { repairTables } from "../../adapters/repair-tables.ts";
import { settledBook } from "../../adapters/settled-book.ts";
import { runNight } from "../../bin/commands/night/run-night.ts";
import type { KeptEvent } from "../../core/events/kept-event.ts";
import { verifyEverything } from "../../core/night/verify-everything.ts";
import type { ExcludingDeps } from "../../core/people/erase-person.ts";
import type { Exclusion, ExclusionRegister } from "../../core/ports/exclusions.ts";
import type { ReceiptRecord } from "../../core/submission/receipt.ts";
import { storeRecords } from "../../core/submission/store-records.ts";
import { bucketTwin } from "./bucket-twin.ts";
import { keepingDeps } from "./keeping.ts";
import { referral, survey } from "./kept-events.ts";
import { publishedFiles } from "./night-states.ts";
import { nightPorts, smallEngland } from "./night-twin.ts";
import type { SourceTables } from "./source-tables.ts";

/** A register in memory. */
export function memoryRegister(): ExclusionRegister & { readonly kept: Exclusion[] } {
  const kept: Exclusion[] = [];
  return {
    kept,
    add: async (entry) => void kept.push(entry),
    async *entries() {
      yield* [...kept];
    },
  };
}

/** A referral of one person with a PHQ-9 before and after. */
export function treated(person: string, referralId = `R-${person}`, referredOn = "2026-03-02"): readonly KeptEvent[] {
  const own = (letter: string) => ({ eventId: `${letter}-${referralId}`, referralId });
  return [
    referral({ ...own("r"), patient: { pid: person }, referredOn }),
    survey("", 14, "2026-03-04", own("s")),
    survey("", 6, "2026-06-04", own("f")),
  ];
}

/** The tables of a service, with receipts, ledgers, nights and whatever excludes people. */
export function excludingService(tables: SourceTables, client: DynamoDBDocumentClient = tables.client) {
  const bucket = bucketTwin();
  const register = memoryRegister();
  const store = exclusionTables({ client, source: tables.source, derived: tables.derived });
  const episodes = dynamoEpisodes(client, tables);
  const { nextId, pause } = keepingDeps(episodes);
  const deps: ExcludingDeps = { store, register, nextId, pause };
  const s3 = bucket.client;
  const inTable = settledBook({ client: tables.client, table: tables.source, s3, bucket: "raw" });
  const longAgo = "2026-11-01T09:00:00Z";
  const book = { settled: async () => register.kept.map(({ id }) => ({ id, at: longAgo })), done: inTable.done };
  const ports = nightPorts({ dynamo: tables.client, s3, organisations: smallEngland, settledBook: book, derivedBook: derivedBook(tables) });
  const repair = repairTables({ client: tables.client, source: tables.source, derived: tables.derived });
  return {
    ...{ bucket, register, store, episodes, deps, ports, repair },
    acknowledgements: dynamoAcknowledgements(tables.client, tables.source),
    send: (submissionId: string, events: readonly KeptEvent[]) => send({ submissionId, events }, tables),
    receipt: (submissionId: string) => dynamoReceipts(tables.client, tables.source).readReceipt({ client: "c", submissionId }),
    /** A night, and whether afterwards every statistic is what the events say. */
    async night(): Promise<Readonly<Record<string, string>>> {
      await runNight({ civilDate: "2026-11-22" }, ports);
      const { different, waiting } = await verifyEverything({ ...ports, repair });
      if (different.length + waiting > 0) throw new Error(`not what the events say: ${different.join(", ")}, ${waiting} waiting`);
      return publishedFiles(ports);
    },
  };
}

async function send(
  { submissionId, events }: { submissionId: string; events: readonly KeptEvent[] },
  tables: SourceTables,
): Promise<readonly ReceiptRecord[]> {
  const [receipts, ledgers] = [dynamoReceipts(tables.client, tables.source), dynamoLedgers(tables.client, tables.source)];
  const key = { client: "c", submissionId, receivedAt: "2026-11-22T09:00:00.000Z" };
  const records = events.map((event, index) => ({
    ...{ index, row: null, eventId: event.eventId, practice: event.practice, events: [event], refusals: [], columns: {} },
  }));
  const pseudonyms = { personId: async (text: string) => text, refKey: async (_: string, referralId: string) => `ref-${referralId}` };
  const deps = { ...keepingDeps(dynamoEpisodes(tables.client, tables)), ledgers, pseudonyms };
  const answers = await storeRecords(records, key, deps);
  await receipts.openReceipt({ ...key, bodyHash: "h", received: records.length, parts: 1 }, answers);
  return answers;
}
