import type { LedgerBook, LedgerSource } from "../../core/ports/ledger-book.ts";
import type { PracticeLedger } from "../../core/practice/practice-ledgers.ts";

/** Ledgers in memory: the first entry about the same records stands. */
export type MemoryLedgers = LedgerBook & { holds(about: LedgerSource, practice: string): boolean };

export function memoryLedgers(): MemoryLedgers {
  const entries = new Map<string, PracticeLedger>();
  const nameOf = ({ client, submissionId, firstIndex }: LedgerSource, practice: string) =>
    `${practice} ${client} ${submissionId} ${firstIndex}`;
  return {
    holds: (about, practice) => entries.has(nameOf(about, practice)),
    async enter(about, ledgers) {
      for (const ledger of ledgers) {
        const name = nameOf(about, ledger.practice);
        if (!entries.has(name)) entries.set(name, ledger);
      }
    },
    ledgersOf: async (practice, from) => [...entries.values()].filter((ledger) => ledger.practice === practice && ledger.on >= from),
  };
}
