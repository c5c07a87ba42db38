import type { CivilDate } from "../civil-date.ts";
import type { Instrument } from "../instruments/instrument.ts";
import type { Registry } from "../instruments/registry.ts";
import type { Level } from "../organisations/organisation.ts";
import { outcomes } from "../place-report.ts";
import type { HiddenCells, PlaceStatistics } from "../place-statistics.ts";
import { mayShowAverages } from "./disclose-change.ts";
import { lostTable } from "./disclose-lost.ts";
import { startedTable } from "./disclose-months.ts";
import { qualityName, qualityTable } from "./disclose-quality.ts";
import { hideAcross, type Sheet } from "./hide-across.ts";
import { type BarSheet, hideBarEnds } from "./hide-bar-ends.ts";
import { instrumentFor } from "./measure-of.ts";
import { type OutcomeTable, outcomeTable } from "./outcome-cells.ts";
import { countsAt, followsShares, stepCounts } from "./outcome-counts.ts";
import { type DisclosureProfile, profileOf, subnational } from "./profile.ts";
import { beginCell, scoreBarsOf, shownScoreBars } from "./score-bars.ts";

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

/** Under this name stand the people referred, taken on and started, under `lost` those who were lost, and under `quality` how complete the data are; every other table is named after its outcome. */
export const flowTable = "flow";

/** One place of a generation with its tables, by name: all that is kept of it until every place has been read. */
export type TablesOfPlace = Pick<CountedPlace, "code" | "level" | "parent" | "hidden"> & {
  readonly tables: ReadonlyMap<string, OutcomeTable>;
};

/** Reads places one after another into their tables. The names of cells are the same everywhere and are kept once, so that a nation fits into memory. */
export function tableReader({ asOf, registry, profileFor = profileOf }: GenerationRules): (place: CountedPlace) => TablesOfPlace {
  const names = new Map<string, string>();
  const measured = outcomes.map((outcome) => [outcome, instrumentFor(outcome, registry)] as const);
  return (place) => {
    const { code, level, parent, hidden } = place;
    const read = [
      [flowTable, flowOf(place, asOf)] as const,
      ["lost", lostTable(place.statistic)] as const,
      [qualityName, qualityTable(place.statistic)] as const,
      ...measured.map(([outcome, instrument]) => [outcome, outcomeOf(place, { instrument, asOf, profile: profileFor(level) })] as const),
    ];
    const tables = read
      .filter(([, { cells }]) => [...cells.values()].some((n) => n > 0))
      .map(([name, table]) => [name, named(table, names)] as const);
    return { code, level, parent, hidden, tables: new Map(tables) };
  };
}

function named({ cells, lines, ...rest }: OutcomeTable, names: Map<string, string>): OutcomeTable {
  const once = (id: string) => {
    const known = names.get(id);
    if (known === undefined) names.set(id, id);
    return known ?? id;
  };
  return {
    ...rest,
    cells: new Map([...cells].map(([id, n]) => [once(id), n])),
    lines: lines.map(({ total, parts, shares }) => ({ total: once(total), parts: parts.map(once), shares })),
  };
}

/**
 * The cells of every place that must not be shown when all places of a generation are read side by side, table by table, as {@link hideAcross}
 * finds them, and where bars of scores must not begin, as {@link hideBarEnds} does: what `disclosePlace` is given as `hidden`. It guards against somebody who may read every page, England's among them, which is
 * exact and everybody's: whoever may read less can work out less.
 */
export function hideTables(
  places: readonly TablesOfPlace[],
  profileFor: (level: Level) => DisclosureProfile = profileOf,
): ReadonlyMap<string, HiddenCells> {
  const found = new Map<string, Record<string, readonly string[]>>(places.map(({ code }) => [code, {}]));
  for (const name of tableNames)
    for (const [code, hidden] of hideTable(name, places, profileFor)) {
      const tables = found.get(code);
      if (tables !== undefined) tables[name] = hidden;
    }
  return found;
}

