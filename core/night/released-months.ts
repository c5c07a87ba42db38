import type { Month } from "../civil-date.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { parseMonths } from "../release/release-texts.ts";
import type { Statistic } from "../statistic.ts";
import { readRelease } from "./decide-releases.ts";

/** What readers may see of a place: its months, in order, and the families of figures of which something is seen. */
export type ReleasedMonths = {
  readonly months: readonly { readonly month: Month; readonly statistic: Statistic }[];
  readonly families: ReadonlySet<string>;
};

/** Reads a released table. @throws where it is not there or is not what its name says */
export async function readReleasedMonths(
  table: string,
  { reports, digest }: { readonly reports: Pick<ReportStore, "readRelease">; readonly digest: Digest },
): Promise<ReleasedMonths> {
  return parseMonths(await readRelease(table, { read: reports.readRelease, digest }));
}
