import type { Month } from "../civil-date.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { parseMonths } from "../release/release-texts.ts";
import { mergeStatistics, type Statistic } from "../statistic.ts";
import { readRelease } from "./decide-releases.ts";

/** What readers may see of a place: its months, in order, and the families of figures of which something is seen. */
export type ReleasedMonths = {
  readonly months: readonly { readonly month: Month; readonly statistic: Statistic }[];
  readonly families: ReadonlySet<string>;
};

/** A released table by its hash. */
export type MonthsReader = (table: string) => Promise<ReleasedMonths>;

/** So many keys are remembered, some 100 bytes each: a board's practices and all that stands above them. */
const mostRemembered = 1_000_000;

/**
 * Reads released tables and remembers those that were read first, for pages which show the same places side by side: what is worked out
 * of a table is remembered with it, by whoever works it out.
 */
export function rememberingReader(ports: Parameters<typeof readReleasedMonths>[1], most = mostRemembered): MonthsReader {
  const remembered = new Map<string, ReleasedMonths>();
  let keys = 0;
  return async (table) => {
    const known = remembered.get(table);
    if (known !== undefined) return known;
    const read = await readReleasedMonths(table, ports);
    keys += read.months.reduce((sum, { statistic }) => sum + statistic.size, 0);
    if (keys <= most) remembered.set(table, read);
    return read;
  };
}

/** All months of a table together: summed once for each. */
export function summedMonths(months: ReleasedMonths["months"]): Statistic {
  const known = sums.get(months) ?? mergeStatistics(months.map(({ statistic }) => statistic));
  sums.set(months, known);
  return known;
}

const sums = new WeakMap<ReleasedMonths["months"], Statistic>();

/** Reads a released table. @throws where it is not there or is not what its name says */
export async function readReleasedMonths(
  table: string,
  { reports, digest }: { readonly reports: Pick<ReportStore, "readRelease">; readonly digest: Digest },
): Promise<ReleasedMonths> {
  return parseMonths(await readRelease(table, { read: reports.readRelease, digest }));
}
