import type { Instrument } from "../instruments/instrument.ts";
import { type Cells, hideCells, type Line } from "./hide-cells.ts";
import { type ChangeCounts, changeCounts, type OutcomeCounts } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";

/** Every count of one outcome that is published, or that follows from those published, and the cells that are hidden. */
export type OutcomeCells = { readonly cells: Cells; readonly hidden: ReadonlySet<string> };

/** The counts of one outcome as one table with its margins, so that nothing hidden in one figure can be worked out from another. */
export function outcomeCells(counts: OutcomeCounts, instrument: Instrument, profile: DisclosureProfile): OutcomeCells {
  const all = changeCounts(counts.pairs, instrument);
  const roles = counts.pairsByRole.map(({ role, pairs }) => ({ role, ...changeCounts(pairs, instrument) })).sort((a, b) => a.n - b.n);
  const cells = new Map<string, number>([
    ["baseline", all.n + counts.notYetDue + counts.overdue],
    ["notYetDue", counts.notYetDue],
    ["overdue", counts.overdue],
    ...Object.entries(all),
    ["notCases", all.n - all.cases],
    ["stillCases", all.cases - all.recovered],
    ...roles.flatMap(roleCells),
  ]);
  const unpublished = new Set(["notCases", "stillCases", ...roles.map(({ role }) => roleCell(role, "unchanged"))]);
  const rule = { hiddenUpTo: profile.hiddenUpTo, unpublished, kept: new Set(["baseline", "n"]) };
  return { cells, hidden: hideCells(cells, linesOf(roles), rule) };
}

type RoleCounts = ChangeCounts & { readonly role: string };
const classes = ["unchanged", "deteriorated", "improved"] as const;

/** The name of a role's cell. */
export function roleCell(role: string, what: "n" | (typeof classes)[number]): string {
  return `${what} of ${role}`;
}

function roleCells(counts: RoleCounts): readonly (readonly [string, number])[] {
  return (["n", ...classes] as const).map((what) => [roleCell(counts.role, what), counts[what]] as const);
}

/** Roles come smallest first, so that the smallest is given up first. */
function linesOf(roles: readonly RoleCounts[]): readonly Line[] {
  return [
    { total: "baseline", parts: ["overdue", "notYetDue", "n"], shares: false },
    { total: "n", parts: [...classes], shares: true },
    { total: "n", parts: ["notCases", "cases"], shares: true },
    { total: "cases", parts: ["stillCases", "recovered"], shares: true },
    ...(roles.length === 0 ? [] : [{ total: "n", parts: roles.map(({ role }) => roleCell(role, "n")), shares: false }]),
    ...roles.map(({ role }) => ({ total: roleCell(role, "n"), parts: classes.map((what) => roleCell(role, what)), shares: true })),
    ...(roles.length === 0
      ? []
      : classes.map((what) => ({ total: what, parts: roles.map(({ role }) => roleCell(role, what)), shares: false }))),
  ];
}
