import { emptyStatistic } from "../statistic.ts";
import { familyOf } from "./family.ts";
import { atMonth, difference, type Monthly } from "./monthly.ts";
import { headsMoved, peopleMoved } from "./people-moved.ts";

/** What readers see of one family of a practice's figures, and what they saw of it before. */
export type FamilyRelease = {
  /** Nothing, where too few people are behind it to be seen at all. */
  readonly table: Monthly;
  /** From each table that was seen to the one after it, the newest step first. */
  readonly earlier: readonly Monthly[];
};

/** What readers see of a practice, by family. */
export type Release = ReadonlyMap<string, FamilyRelease>;

/** What may be seen from now on, and the families in which something more has come about that may not yet. */
export type Released = { readonly release: Release; readonly waiting: readonly string[] };

/** So many earlier tables of a family are remembered: whoever is moved past them all has moved with hundreds of others. */
export const remembered = 35;

const unseen: FamilyRelease = { table: emptyStatistic, earlier: [] };

/**
 * What readers may see of a practice whose statistic stands at `current`: family by family what stands, or what they saw before.
 *
 * A family moves only if, against every table of it that was ever seen and is remembered, nobody moved or at least `fewest` people did. With fewer people
 * than that behind it nothing of it is seen. So who holds any two generations never holds the difference of fewer people than that.
 */
export function release(current: Monthly, before: Release, fewest: number): Released {
  const tables = byFamily(current);
  const released = new Map<string, FamilyRelease>();
  const waiting: string[] = [];
  for (const family of [...new Set([...before.keys(), ...tables.keys()])].sort()) {
    const [stands, was] = [tables.get(family) ?? emptyStatistic, before.get(family) ?? unseen];
    const next = releaseFamily(stands, was, fewest);
    if (next.table.size > 0 || next.earlier.length > 0) released.set(family, next);
    if (difference(stands, next.table).size > 0) waiting.push(family);
  }
  return { release: released, waiting };
}

function releaseFamily(stands: Monthly, was: FamilyRelease, fewest: number): FamilyRelease {
  const mayMove = seenTables(was).every((seen) => seen.size === 0 || mayFollow(difference(stands, seen), fewest));
  const next = peopleMoved(stands) >= fewest ? stands : emptyStatistic;
  return mayMove ? showing(next, was) : was;
}

/** The same family with another table, and what was seen of it remembered. */
function showing(table: Monthly, was: FamilyRelease): FamilyRelease {
  const step = difference(table, was.table);
  if (step.size === 0) return was;
  const isFirst = was.table.size === 0 && was.earlier.length === 0;
  return { table, earlier: isFirst ? [] : [step, ...was.earlier].slice(0, remembered) };
}

/** Nobody, or enough people: by everything that is counted of them, and as they are only counted. */
function mayFollow(moved: Monthly, fewest: number): boolean {
  if (moved.size === 0 || fewest <= 1) return true;
  const heads = headsMoved(moved);
  return peopleMoved(moved) >= fewest && (heads === 0 || heads >= fewest);
}

/** Every table of a family that is remembered, the newest first. */
function seenTables({ table, earlier }: FamilyRelease): readonly Monthly[] {
  const tables = [table];
  for (const step of earlier) tables.push(difference(tables.at(-1) ?? emptyStatistic, step));
  return tables;
}

function byFamily(monthly: Monthly): ReadonlyMap<string, Monthly> {
  const families = new Map<string, Map<string, number>>();
  for (const [key, n] of monthly) {
    const family = familyOf(atMonth(key).rest);
    const table = families.get(family) ?? new Map<string, number>();
    families.set(family, table.set(key, n));
  }
  return families;
}

/**
 * What a rollback shows: the tables of an earlier release, remembering what has been seen since, so that the nights that follow are held against that as well.
 */
export function showAgain(again: Release, seen: Release): Release {
  const families = [...new Set([...again.keys(), ...seen.keys()])].sort();
  return new Map(families.map((family) => [family, showing(again.get(family)?.table ?? emptyStatistic, seen.get(family) ?? unseen)]));
}
