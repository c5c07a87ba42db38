import type { CivilDate } from "../civil-date.ts";
import type { ComparedBand, ComparedGroup, ComparisonTable, UnfollowedTable } from "../comparison-table.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { dimensions, type Shown } from "../place-report.ts";
import { standardisedDifference, standardisedShareDifference } from "../statistics/standardised-difference.ts";
import { bandsOf } from "./band-cells.ts";
import { type ArmDimension, armCell, comparedRole, unfollowedCell } from "./compared-cells.ts";
import { dimensionLevels } from "./dimensions.ts";
import { type MonthStatistic, settled, settledMonths } from "./disclose-months.ts";
import { countOf } from "./hide-cells.ts";
import { groupCell } from "./outcome-cells.ts";
import type { OutcomeCounts } from "./outcome-counts.ts";
import { missing, rounded, showShare, suppressed } from "./show.ts";
import { shownCell, type Table } from "./shown-cell.ts";

const decimals = 2;

/** How alike those were whom nurses and whom others referred. Every difference of shares comes from counts as they are shown. */
export function discloseComparison({ compared, splits }: OutcomeCounts, instrument: Instrument, table: Table): ComparisonTable | null {
  if (compared === undefined) return null;
  const [treated, others] = [shownCell(table, "treated"), shownCell(table, "others")];
  const rowOf = (dimension: ArmDimension, group: string): ComparedGroup => {
    const own = {
      treated: shownCell(table, armCell("treated", dimension, group)),
      others: shownCell(table, armCell("others", dimension, group)),
    };
    return { group, ...own, difference: differenceOf({ part: own.treated, of: treated }, { part: own.others, of: others }) };
  };
  const bandOf = ({ label, from, to }: ReturnType<typeof bandsOf>[number], at: number): ComparedBand => {
    const { treated: part, others: rest } = rowOf("band", String(at));
    const percents = { treatedPercent: percentOf(part, treated), othersPercent: percentOf(rest, others) };
    return { label, from, to, treated: part, others: rest, ...percents };
  };
  const roles = splits.find(({ dimension }) => dimension === "role")?.groups ?? [];
  return {
    treated,
    others,
    firstScore: firstScoreDifference(roles, [treated, others], table),
    groups: dimensions.map((dimension) => {
      const found = compared.arms.get(dimension);
      return { dimension, rows: dimensionLevels[dimension].filter((group) => found?.has(group)).map((group) => rowOf(dimension, group)) };
    }),
    bands: bandsOf(instrument).map(bandOf),
  };
}

type Part = { readonly part: Shown; readonly of: Shown };

function differenceOf(treated: Part, others: Part): Shown {
  const all = [treated.part, treated.of, others.part, others.of];
  if (all.some(({ kind }) => kind !== "value")) return suppressed;
  const [a = 0, of = 0, b = 0, ofOthers = 0] = all.map((shown) => (shown.kind === "value" ? shown.value : 0));
  if (of === 0 || ofOthers === 0) return missing;
  const found = standardisedShareDifference(Math.min(1, a / of), Math.min(1, b / ofOthers));
  return found === null ? missing : { kind: "value", value: rounded(found, decimals) };
}

function percentOf(part: Shown, of: Shown): Shown {
  if (part.kind !== "value" || of.kind !== "value") return suppressed;
  return of.value === 0 ? missing : { kind: "value", value: rounded(Math.min(100, (100 * part.value) / of.value), 0) };
}

type Roles = OutcomeCounts["splits"][number]["groups"];

/** Of thirty people in each arm or more, as averages are. */
function firstScoreDifference(roles: Roles, arms: readonly Shown[], { profile }: Table): Shown {
  if (arms.some((n) => n.kind !== "value" || n.value < profile.reliableFrom)) return suppressed;
  const scoresOf = (wanted: (role: string) => boolean) =>
    roles.filter(({ group }) => wanted(group)).flatMap(({ pairs }) => pairs.map(({ baseline, n }) => ({ value: baseline, n })));
  const found = standardisedDifference(
    scoresOf((role) => role === comparedRole),
    scoresOf((role) => role !== comparedRole && role !== "unknown"),
  );
  return found === null ? missing : { kind: "value", value: rounded(found, decimals) };
}

type Monthly = { readonly months: readonly MonthStatistic[]; readonly asOf: CivilDate; readonly table: Table };

/** Who has no follow-up score, and in which months of referral: shares of people with a first score, from counts as they are shown. */
export function discloseUnfollowed({ compared }: OutcomeCounts, { months, asOf, table }: Monthly): UnfollowedTable | null {
  if (compared === undefined) return null;
  const share = (id: string, followed: string) => {
    const [part, rest] = [shownCell(table, id), shownCell(table, followed)];
    const exactPart = countOf(table.cells, id);
    const of: Shown = part.kind === "value" && rest.kind === "value" ? { kind: "value", value: part.value + rest.value } : suppressed;
    return { part, rest, percent: showShare({ part, of, exactPart, exactOf: exactPart + countOf(table.cells, followed) }, table.profile) };
  };
  const groups = (["role", ...dimensions] as const).map((dimension) => {
    const found = compared.unfollowed.get(dimension);
    const isThere = (group: string) => found?.has(group) === true || table.cells.has(groupCell(dimension, group, "n"));
    const rows = dimensionLevels[dimension].filter(isThere).map((group) => {
      const { part, percent } = share(unfollowedCell(dimension, group), groupCell(dimension, group, "n"));
      return { group, n: part, percent };
    });
    return { dimension, rows };
  });
  const monthly = settledMonths(months, asOf, settled.improved).map((month) => {
    const { part, rest, percent } = share(unfollowedCell("month", month), groupCell("month", month, "n"));
    return { month, followedUp: rest, overdue: part, percent };
  });
  return { groups, months: monthly };
}
