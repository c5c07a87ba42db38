import type { LedgerBook } from "../../core/ports/ledger-book.ts";
import type { PracticeLedger } from "../../core/practice/practice-ledgers.ts";

/** Ledgers in memory: the first entry about the same records stands. */
export function memoryLedgers(): LedgerBook {
  const entries = new Map<string, PracticeLedger>();
  return {
    async enter({ client, submissionId, firstIndex }, ledgers) {
      for (const ledger of ledgers) {
        const name = `${ledger.practice} ${client} ${submissionId} ${firstIndex}`;
        if (!entries.has(name)) entries.set(name, ledger);
      }
    },
    ledgersOf: async (practice, from) => [...entries.values()].filter((ledger) => ledger.practice === practice && ledger.on >= from),
  };
}
