import type { Dimension, Estimate, GroupShares, GroupTable } from "../place-report.ts";
import { homogeneityP } from "../statistics/homogeneity.ts";
import { shareDifference } from "../statistics/share-difference.ts";
import type { SplitDimension } from "./dimensions.ts";
import { groupCell } from "./outcome-cells.ts";
import type { OutcomeCounts } from "./outcome-counts.ts";
import { isUnreliable, missing, suppressed } from "./show.ts";
import { shareOf, shownCell, type Table } from "./shown-cell.ts";

/** Below this probability shares are said to differ; fixed beforehand, and low, because many comparisons stand side by side. */
const differBelow = 0.01;

/** The groups of one dimension as they may be shown, and whether they may be said to differ. */
export function discloseGroups(dimension: Dimension, counts: OutcomeCounts, table: Table): GroupTable {
  return { dimension, rows: sharesOf(dimension, counts, table), differ: differs(dimension, counts, table) };
}

/** The shares of each group of one dimension that has people with both scores. */
export function sharesOf(dimension: SplitDimension, { splits }: OutcomeCounts, table: Table): readonly GroupShares[] {
  const groups = splits.find((split) => split.dimension === dimension)?.groups ?? [];
  return groups.map(({ group }) => {
    const [all, improved, deteriorated] = [
      groupCell(dimension, group, "n"),
      groupCell(dimension, group, "improved"),
      groupCell(dimension, group, "deteriorated"),
    ];
    const n = shownCell(table, all);
    return {
      group,
      n,
      unreliable: isUnreliable(n, table.profile),
      improved: shareOf(table, improved, all),
      deteriorated: shareOf(table, deteriorated, all),
    };
  });
}

/** How far improvement in the least deprived fifth of areas is from that in the most deprived, wherever both percentages are shown. */
export function discloseDeprivationGap(table: Table): Estimate {
  const [most, least] = ["1", "5"].map((quintile) => {
    const [improved, all] = [groupCell("imd", quintile, "improved"), groupCell("imd", quintile, "n")];
    const [x, n] = [shownCell(table, improved), shownCell(table, all)];
    const share = shareOf(table, improved, all);
    // nobody in a group is seen in its count: then there is nothing to hide, and nothing to compare
    if (share.kind === "missing") return share;
    return share.kind === "value" && x.kind === "value" && n.kind === "value"
      ? { kind: "shown" as const, x: Math.min(x.value, n.value), n: n.value }
      : suppressed;
  });
  if (most?.kind === "suppressed" || least?.kind === "suppressed") return suppressed;
  if (most?.kind !== "shown" || least?.kind !== "shown") return missing;
  const difference = shareDifference(least, most);
  if (difference === null) return missing;
  const points = (share: number) => Number((share * 100).toFixed(6));
  return { kind: "value", value: points(difference.value), lower: points(difference.lower), upper: points(difference.upper) };
}

/** The test is taken from counts as they are shown, so that its verdict tells nothing that they do not. People whose group is not known are left out. */
function differs(dimension: Dimension, { splits }: OutcomeCounts, table: Table): boolean | null {
  const groups = splits.find((split) => split.dimension === dimension)?.groups ?? [];
  const counted = groups
    .filter(({ group }) => group !== "unknown")
    .flatMap(({ group }) => {
      const [improved, n] = [shownCell(table, groupCell(dimension, group, "improved")), shownCell(table, groupCell(dimension, group, "n"))];
      const isEnough = improved.kind === "value" && n.kind === "value" && n.value >= table.profile.reliableFrom;
      return isEnough ? [{ x: Math.min(improved.value, n.value), n: n.value }] : [];
    });
  const p = homogeneityP(counted);
  return p === null ? null : p < differBelow;
}
