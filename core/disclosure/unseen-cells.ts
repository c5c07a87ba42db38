import type { CivilDate } from "../civil-date.ts";
import type { Registry } from "../instruments/registry.ts";
import { outcomes } from "../place-report.ts";
import type { HiddenCells } from "../place-statistics.ts";
import { emptyStatistic } from "../statistic.ts";
import { instrumentFor } from "./measure-of.ts";
import { outcomeTable } from "./outcome-cells.ts";
import { outcomeCounts } from "./outcome-counts.ts";

/**
 * The cells of those outcomes of which nothing has been released yet: nobody was asked, or too few were. Their table counts nobody, and a zero there would be
 * said of people who may be there, and would tell of the first.
 */
export function unseenCells(
  families: ReadonlySet<string>,
  { asOf, registry }: { readonly asOf: CivilDate; readonly registry?: Registry | undefined },
): HiddenCells {
  const cells = outcomes.flatMap((outcome) => {
    const instrument = instrumentFor(outcome, registry);
    if (families.has(instrument.id)) return [];
    return [[outcome, [...outcomeTable(outcomeCounts(emptyStatistic, instrument.id, asOf), instrument).cells.keys()].sort()] as const];
  });
  return Object.fromEntries(cells);
}
