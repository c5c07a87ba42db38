import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import type { Pause } from "../core/ports/pause.ts";

/** Reasons for which another attempt may succeed: somebody else was there, or the store had too much to do. */
const passing = new Set(["None", "ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** Whether a transaction was refused for nothing but rivals and limits: every reason is looked at, because one bad row may stand among many. */
export function isRivalry(error: unknown): boolean {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  return reasons.length > 0 && reasons.every(({ Code }) => passing.has(Code ?? "None"));
}

const attempts = 8;

/** Does a transaction that may simply be repeated, until no rival is in its way. @throws what it last failed with */
export async function despiteRivals(pause: Pause, transaction: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await transaction();
      return;
    } catch (error) {
      if (!isRivalry(error) || attempt === attempts) throw error;
      await pause(attempt);
    }
  }
}
