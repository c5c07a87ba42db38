import type { StoredFile } from "../ports/files.ts";
import type { Refusal } from "../refusal.ts";
import { addCounts, type Counts } from "./counts.ts";
import type { Encoding } from "./encoding.ts";

/** The receipt of a file: how far it is, and what its records came to so far. What became of each stands in the acknowledgement. */
export type FilePage = Omit<Counts, "risks"> & {
  readonly submissionId: string;
  readonly status: "uploading" | "splitting" | "storing" | "complete" | "refused";
  readonly received: number;
  /** How many answers point to thoughts of self-harm: each is named in the acknowledgement, and on the practice's list at once. */
  readonly risks: number;
  readonly encoding?: Encoding;
  readonly progress?: { readonly parts: number; readonly stored: number };
  readonly problem?: Refusal;
  readonly acknowledgement?: string;
  readonly records: readonly never[];
};

/** A file as it stands. Complete when every part is stored and the acknowledgement is there: parts are counted, never a counter kept. */
export function filePage(submissionId: string, { sent, surveyed, cut, stored, isAcknowledged }: StoredFile): FilePage {
  const page = { submissionId, received: 0, ...addCounts(stored.map(({ counts }) => counts)), records: [] };
  if (sent === null) return { ...page, status: "uploading" };
  if (surveyed === null) return { ...page, status: "splitting" };
  if ("refusal" in surveyed) {
    return { ...page, status: "refused", ...(surveyed.encoding && { encoding: surveyed.encoding }), problem: surveyed.refusal };
  }
  const { encoding, records: received, parts } = surveyed;
  const known = { ...page, received, encoding };
  if (isAcknowledged) {
    return { ...known, status: "complete", acknowledgement: `/v1/submissions/${encodeURIComponent(submissionId)}/acknowledgement.csv` };
  }
  return { ...known, status: (cut?.part ?? 0) < parts ? "splitting" : "storing", progress: { parts, stored: stored.length } };
}
