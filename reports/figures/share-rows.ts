import type { Estimate, OutcomeReport, Shown } from "../../core/place-report.ts";
import { activityNames, roleNames } from "../words/construct-words.ts";
import { shareLabels } from "../words/share-words.ts";

/** One row of the figure: everybody, or those whom one role referred. */
export type ShareRow = {
  readonly id: string;
  readonly label: string;
  readonly n: Shown;
  readonly unreliable: boolean;
  readonly improved: Estimate;
  readonly unchanged: Estimate;
  readonly deteriorated: Estimate;
};

/** Everybody first, then the roles in their fixed order: rows are never ranked by result. */
export function shareRows({ reliable }: OutcomeReport): readonly ShareRow[] {
  const { n, unreliable, improved, unchanged, deteriorated, byRole } = reliable;
  const all = { id: "all", label: shareLabels.everybody, n, unreliable };
  return [
    { ...all, improved: improved.percent, unchanged: unchanged.percent, deteriorated: deteriorated.percent },
    ...byRole.map((row) => ({ ...row, id: row.role, label: roleNames[row.role] ?? row.role, unchanged: remainder(row) })),
  ];
}

/** Everybody first, then the activities in the order of their taxonomy. */
export function activityRows(report: OutcomeReport): readonly ShareRow[] {
  const [all] = shareRows(report);
  const rows = report.groups.find(({ dimension }) => dimension === "activity")?.rows ?? [];
  return [
    ...(all === undefined ? [] : [{ ...all, label: shareLabels.everyActivity }]),
    ...rows.map((row) => ({ ...row, id: row.group, label: activityNames[row.group] ?? row.group, unchanged: remainder(row) })),
  ];
}

/** What is left between improved and deteriorated, where both are shown. */
function remainder({ improved, deteriorated }: { readonly improved: Estimate; readonly deteriorated: Estimate }): Estimate {
  if (improved.kind !== "value" || deteriorated.kind !== "value") return { kind: "suppressed" };
  const value = Math.max(0, 100 - improved.value - deteriorated.value);
  return { kind: "value", value, lower: value, upper: value };
}