/** Every table that a place may have, in the order in which {@link hideTables} looks at them: none depends on another. */
export const tableNames: readonly string[] = [flowTable, "lost", qualityName, ...outcomes];

/** The cells of one table that must not be shown, by place; of places without any nothing is said. */
export function hideTable(
  name: string,
  places: readonly TablesOfPlace[],
  profileFor: (level: Level) => DisclosureProfile = profileOf,
): ReadonlyMap<string, readonly string[]> {
  const sheets = new Map(places.map((place) => [place.code, sheetOf(place, name, profileFor)] as const));
  const counts = hideAcross(sheets, subnational.hiddenUpTo);
  const hiddenAt = (code: string) => counts.get(code) ?? new Set<string>();
  const bars = places.map((place) => {
    const { roundTo } = profileFor(place.level);
    return [place.code, barsOf(place, { name, hidden: hiddenAt(place.code), roundTo })] as const;
  });
  const ends = hideBarEnds(new Map(bars), tooFew);
  const hidden = places.map(({ code }) => [code, [...hiddenAt(code), ...(ends.get(code) ?? []).map(beginCell)].sort()] as const);
  return new Map(hidden.filter(([, cells]) => cells.length > 0));
}

/** Of people whom no bar is shown of, so few must not be told by the bars of others: what leaves a count open by the seven of the rule and the five that solving everything together takes away. */
const tooFew = 11;

function barsOf(
  place: TablesOfPlace,
  { name, hidden, roundTo }: { readonly name: string; readonly hidden: ReadonlySet<string>; readonly roundTo: number },
): BarSheet {
  const { cells, bars = [] } = place.tables.get(name) ?? nothing;
  const isHidden = hidden.has("n");
  return {
    parent: place.parent,
    roundTo,
    isEmpty: !isHidden && (cells.get("n") ?? 0) === 0,
    bars: isHidden ? [] : shownScoreBars(bars, hidden),
  };
}

/** {@link hideTables} of places that are all at hand. */
export function hideGeneration(places: readonly CountedPlace[], rules: GenerationRules): ReadonlyMap<string, HiddenCells> {
  return hideTables(places.map(tableReader(rules)), rules.profileFor);
}

/** A table in which nobody is counted has no cells: it shows zero, and zero is seen. */
function sheetOf({ parent, level, hidden, tables }: TablesOfPlace, name: string, profileFor: (level: Level) => DisclosureProfile): Sheet {
  const { hiddenUpTo, roundTo } = profileFor(level);
  return { ...(tables.get(name) ?? nothing), parent, hiddenUpTo, roundTo, hidden: new Set(hidden?.[name] ?? []) };
}

const nothing: OutcomeTable = { cells: new Map(), lines: [], unpublished: new Set(), kept: new Set() };

function outcomeOf(
  { statistic, months, level }: CountedPlace,
  { instrument, asOf, profile }: { readonly instrument: Instrument; readonly asOf: CivilDate; readonly profile: DisclosureProfile },
): OutcomeTable {
  const counts = countsAt({ statistic, months, level, asOf }, instrument);
  const bars = mayShowAverages(counts.pairs, profile) ? scoreBarsOf(counts.pairs, { instrument, ...profile }) : [];
  return { ...outcomeTable(counts, instrument), ...(bars.length === 0 ? {} : { bars }) };
}

function flowOf({ statistic, months, level }: CountedPlace, asOf: CivilDate): OutcomeTable {
  const { referred, accepted, started } = stepCounts(statistic);
  const steps = [
    ["referred", referred],
    ["accepted", accepted],
    ["started", started],
  ] as const;
  const byMonth = followsShares(level) ? nothing : startedTable(months, asOf);
  return { ...byMonth, cells: new Map([...byMonth.cells, ...steps]), kept: new Set(steps.map(([step]) => step)) };
}
