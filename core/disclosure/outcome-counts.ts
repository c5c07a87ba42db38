import type { CivilDate, Month } from "../civil-date.ts";
import { monthOf } from "../civil-date.ts";
import type { Instrument } from "../instruments/instrument.ts";
import type { Level } from "../organisations/organisation.ts";
import { scoreDifference } from "../outcomes/outcomes.ts";
import { type Dimension, dimensions } from "../place-report.ts";
import { keyParts, keysUnder, type Statistic } from "../statistic.ts";
import { mergePairCounts, type PairCount } from "../statistics/paired-change.ts";
import { bandsOf } from "./band-cells.ts";
import { type ComparedCounts, comparedCounts } from "./compared-cells.ts";
import { dimensionLevels, groupOf, type SplitDimension } from "./dimensions.ts";
import { isCase } from "./measure-of.ts";

/** People at the first steps, whatever the outcome. */
export type StepCounts = { readonly referred: number; readonly accepted: number; readonly started: number };

/** The scores of one instrument at one place, before disclosure. */
export type OutcomeCounts = {
  /** The same people split by one thing after another. */
  readonly splits: readonly Split[];
  readonly pairs: readonly PairCount[];
  readonly notYetDue: number;
  readonly overdue: number;
  /** Who was referred by whom and who has no follow-up, group by group: on the pages of boards and of England alone. */
  readonly compared?: ComparedCounts;
};

/** Joint tables of baseline and follow-up by the groups of one dimension, in their fixed order; groups without a pair are left out. */
export type Split = {
  readonly dimension: SplitDimension;
  readonly groups: readonly { readonly group: string; readonly pairs: readonly PairCount[] }[];
};

/** Counts the `flow|role|activity|step` keys of a statistic. */
export function stepCounts(statistic: Statistic): StepCounts {
  const counts = { referred: 0, accepted: 0, started: 0 };
  for (const [key, n] of keysUnder(statistic, "flow")) {
    const [, , , step] = keyParts(key);
    if (step === "referred" || step === "accepted" || step === "started") counts[step] += n;
  }
  return counts;
}

/** What was gathered of each statistic, by instrument and day: one place stands on its own pages, its network's, its board's and England's. */
const gathered = new WeakMap<Statistic, Map<string, OutcomeCounts>>();

/**
 * Gathers the `pair|...`, `equity|...` and `single|...` keys of one instrument, once for each statistic. A follow-up is overdue once its month has
 * passed before `asOf`.
 */
export function outcomeCounts(statistic: Statistic, instrument: string, asOf: CivilDate): OutcomeCounts {
  const of = gathered.get(statistic) ?? new Map<string, OutcomeCounts>();
  const known = of.get(`${instrument} ${asOf}`) ?? countOutcome(statistic, instrument, asOf);
  gathered.set(statistic, of.set(`${instrument} ${asOf}`, known));
  return known;
}

function countOutcome(statistic: Statistic, instrument: string, asOf: CivilDate): OutcomeCounts {
  const tables = new Map<string, PairCount[]>();
  const waiting = { notYetDue: 0, overdue: 0 };
  for (const [key, n] of ["pair", "single", "equity"].flatMap((kind) => keysUnder(statistic, kind, instrument))) {
    const [kind, id, third = "unknown", fourth = "unknown", baseline, last] = keyParts(key);
    if (id !== instrument || baseline === undefined || last === undefined) continue;
    const pair = { baseline: Number(baseline), followUp: Number(last), n };
    if (kind === "pair") {
      listOf(tables, "role", third).push(pair);
      listOf(tables, "activity", fourth).push(pair);
    }
    if (kind === "equity" && last !== "-" && isDimension(third)) listOf(tables, third, fourth).push(pair);
    if (kind === "single") waiting[isOverdue(last, asOf) ? "overdue" : "notYetDue"] += n;
  }
  const splits = splitDimensions.map((dimension) => ({ dimension, groups: groupsOf(tables, dimension) }));
  const [roles] = splits;
  return { splits, pairs: mergePairCounts((roles?.groups ?? []).map(({ pairs }) => pairs)), ...waiting };
}

