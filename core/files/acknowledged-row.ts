import type { ReceiptRecord } from "../submission/receipt.ts";

/** The columns of an acknowledgement: a line for each record, with what is wrong and what to do where something is. */
export const acknowledgementColumns = ["row", "eventId", "outcome", "rule", "field", "fix", "score", "band", "action"] as const;

/** One line of an acknowledgement. */
export type AcknowledgedRow = readonly (string | number | null)[];

/** The line of a record. A column of the file stands in the place of the field that was read from it. */
export function acknowledgedRow({ row, index, eventId, outcome, rule, column, field, fix, score }: ReceiptRecord): AcknowledgedRow {
  const told = [rule ?? null, column ?? field ?? null, fix ?? null];
  return [row ?? index + 1, eventId, outcome, ...told, score?.score ?? null, score?.band ?? null, score?.action ?? null];
}
