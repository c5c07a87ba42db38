import type { Instrument } from "../instruments/instrument.ts";
import { bandCells, bandLines, isUnshownBand } from "./band-cells.ts";
import { comparedCells, comparedKept, comparedLines, comparedUnpublished } from "./compared-cells.ts";
import type { SplitDimension } from "./dimensions.ts";
import { type Cells, hideCells, type Line } from "./hide-cells.ts";
import { type ChangeCounts, changeCounts, type OutcomeCounts } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import type { ScoreBar } from "./score-bars.ts";

/** Every count of one outcome that is published, or that follows from those published, and the cells that are hidden. */
export type OutcomeCells = { readonly cells: Cells; readonly hidden: ReadonlySet<string> };

/** The counts of one outcome as one table with its margins, before anything of it is hidden. */
export type OutcomeTable = {
  readonly cells: Cells;
  readonly lines: readonly Line[];
  readonly unpublished: ReadonlySet<string>;
  readonly kept: ReadonlySet<string>;
  /** Cells of which more is published than counts: the same scores are told by bars and averages. */
  readonly toldBesides?: ReadonlySet<string>;
  /** The distribution of the same people's scores before and after. */
  readonly bars?: readonly ScoreBar[];
};

/** The counts of one outcome, and which of them must not be shown: those that the whole generation asks for (`also`), and what they entail here. */
export function outcomeCells(
  counts: OutcomeCounts,
  instrument: Instrument,
  { hiddenUpTo, also }: Pick<DisclosureProfile, "hiddenUpTo"> & { readonly also?: Iterable<string> | undefined },
): OutcomeCells {
  const { cells, lines, ...rest } = outcomeTable(counts, instrument);
  return { cells, hidden: hideCells(cells, lines, { hiddenUpTo, ...rest, also }) };
}

/** Everything that is counted of one outcome with what adds up to what, so that nothing hidden in one figure can be worked out from another. */
export function outcomeTable(counts: OutcomeCounts, instrument: Instrument): OutcomeTable {
  const all = changeCounts(counts.pairs, instrument);
  const splits = counts.splits.map(({ dimension, groups }) =>
    groups
      .map(({ group, pairs }) => ({ cell: (what: Counted) => groupCell(dimension, group, what), ...changeCounts(pairs, instrument) }))
      .sort((a, b) => a.n - b.n),
  );
  const { compared } = counts;
  const bands = bandCells(counts.pairs, instrument);
  const cells = new Map<string, number>([
    ["baseline", all.n + counts.notYetDue + counts.overdue],
    ["notYetDue", counts.notYetDue],
    ["overdue", counts.overdue],
    ...Object.entries(all),
    ["notCases", all.n - all.cases],
    ["stillCases", all.cases - all.recovered],
    ...splits.flat().flatMap(groupCells),
    ...bands,
    ...(compared === undefined ? [] : comparedCells(compared)),
  ]);
  const unpublished = new Set([
    "notCases",
    "stillCases",
    ...[...bands.keys()].filter(isUnshownBand),
    ...splits.flat().map(({ cell }) => cell("unchanged")),
    ...comparedUnpublished(cells),
  ]);
  const beside = compared === undefined ? [] : comparedLines(compared, cells, (dimension, group) => groupCell(dimension, group, "n"));
  const lines = [...outcomeLines, ...splits.flatMap(linesOf), ...bandLines(cells, instrument), ...beside];
  const toldBesides = new Set([...bands.keys(), "cases", "notCases", "stillCases", "recovered"]);
  return { cells, lines, unpublished, toldBesides, kept: new Set(["baseline", "n", ...(compared === undefined ? [] : comparedKept)]) };
}

const classes = ["unchanged", "deteriorated", "improved"] as const;
type Counted = "n" | (typeof classes)[number];
type GroupCounts = ChangeCounts & { readonly cell: (what: Counted) => string };

/** The name of a group's cell. */
export function groupCell(dimension: SplitDimension, group: string, what: Counted): string {
  return `${what} of ${dimension} ${group}`;
}

function groupCells({ cell, ...counts }: GroupCounts): readonly (readonly [string, number])[] {
  return (["n", ...classes] as const).map((what) => [cell(what), counts[what]] as const);
}

const outcomeLines: readonly Line[] = [
  { total: "baseline", parts: ["overdue", "notYetDue", "n"], shares: false },
  { total: "n", parts: [...classes], shares: true },
  { total: "n", parts: ["notCases", "cases"], shares: true },
  { total: "cases", parts: ["stillCases", "recovered"], shares: true },
];

/** Every split adds up to the same people. Its groups come smallest first, so that the smallest is given up first. */
function linesOf(groups: readonly GroupCounts[]): readonly Line[] {
  if (groups.length === 0) return [];
  const over = (what: Counted): Line => ({ total: what, parts: groups.map(({ cell }) => cell(what)), shares: false });
  return [over("n"), ...groups.map(({ cell }) => ({ total: cell("n"), parts: classes.map(cell), shares: true })), ...classes.map(over)];
}
