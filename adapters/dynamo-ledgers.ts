import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { canonicalJson } from "../core/canonical-json.ts";
import type { CivilDate } from "../core/civil-date.ts";
import { inParallel } from "../core/night/in-parallel.ts";
import type { LedgerBook, LedgerSource } from "../core/ports/ledger-book.ts";
import type { PracticeLedger } from "../core/practice/practice-ledgers.ts";
import { putFirst } from "./put-first.ts";
import { queryAll } from "./query-all.ts";
import { sha256 } from "./sha256.ts";
import { ledgerPartition, receiptIndexKey } from "./source-keys.ts";

const ledgerRow = z.object({ body: z.string() });
const indexedRow = z.object({ gsi1sk: z.string() });
const writesAtOnce = 16;

/**
 * The ledgers of practices in the source table: one row for each practice and part of a submission, under a hash of the submission's id, so that
 * a repetition meets the row of the first time. The index leads from a practice to the receipts of its submissions, by day.
 */
export function dynamoLedgers(client: DynamoDBDocumentClient, table: string): LedgerBook {
  return {
    async enter(about, ledgers) {
      await inParallel(ledgers, writesAtOnce, (ledger) => putFirst(client, table, ledgerRowOf(about, ledger)));
    },
    async ledgersOf(practice, from) {
      const rows = await queryAll(client, { table, pk: ledgerPartition(practice) });
      return rows.map((row): PracticeLedger => JSON.parse(ledgerRow.parse(row).body)).filter(({ on }) => on >= from);
    },
  };
}

/** The row of one entry. */
export function ledgerRowOf({ client, submissionId, firstIndex }: LedgerSource, ledger: PracticeLedger): Record<string, unknown> {
  const sk = `${sha256(`${client}#${submissionId}`).slice(0, 32)}#${firstIndex}`;
  return {
    ...{ pk: ledgerPartition(ledger.practice), sk, body: canonicalJson(ledger) },
    ...receiptIndexKey(ledger, `${client}#${submissionId}`),
  };
}

/** The submissions that named a practice and were received on that day or later, each as client and id. Read from the ledgers, not from their index: none may be missed. */
export async function submissionsOf(
  { client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string },
  practice: string,
  from: CivilDate,
): Promise<ReadonlySet<string>> {
  const rows = await queryAll(client, { table, pk: ledgerPartition(practice) });
  const known = rows.flatMap((row) => indexedRow.safeParse(row).data?.gsi1sk ?? []);
  return new Set(known.filter((sk) => sk >= from).map((sk) => sk.slice(sk.indexOf("#") + 1)));
}
