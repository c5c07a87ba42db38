import type { ChangesOfPractice } from "../disclosure/expected-ranges.ts";
import type { MonthsRanges } from "../expected-range.ts";
import { englandCode } from "../organisations/organisation.ts";
import type { HiddenCells } from "../place-statistics.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { mergeStatistics } from "../statistic.ts";
import { inParallel } from "./in-parallel.ts";
import type { HideGeneration } from "./night-ports.ts";
import type { PlaceInputs } from "./place-inputs.ts";
import { readReleasedMonths } from "./released-months.ts";

type Ranging = {
  readonly asOf: string;
  /** Those that readers' generation has. */
  readonly before: MonthsRanges | undefined;
  /** What the generation hides of each place. */
  readonly hidden: ReadonlyMap<string, HiddenCells>;
  readonly reports: Pick<ReportStore, "readRelease">;
  readonly digest: Digest;
  readonly hideGeneration?: HideGeneration | undefined;
  /** What was counted of released tables already, by their hash. */
  readonly counted?: ReadonlyMap<string, ChangesOfPractice> | undefined;
};

const practicesAtOnce = 16;

/**
 * The range in which practices are expected in the month of `asOf`. A month's ranges are those of its first generation, when every page is drawn anew in any
 * case: a practice's page moves with its own figures, and with the others' once a month. Only then is anything read.
 */
export async function rangesOfMonth(inputs: ReadonlyMap<string, PlaceInputs>, given: Ranging): Promise<MonthsRanges> {
  const { asOf, before, hidden, hideGeneration, counted, ...ports } = given;
  if (before?.asOf === asOf) return before;
  if (hideGeneration === undefined) return { asOf, ranges: {} };
  const practices = [...inputs.values()].filter(({ place }) => place.level === "practice");
  const changes = await inParallel(practices, practicesAtOnce, async ({ table }) => {
    const known = counted?.get(table);
    if (known !== undefined) return known;
    const { months } = await readReleasedMonths(table, ports);
    return hideGeneration.changes(mergeStatistics(months.map(({ statistic }) => statistic)), { asOf });
  });
  return { asOf, ranges: hideGeneration.expected(changes, hidden.get(englandCode) ?? {}) };
}
