import type { KeptEvent } from "../events/kept-event.ts";
import type { Refusal } from "../refusal.ts";

/** A record that was read and judged: what is to be kept of it, without any person's identifier, or why nothing is. */
export type PreparedRecord = {
  readonly index: number;
  readonly row: number | null;
  readonly eventId: string | null;
  /** The practice that it names, where its sender may speak for that practice: in whose ledger it stands. */
  readonly practice?: string | undefined;
  /** Empty for a record that is refused. */
  readonly events: readonly KeptEvent[];
  readonly refusals: readonly Refusal[];
  readonly columns: Readonly<Record<string, string>>;
  /** Whose it was has been erased while it waited: nothing of it is left but its place. */
  readonly erased?: true | undefined;
};
