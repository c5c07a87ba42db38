import type { Standing } from "../episodes/episode.ts";
import { ledgerOfRecords } from "../ledger.ts";
import type { Refusal } from "../refusal.ts";
import type { RecordScore } from "../scoring/record-score.ts";

/** What became of a record. */
export const outcomes = ["accepted", "duplicate", "superseded", "rejected", "parked", "excluded"] as const;
export type Outcome = (typeof outcomes)[number];

/** What the sender is told of one record. */
export type ReceiptRecord = {
  readonly index: number;
  /** The line and column of the file, where it came in one. */
  readonly row?: number;
  readonly column?: string;
  readonly eventId: string | null;
  readonly outcome: Outcome;
  /** How it stands in its episode, where it does not simply count. */
  readonly standing?: Exclude<Standing, "used">;
  readonly score?: RecordScore;
  readonly rule?: string;
  readonly field?: string;
  readonly fix?: string;
  /** Everything else that is wrong with it. */
  readonly also?: readonly Refusal[];
};

/** The answer to a submission, the same whenever it is asked for. While parts of it are being stored, `status` is `accepted`. */
export type Receipt = {
  readonly submissionId: string;
  readonly status: "complete" | "accepted";
  readonly received: number;
  readonly progress?: { readonly parts: number; readonly stored: number };
  readonly records: readonly ReceiptRecord[];
  /**
   * How many count now, and how many are left out: accepted but withdrawn, contradicted by another of the same day or of somebody who has opted
   * out; or answered `excluded` and not kept, of somebody who was erased.
   */
  readonly used: number;
  readonly excluded: number;
} & { readonly [outcome in Outcome]: number };

/** What of a receipt is known so far. */
export type ReceiptParts = {
  readonly submissionId: string;
  readonly received: number;
  /** How many parts there are in all. */
  readonly parts: number;
  readonly stored: readonly (readonly ReceiptRecord[])[];
};

/** The receipt that its parts make, in the order of what was sent. Complete when every part is there: parts are counted, never a counter kept. */
export function receiptOf({ submissionId, received, parts, stored }: ReceiptParts): Receipt {
  const records = stored.flat().toSorted((a, b) => a.index - b.index);
  const complete = stored.length === parts;
  const counted = (outcome: Outcome) => records.filter((record) => record.outcome === outcome).length;
  const { used, excluded } = ledgerOfRecords(received, records);
  return {
    submissionId,
    status: complete ? "complete" : "accepted",
    received,
    accepted: counted("accepted"),
    duplicate: counted("duplicate"),
    superseded: counted("superseded"),
    rejected: counted("rejected"),
    parked: counted("parked"),
    used,
    excluded,
    ...(complete ? {} : { progress: { parts, stored: stored.length } }),
    records,
  };
}
