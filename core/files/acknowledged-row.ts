import type { ReceiptRecord } from "../submission/receipt.ts";

/** The columns of an acknowledgement: a line for each record, with what is wrong and what to do where something is. */
export const acknowledgementColumns = ["row", "eventId", "outcome", "rule", "field", "fix", "score", "band", "action"] as const;

/**
 * The lines of an acknowledgement, written as they are, without anything of some events: of a line stay its row and what became of it. An id has no
 * character that a line of CSV would need quotes for.
 */
export function redactedLines(text: string, events: ReadonlySet<string>): string {
  const lines = text.split("\r\n").map((line) => {
    const [row = "", eventId = "", outcome = ""] = line.split(",", 3);
    return events.has(eventId) ? [row, "", outcome, ...acknowledgementColumns.slice(3).map(() => "")].join(",") : line;
  });
  return lines.join("\r\n");
}

/** One line of an acknowledgement. */
export type AcknowledgedRow = readonly (string | number | null)[];

/** What a line is made of: a record of a receipt, as the service has it or as a sender read it. */
type Answered = Pick<ReceiptRecord, "index" | "eventId" | "outcome"> & {
  readonly [field in "row" | "rule" | "column" | "field" | "fix"]?: ReceiptRecord[field] | undefined;
} & { readonly score?: { readonly score: number | null; readonly band: string | null; readonly action?: string | undefined } | undefined };

/** The line of a record. A column of the file stands in the place of the field that was read from it. */
export function acknowledgedRow({ row, index, eventId, outcome, rule, column, field, fix, score }: Answered): AcknowledgedRow {
  const told = [rule ?? null, column ?? field ?? null, fix ?? null];
  return [row ?? index + 1, eventId, outcome, ...told, score?.score ?? null, score?.band ?? null, score?.action ?? null];
}
