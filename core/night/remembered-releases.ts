import type { ReportStore } from "../ports/report-store.ts";
import type { ReleaseStore } from "./decide-releases.ts";

/** So many letters of tables are remembered: some sums of a board and of England, or every table of a network. */
const mostRemembered = 100_000_000;

/** Keeps released tables, and has those that were kept first, as far as they fit, at hand: for sums and for tables of figures they are read again at once, and not asked of the store. */
export function rememberedReleases(
  { reports }: { readonly reports: Pick<ReportStore, "readRelease" | "keepRelease"> },
  { since, most = mostRemembered }: { readonly since: string | undefined; readonly most?: number },
): ReleaseStore {
  const texts = new Map<string, string>();
  let letters = 0;
  const keep = async (text: string) => {
    const sha256 = await reports.keepRelease(text, since);
    letters += text.length;
    if (letters <= most) texts.set(sha256, text);
    return sha256;
  };
  return { keep, read: async (sha256) => texts.get(sha256) ?? reports.readRelease(sha256) };
}
