import { type Dimension, dimensions } from "../place-report.ts";
import { keyParts, keysUnder, type Statistic } from "../statistic.ts";
import { bandAt, bandCell, type bandsOf } from "./band-cells.ts";
import { dimensionLevels, groupOf } from "./dimensions.ts";
import type { Line } from "./hide-cells.ts";

/** Whom a comparison of referrers tells apart. People whose referrer is not known are of neither arm. */
export const arms = ["treated", "others", "neither"] as const;
export type Arm = (typeof arms)[number];

/** The role that is compared with every other where nothing else was declared. */
export const comparedRole = "nurse";

/** What arms are told apart by: who people are, and the band that they began in. */
export type ArmDimension = Dimension | "band";

/** People with both scores in one group, arm by arm; and people with a first score alone in each group, and overdue in each month. */
export type ComparedCounts = {
  readonly arms: ReadonlyMap<ArmDimension, ReadonlyMap<string, Readonly<Record<Arm, number>>>>;
  readonly unfollowed: ReadonlyMap<"role" | Dimension, ReadonlyMap<string, number>>;
  readonly overdueByMonth: ReadonlyMap<string, number>;
};

/** The name of the cell of one arm in one group. */
export function armCell(arm: Arm, dimension: ArmDimension, group: string): string {
  return `${arm} of ${dimension} ${group}`;
}

/** The name of the cell of people without a follow-up in one group, and of people overdue in one month. */
export function unfollowedCell(dimension: "role" | "month" | Dimension, group: string): string {
  return `unfollowed of ${dimension} ${group}`;
}

/** Counts the arms of one measure, and those without a follow-up, group by group. */
export function comparedCounts(
  statistic: Statistic,
  measure: string,
  bands: ReturnType<typeof bandsOf>,
): Omit<ComparedCounts, "overdueByMonth"> {
  const counted = new Map<ArmDimension, Map<string, Record<Arm, number>>>();
  const unfollowed = new Map<"role" | Dimension, Map<string, number>>();
  const count = (dimension: ArmDimension, group: string, role: string, n: number) => {
    const groups = counted.get(dimension) ?? new Map<string, Record<Arm, number>>();
    counted.set(dimension, groups);
    const own = groups.get(group) ?? { treated: 0, others: 0, neither: 0 };
    groups.set(group, own);
    own[armOf(role)] += n;
  };
  const wait = (dimension: "role" | Dimension, level: string, n: number) => {
    const groups = unfollowed.get(dimension) ?? new Map<string, number>();
    unfollowed.set(dimension, groups);
    const group = groupOf(dimension, level);
    groups.set(group, (groups.get(group) ?? 0) + n);
  };
  for (const [key, n] of keysUnder(statistic, "pair", measure)) {
    const [, , role = "unknown", activity = "unknown", baseline = "0"] = keyParts(key);
    count("activity", groupOf("activity", activity), role, n);
    if (bands.length > 0) count("band", String(bandAt(bands, Number(baseline))), role, n);
  }
  for (const [key, n] of keysUnder(statistic, "single", measure)) {
    const [, , role = "unknown", activity = "unknown"] = keyParts(key);
    wait("role", role, n);
    wait("activity", activity, n);
  }
  for (const [key, n] of keysUnder(statistic, "equity", measure)) {
    const [, , name = "", level = "unknown", , followUp, role = "unknown"] = keyParts(key);
    const dimension = dimensions.find((one) => one === name);
    if (dimension === undefined) continue;
    if (followUp === "-") wait(dimension, level, n);
    else count(dimension, groupOf(dimension, level), role, n);
  }
  return { arms: counted, unfollowed };
}

function armOf(role: string): Arm {
  if (role === comparedRole) return "treated";
  return groupOf("role", role) === "unknown" ? "neither" : "others";
}

/** Every count of the comparison and of those without a follow-up, by name. */
export function comparedCells({ arms: counted, unfollowed, overdueByMonth }: ComparedCounts): ReadonlyMap<string, number> {
  const cells = new Map<string, number>();
  const everybody = { treated: 0, others: 0, neither: 0 };
  for (const own of counted.get("activity")?.values() ?? []) for (const arm of arms) everybody[arm] += own[arm];
  for (const arm of arms) cells.set(arm, everybody[arm]);
  for (const [dimension, groups] of counted)
    for (const [group, own] of groups) for (const arm of arms) cells.set(armCell(arm, dimension, group), own[arm]);
  cells.set(
    "unfollowed",
    [...(unfollowed.get("role")?.values() ?? [])].reduce((sum, n) => sum + n, 0),
  );
  for (const [dimension, groups] of unfollowed) for (const [group, n] of groups) cells.set(unfollowedCell(dimension, group), n);
  for (const [month, n] of overdueByMonth) cells.set(unfollowedCell("month", month), n);
  return cells;
}

/** Cells that no page shows: people whose referrer is not known, and the sum of those without a follow-up. */
export function comparedUnpublished(cells: ReadonlyMap<string, number>): readonly string[] {
  return [...cells.keys()].filter((id) => id === "unfollowed" || id === "neither" || id.startsWith("neither of "));
}

/** How many people each arm has: every comparison is read against it, and the evaluators' pages say it. */
export const comparedKept = ["treated", "others"] as const;

/** What those counts add up to, among themselves and with the counts of everybody (`groupCell` names the cell of a group's people). */
export function comparedLines(
  counts: ComparedCounts,
  cells: ReadonlyMap<string, number>,
  groupCell: (dimension: "role" | Dimension, group: string) => string,
): readonly Line[] {
  const people = (id: string) => cells.get(id) ?? 0;
  const line = (total: string, parts: readonly string[]): Line => ({
    total,
    // nobody would protect nobody
    parts: parts.filter((id) => !id.startsWith("neither") || people(id) > 0).toSorted((a, b) => people(a) - people(b)),
    shares: false,
  });
  const roles = dimensionLevels.role.filter((role) => cells.has(groupCell("role", role)));
  const rolesOf = (arm: Arm) => roles.filter((role) => armOf(role) === arm).map((role) => groupCell("role", role));
  const ofArms = [...counts.arms].flatMap(([dimension, groups]) => [
    ...arms.map((arm) =>
      line(
        arm,
        [...groups.keys()].map((group) => armCell(arm, dimension, group)),
      ),
    ),
    ...[...groups.keys()].map((group) =>
      line(
        dimension === "band" ? bandCell(Number(group)) : groupCell(dimension, group),
        arms.map((arm) => armCell(arm, dimension, group)),
      ),
    ),
  ]);
  return [
    line("n", [...arms]),
    ...arms.map((arm) => line(arm, rolesOf(arm))).filter(({ parts }) => parts.length > 0),
    ...ofArms,
    line("baseline", ["n", "unfollowed"]),
    line("unfollowed", ["notYetDue", "overdue"]),
    ...[...counts.unfollowed].map(([dimension, groups]) =>
      line(
        "unfollowed",
        [...groups.keys()].map((group) => unfollowedCell(dimension, group)),
      ),
    ),
    ...(counts.overdueByMonth.size === 0
      ? []
      : [
          line(
            "overdue",
            [...counts.overdueByMonth.keys()].map((month) => unfollowedCell("month", month)),
          ),
        ]),
  ];
}
