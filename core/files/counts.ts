import { type Ledger, ledgerOfRecords } from "../ledger.ts";
import { type Outcome, outcomes, type ReceiptRecord } from "../submission/receipt.ts";

/** How many records came to what, how many of the accepted count, and how many answers point to self-harm. */
export type Counts = { readonly [outcome in Outcome]: number } & Pick<Ledger, "used" | "excluded"> & { readonly risks: number };

/** Nothing counted: the identity of {@link addCounts}. */
export const emptyCounts: Counts = {
  ...{ accepted: 0, duplicate: 0, superseded: 0, rejected: 0, parked: 0 },
  ...{ used: 0, excluded: 0, risks: 0 },
};

/** The counts of some records. */
export function countsOfRecords(records: readonly ReceiptRecord[]): Counts {
  const counts = { ...emptyCounts };
  for (const { outcome, score } of records) {
    // What is excluded is counted once, by the ledger: among the accepted there are such records too.
    counts[outcome] += 1;
    if (score?.risk === "yes") counts.risks += 1;
  }
  const { used, excluded } = ledgerOfRecords(records.length, records);
  return { ...counts, used, excluded };
}

/** All of them together: any order and any grouping gives the same. */
export function addCounts(all: Iterable<Counts>): Counts {
  const sum: Record<keyof Counts, number> = { ...emptyCounts };
  for (const counts of all) for (const each of new Set([...outcomes, "used", "excluded", "risks"] as const)) sum[each] += counts[each];
  return sum;
}