/** What is counted of one measure at one place: for boards and England also month by month, and by whether a nurse or somebody else referred. */
export function countsAt(
  { level, statistic, months, asOf }: CountedFrom,
  instrument: Pick<Instrument, "id" | "bands" | "range" | "scoring">,
): OutcomeCounts {
  const counts = outcomeCounts(statistic, instrument.id, asOf);
  if (!followsShares(level)) return counts;
  const monthly = months.map(({ month, statistic: own }) => [month, outcomeCounts(own, instrument.id, asOf)] as const);
  const groups = monthly.map(([group, { pairs }]) => ({ group, pairs })).filter(({ pairs }) => pairs.length > 0);
  const overdueByMonth = new Map(monthly.filter(([, { overdue }]) => overdue > 0).map(([month, { overdue }]) => [month, overdue]));
  return {
    ...counts,
    splits: [...counts.splits, { dimension: "month", groups }],
    compared: { ...comparedCounts(statistic, instrument.id, bandsOf(instrument)), overdueByMonth },
  };
}

/** A place with everything that is counted there. */
export type CountedFrom = {
  readonly level: Level;
  readonly statistic: Statistic;
  readonly months: readonly { readonly month: Month; readonly statistic: Statistic }[];
  readonly asOf: CivilDate;
};

/** Whether a place follows the share that improved from month to month: below, months hold too few people for that. */
export function followsShares(level: Level): boolean {
  return level === "england" || level === "icb";
}

const splitDimensions: readonly ("role" | Dimension)[] = ["role", ...dimensions];

function isDimension(name: string): name is Dimension {
  return dimensions.some((dimension) => dimension === name);
}

function groupsOf(tables: ReadonlyMap<string, readonly PairCount[]>, dimension: "role" | Dimension): Split["groups"] {
  return dimensionLevels[dimension]
    .map((group) => ({ group, pairs: mergePairCounts([tables.get(`${dimension} ${group}`) ?? []]) }))
    .filter(({ pairs }) => pairs.length > 0);
}

function listOf(tables: Map<string, PairCount[]>, dimension: "role" | Dimension, level: string): PairCount[] {
  const name = `${dimension} ${groupOf(dimension, level)}`;
  const list = tables.get(name) ?? [];
  tables.set(name, list);
  return list;
}

function isOverdue(dueMonth: Month, asOf: CivilDate): boolean {
  return dueMonth < monthOf(asOf);
}

/** People whose score moved, each way, and of those who were cases before, those who were not after. */
export type ChangeCounts = {
  readonly n: number;
  readonly improved: number;
  readonly unchanged: number;
  readonly deteriorated: number;
  readonly cases: number;
  readonly recovered: number;
};

/** Classes of change by the instrument's threshold: reliable change where one is agreed, any change at all where none is. */
export function changeCounts(pairs: readonly PairCount[], instrument: Instrument): ChangeCounts {
  const counts = { n: 0, improved: 0, unchanged: 0, deteriorated: 0, cases: 0, recovered: 0 };
  for (const { baseline, followUp, n } of pairs) {
    counts.n += n;
    counts[kindOfChange(scoreDifference(followUp, baseline), instrument)] += n;
    if (isCase(instrument, baseline) !== true) continue;
    counts.cases += n;
    if (isCase(instrument, followUp) === false) counts.recovered += n;
  }
  return counts;
}

/** The classes of change, by the names of their cells. */
export const changeClasses = ["improved", "unchanged", "deteriorated"] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** Which way a change of so many points goes: the threshold itself counts as reached. */
export function kindOfChange(points: number, { direction, reliableChange }: Instrument): ChangeClass {
  if (Math.abs(points) < (reliableChange?.value ?? 1)) return "unchanged";
  return points > 0 === (direction === "higher-is-better") ? "improved" : "deteriorated";
}
