import type { CivilDate } from "../civil-date.ts";
import type { PracticeLedger } from "../practice/practice-ledgers.ts";

/** Which records of which submission an entry is about. */
export type LedgerSource = { readonly client: string; readonly submissionId: string; readonly firstIndex: number };

/** What every practice was sent and what came of it, for good. */
export interface LedgerBook {
  /** Enters what records came to, each practice by itself; the first entry about the same records stands. */
  enter(about: LedgerSource, ledgers: readonly PracticeLedger[]): Promise<void>;
  /** Everything entered for a practice that was received on that day or later. */
  ledgersOf(practice: string, from: CivilDate): Promise<readonly PracticeLedger[]>;
}
