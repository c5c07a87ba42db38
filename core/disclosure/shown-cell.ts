import type { Estimate, Shown } from "../place-report.ts";
import { countOf } from "./hide-cells.ts";
import type { OutcomeCells } from "./outcome-cells.ts";
import type { DisclosureProfile } from "./profile.ts";
import { showCount, showShare, suppressed } from "./show.ts";

/** The counts of one outcome, those of them that are hidden, and the rule they are shown by. */
export type Table = OutcomeCells & { readonly profile: DisclosureProfile };

/** One count as it may be shown. */
export function shownCell({ cells, hidden, profile }: Table, id: string): Shown {
  return hidden.has(id) ? suppressed : showCount(countOf(cells, id), profile);
}

/** One count as a percentage of another, as it may be shown. */
export function shareOf(table: Table, part: string, of: string): Estimate {
  const exact = { exactPart: countOf(table.cells, part), exactOf: countOf(table.cells, of) };
  return showShare({ part: shownCell(table, part), of: shownCell(table, of), ...exact }, table.profile);
}
