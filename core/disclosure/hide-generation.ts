import type { CivilDate } from "../civil-date.ts";
import type { Instrument } from "../instruments/instrument.ts";
import type { Registry } from "../instruments/registry.ts";
import type { Level } from "../organisations/organisation.ts";
import { outcomes } from "../place-report.ts";
import type { HiddenCells, PlaceStatistics } from "../place-statistics.ts";
import { lostTable } from "./disclose-lost.ts";
import { followsShares, startedTable } from "./disclose-months.ts";
import { hideAcross, type Sheet } from "./hide-across.ts";
import { instrumentFor } from "./measure-of.ts";
import { outcomeTable } from "./outcome-cells.ts";
import { outcomeCounts, stepCounts, withMonths } from "./outcome-counts.ts";
import { type DisclosureProfile, profileOf, subnational } from "./profile.ts";

/** One place of a generation with everything that is counted there, and what an earlier publication of the same people hid. */
export type CountedPlace = Pick<PlaceStatistics, "statistic" | "months"> & {
  readonly code: string;
  readonly level: Level;
  readonly parent: string | null;
  readonly hidden?: HiddenCells | undefined;
};

/** The rules by which a generation is looked at. */
export type GenerationRules = {
  readonly asOf: CivilDate;
  readonly registry?: Registry | undefined;
  readonly profileFor?: (level: Level) => DisclosureProfile;
};

/** Under this name stand the people referred, taken on and started, and under `lost` those who were lost; every other table is named after its outcome. */
export const flowTable = "flow";

/**
 * The cells of every place that must not be shown when all places of a generation are read side by side, table by table, as {@link hideAcross}
 * finds them: what `disclosePlace` is given as `hidden`. It guards against somebody who may read every page, England's among them, which is
 * exact and everybody's: whoever may read less can work out less.
 */
export function hideGeneration(
  places: readonly CountedPlace[],
  { asOf, registry, profileFor = profileOf }: GenerationRules,
): ReadonlyMap<string, HiddenCells> {
  const found = new Map<string, Record<string, readonly string[]>>(places.map(({ code }) => [code, {}]));
  const look = (table: string, tableOf: (place: CountedPlace) => TableOf) => {
    const sheets = new Map(places.map((place) => [place.code, sheetOf(place, { table, profileFor, ...tableOf(place) })] as const));
    for (const [code, hidden] of hideAcross(sheets, subnational.hiddenUpTo)) {
      const tables = found.get(code);
      if (tables !== undefined && hidden.size > 0) tables[table] = [...hidden].sort();
    }
  };
  look(flowTable, (place) => flowOf(place, asOf));
  look("lost", ({ statistic }) => lostTable(statistic));
  for (const outcome of outcomes) {
    const instrument = instrumentFor(outcome, registry);
    look(outcome, (place) => outcomeOf(place, { instrument, asOf }));
  }
  return found;
}

type TableOf = Pick<Sheet, "cells" | "lines" | "unpublished" | "kept">;
type Looking = TableOf & { readonly table: string; readonly profileFor: (level: Level) => DisclosureProfile };

function sheetOf({ parent, level, hidden }: CountedPlace, { table, profileFor, ...counted }: Looking): Sheet {
  const { hiddenUpTo, roundTo } = profileFor(level);
  return { ...counted, parent, hiddenUpTo, roundTo, hidden: new Set(hidden?.[table] ?? []) };
}

function outcomeOf(
  { statistic, months, level }: CountedPlace,
  { instrument, asOf }: { readonly instrument: Instrument; readonly asOf: CivilDate },
): TableOf {
  const all = outcomeCounts(statistic, instrument.id, asOf);
  return outcomeTable(followsShares(level) ? withMonths(all, months, instrument.id) : all, instrument);
}

function flowOf({ statistic, months, level }: CountedPlace, asOf: CivilDate): TableOf {
  const { referred, accepted, started } = stepCounts(statistic);
  const steps = [
    ["referred", referred],
    ["accepted", accepted],
    ["started", started],
  ] as const;
  const nothing = { cells: new Map<string, number>(), lines: [], unpublished: new Set<string>(), kept: new Set<string>() };
  const byMonth = followsShares(level) ? nothing : startedTable(months, asOf);
  return { ...byMonth, cells: new Map([...byMonth.cells, ...steps]), kept: new Set(steps.map(([step]) => step)) };
}
