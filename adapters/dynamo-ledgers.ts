import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { canonicalJson } from "../core/canonical-json.ts";
import { inParallel } from "../core/night/in-parallel.ts";
import type { LedgerBook } from "../core/ports/ledger-book.ts";
import type { PracticeLedger } from "../core/practice/practice-ledgers.ts";
import { putFirst } from "./put-first.ts";
import { queryAll } from "./query-all.ts";
import { sha256 } from "./sha256.ts";
import { ledgerPartition } from "./source-keys.ts";

const ledgerRow = z.object({ body: z.string() });
const writesAtOnce = 16;

/**
 * The ledgers of practices in the source table: one row for each practice and part of a submission, under a hash of the submission's id, so that
 * a repetition meets the row of the first time.
 */
export function dynamoLedgers(client: DynamoDBDocumentClient, table: string): LedgerBook {
  return {
    async enter({ client: sender, submissionId, firstIndex }, ledgers) {
      const sk = `${sha256(`${sender}#${submissionId}`).slice(0, 32)}#${firstIndex}`;
      await inParallel(ledgers, writesAtOnce, (ledger) =>
        putFirst(client, table, { pk: ledgerPartition(ledger.practice), sk, body: canonicalJson(ledger) }),
      );
    },
    async ledgersOf(practice, from) {
      const rows = await queryAll(client, { table, pk: ledgerPartition(practice) });
      return rows.map((row): PracticeLedger => JSON.parse(ledgerRow.parse(row).body)).filter(({ on }) => on >= from);
    },
  };
}
