import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { familyOf } from "../release/family.ts";
import { atMonth, difference, joinMonths } from "../release/monthly.ts";
import { parseTable } from "../release/release-texts.ts";
import { emptyStatistic, parseStatistic } from "../statistic.ts";
import { readRelease } from "./decide-releases.ts";
import { inParallel } from "./in-parallel.ts";
import type { Releases } from "./manifest.ts";

type Behind = {
  readonly releases: Releases;
  readonly derived: Pick<DerivedStore, "standingsOf" | "statisticsOf">;
  readonly reports: Pick<ReportStore, "readRelease">;
  readonly digest: Digest;
};

const practicesAtOnce = 8;

/** Of these practices, those of which readers see another table of a family than stands: too few people have moved, or the night has not been yet. */
export async function practicesBehind(practices: readonly string[], family: string, given: Behind): Promise<number> {
  const isBehind = await inParallel(practices, practicesAtOnce, async (code) => {
    const stored = await given.derived.statisticsOf({ code, level: "practice" }, await given.derived.standingsOf(code));
    const stands = joinMonths(stored.map(({ month, text }) => ({ month, statistic: parseStatistic(text) })));
    const table = given.releases[code]?.table ?? null;
    const seen = parseTable(table === null ? null : await readRelease(table, { read: given.reports.readRelease, digest: given.digest }));
    const own = new Map([...stands].filter(([key]) => familyOf(atMonth(key).rest) === family));
    return difference(own, seen.get(family) ?? emptyStatistic).size > 0;
  });
  return isBehind.filter((each) => each).length;
}
