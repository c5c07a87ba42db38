import type { LakeLedger } from "../lake/lake-plan.ts";

/** The ledger with the tag that a conditional write must name; `null` before the first. */
export type TaggedLedger = { readonly ledger: LakeLedger; readonly tag: string | null };

/** A file as it stands in the lake. `tag` is what a conditional write must name. */
export type LakeFile = { readonly path: string; readonly bytes: Uint8Array; readonly knownTag: string | null; readonly gen: number };

/** Where the lake lies. A file is replaced whole or not at all, and never by an older run. */
export type LakeStore = {
  readonly readLedger: () => Promise<TaggedLedger>;
  /** Writes a file; its new tag, or `null` when a newer run has written it. */
  readonly keepFile: (file: LakeFile) => Promise<string | null>;
  /** Writes the ledger if it still carries the tag; its new tag, or `null` when somebody else came first. */
  readonly keepLedger: (ledger: LakeLedger, tag: string | null) => Promise<string | null>;
};
