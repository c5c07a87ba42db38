import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import { unseenCells } from "../../core/disclosure/unseen-cells.ts";
import type { PlaceReport } from "../../core/place-report.ts";
import type { HiddenCells } from "../../core/place-statistics.ts";
import { joinMonths, type Monthly, splitMonths } from "../../core/release/monthly.ts";
import { type Release, release } from "../../core/release/release.ts";
import { mergeStatistics, type Statistic } from "../../core/statistic.ts";
import { hiddenIn, type InventedMember } from "./invented-generation.ts";
import { inventedPlace, inventedStatistic } from "./invented-place.ts";

/** What of a practice may be seen, from what stands and what was seen before. */
export type Rule = (stands: Monthly, before: Release) => Release;

/** The rule of the product. */
export const byEight: Rule = (stands, before) => release(stands, before, 8).release;

/** One night as readers have it: its places with what is shown of them, and its reports. */
export type SeenNight = {
  readonly members: readonly InventedMember[];
  readonly hidden: ReadonlyMap<string, HiddenCells>;
  readonly reports: ReadonlyMap<string, PlaceReport>;
  readonly releases: ReadonlyMap<string, Release>;
};

const asOf = "2026-11-01";

/** Shows a service night after night, each as the rule has it after the one before. */
export function shownOver(nights: readonly (readonly InventedMember[])[], rule: Rule = byEight): readonly SeenNight[] {
  const seen: SeenNight[] = [];
  for (const stands of nights) seen.push(shownAfter(seen.at(-1), stands, rule));
  return seen;
}

function shownAfter(before: SeenNight | undefined, stands: readonly InventedMember[], rule: Rule): SeenNight {
  const releases = new Map(
    stands
      .filter(({ level }) => level === "practice")
      .map(({ code, statistics }) => [code, rule(joinMonths(statistics.months), before?.releases.get(code) ?? new Map())] as const),
  );
  const tables = new Map([...releases].map(([code, all]) => [code, mergeStatistics([...all.values()].map(({ table }) => table))] as const));
  const families = new Map(
    [...releases].map(([code, all]) => [code, [...all].flatMap(([name, { table }]) => (table.size > 0 ? [name] : []))] as const),
  );
  for (const level of ["pcn", "icb", "england"] as const)
    for (const { code } of stands.filter((place) => place.level === level)) {
      const below = stands.filter(({ parent }) => parent === code).map((child) => child.code);
      tables.set(code, mergeStatistics(below.map((child) => tables.get(child) ?? new Map())));
      families.set(code, [...new Set(below.flatMap((child) => families.get(child) ?? []))]);
    }
  const members = stands.flatMap((place) => {
    const table = tables.get(place.code) ?? new Map();
    return table.size === 0 ? [] : [{ ...place, statistics: { ...place.statistics, statistic: inOne(table), months: splitMonths(table) } }];
  });
  const asked = hiddenIn(members);
  const hidden = new Map(
    members.map(({ code }) => [code, { ...asked.get(code), ...unseenCells(new Set(families.get(code)), { asOf }) }] as const),
  );
  const reports = new Map(
    members.map(({ code, statistics }) => [code, disclosePlace({ ...statistics, hidden: hidden.get(code) })] as const),
  );
  return { members, hidden, reports, releases };
}

function inOne(table: Monthly): Statistic {
  return mergeStatistics(splitMonths(table).map(({ statistic }) => statistic));
}

/** A service after something has become of one practice, every place above it the sum of those below. */
export function withPractice(
  members: readonly InventedMember[],
  code: string,
  change: (months: InventedMember["statistics"]["months"]) => InventedMember["statistics"]["months"],
): readonly InventedMember[] {
  const now = new Map(members.map((member) => [member.code, member.statistics.months] as const));
  now.set(
    code,
    change(now.get(code) ?? []).filter(({ statistic }) => [...statistic.values()].some((n) => n > 0)),
  );
  for (const level of ["pcn", "icb", "england"] as const)
    for (const place of members.filter((member) => member.level === level)) {
      const below = members.filter(({ parent }) => parent === place.code).map((child) => joinMonths(now.get(child.code) ?? []));
      now.set(place.code, splitMonths(mergeStatistics(below)));
    }
  return members.map((member) => {
    const months = now.get(member.code) ?? [];
    return {
      ...member,
      statistics: { ...member.statistics, months, statistic: mergeStatistics(months.map(({ statistic }) => statistic)) },
    };
  });
}

/** So many people more, referred in the months of the practice. */
export function more(people: number, seed: number) {
  return (months: InventedMember["statistics"]["months"]): InventedMember["statistics"]["months"] =>
    splitMonths(mergeStatistics([joinMonths(months), joinMonths(inventedPlace("practice", inventedStatistic(people, seed)).months)]));
}
