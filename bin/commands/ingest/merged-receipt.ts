import type * as z from "zod";
import type { receiptSchema } from "../../../core/submission/api-schemas.ts";
import { outcomes } from "../../../core/submission/receipt.ts";

type Receipt = z.infer<typeof receiptSchema>;
type ReceiptRecord = Receipt["records"][number];

/** A record of a receipt with the file it came from. */
export type FileRecord = ReceiptRecord & { readonly file: string };

/** What all submissions of a call came to together. */
export type MergedReceipt = {
  readonly submissions: readonly string[];
  readonly received: number;
  readonly counts: Readonly<Record<(typeof outcomes)[number], number>>;
  readonly records: readonly FileRecord[];
};

/** What no submissions came to. */
export const emptyReceipt: MergedReceipt = {
  submissions: [],
  received: 0,
  counts: { accepted: 0, duplicate: 0, superseded: 0, rejected: 0, parked: 0, excluded: 0 },
  records: [],
};

/** A receipt's own `excluded` also counts what was accepted and does not count now; each record is counted here by its outcome alone. */
function countOf(outcome: (typeof outcomes)[number], receipt: Receipt): number {
  return outcome === "excluded" ? receipt.records.filter((record) => record.outcome === outcome).length : receipt[outcome];
}

/** Adds one receipt, its records told by the file and the rows that they came from. */
export function withReceipt(
  merged: MergedReceipt,
  receipt: Receipt,
  { file, rowOf }: { file: string; rowOf: ((index: number) => number | undefined) | undefined },
): MergedReceipt {
  const records = receipt.records.map(({ row: _, ...record }) => {
    const row = rowOf?.(record.index);
    return { file, ...record, ...(row === undefined ? {} : { row }) };
  });
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, merged.counts[outcome] + countOf(outcome, receipt)]));
  return {
    submissions: [...merged.submissions, receipt.submissionId],
    received: merged.received + receipt.received,
    counts: { ...merged.counts, ...counts },
    records: [...merged.records, ...records],
  };
}
