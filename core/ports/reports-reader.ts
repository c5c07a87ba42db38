import type { Pointer } from "../night/manifest.ts";
import type { ShownGeneration } from "../night/read-run-files.ts";
import type { Grant } from "./authority.ts";

/** Published reports, to be read: nothing here takes a name that came with a request. */
export type PublishedReports = {
  /** What readers see now; `null` before anything was published. */
  readonly pointer: () => Promise<Pointer | null>;
  readonly generation: (gen: number) => Promise<ShownGeneration | null>;
  readonly object: (sha256: string) => Promise<string | null>;
};

/** What a person may read. Read afresh for every request: a grant that is taken away is gone with the next one. */
export type GrantBook = { readonly grantsOf: (subject: string) => Promise<readonly Grant[]> };
