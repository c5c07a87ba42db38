import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import type { ReleaseStore } from "./decide-releases.ts";

/** Where whoever decides again what may be seen keeps tables: nowhere. What the store does not hold as it was decided is named in `missing`. */
export function heldReleases({ reports, digest }: { readonly reports: Pick<ReportStore, "readRelease">; readonly digest: Digest }): {
  readonly store: ReleaseStore;
  readonly missing: readonly string[];
} {
  const missing: string[] = [];
  const texts = new Map<string, string>();
  const keep = async (text: string) => {
    const sha256 = digest(text);
    texts.set(sha256, text);
    if ((await reports.readRelease(sha256)) !== text) missing.push(sha256);
    return sha256;
  };
  return { store: { keep, read: async (sha256) => texts.get(sha256) ?? reports.readRelease(sha256) }, missing };
}
