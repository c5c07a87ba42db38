import type { CivilDate } from "../civil-date.ts";
import type { Instrument } from "../instruments/instrument.ts";
import type { Registry } from "../instruments/registry.ts";
import type { FlowTable, Outcome, OutcomeReport, ReliableTable, Shown } from "../place-report.ts";
import type { Statistic } from "../statistic.ts";
import { discloseChange } from "./disclose-change.ts";
import { countOf } from "./hide-cells.ts";
import { instrumentFor, measureOf } from "./measure-of.ts";
import { type OutcomeCells, outcomeCells, roleCell } from "./outcome-cells.ts";
import { type OutcomeCounts, outcomeCounts, stepCounts } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import { isUnreliable, notApplicable, showCount, showShare, suppressed } from "./show.ts";

/** One outcome of one place as it may be shown: every count of it is checked against every other before any is shown. */
export function discloseOutcome(
  outcome: Outcome,
  { statistic, asOf }: { readonly statistic: Statistic; readonly asOf: CivilDate },
  { profile, registry }: { readonly profile: DisclosureProfile; readonly registry?: Registry | undefined },
): OutcomeReport {
  const instrument = instrumentFor(outcome, registry);
  const counts = outcomeCounts(statistic, instrument.id, asOf);
  const table: Table = { ...outcomeCells(counts, instrument, profile), profile };
  const classesShown = ["improved", "unchanged", "deteriorated"].every((id) => !table.hidden.has(id));
  return {
    outcome,
    measure: measureOf(instrument),
    flow: discloseFlow(statistic, table),
    change: discloseChange(counts, { instrument, profile, n: shownCell(table, "n"), classesShown }),
    reliable: discloseReliable(counts, instrument, table),
  };
}

type Table = OutcomeCells & { readonly profile: DisclosureProfile };

function shownCell({ cells, hidden, profile }: Table, id: string): Shown {
  return hidden.has(id) ? suppressed : showCount(countOf(cells, id), profile);
}

/**
 * Steps are rounded one by one: the difference of two is known only to within nine people, which is more than the rule hides, so
 * no step needs giving up for its neighbours.
 */
function discloseFlow(statistic: Statistic, table: Table): FlowTable {
  const steps = stepCounts(statistic);
  return {
    referred: showCount(steps.referred, table.profile),
    accepted: showCount(steps.accepted, table.profile),
    started: showCount(steps.started, table.profile),
    baseline: shownCell(table, "baseline"),
    followedUp: shownCell(table, "n"),
    notYetDue: shownCell(table, "notYetDue"),
    overdue: shownCell(table, "overdue"),
  };
}

function discloseReliable(counts: OutcomeCounts, instrument: Instrument, table: Table): ReliableTable {
  const n = shownCell(table, "n");
  const classOf = (id: string) => ({ n: shownCell(table, id), percent: shareOf(table, id, "n") });
  return {
    threshold: instrument.reliableChange?.value ?? null,
    n,
    unreliable: isUnreliable(n, table.profile),
    improved: classOf("improved"),
    unchanged: classOf("unchanged"),
    deteriorated: classOf("deteriorated"),
    recovered:
      instrument.caseness === null
        ? { cases: notApplicable, n: notApplicable, percent: notApplicable }
        : { cases: shownCell(table, "cases"), n: shownCell(table, "recovered"), percent: shareOf(table, "recovered", "cases") },
    byRole: counts.pairsByRole.map(({ role }) => ({
      role,
      n: shownCell(table, roleCell(role, "n")),
      unreliable: isUnreliable(shownCell(table, roleCell(role, "n")), table.profile),
      improved: shareOf(table, roleCell(role, "improved"), roleCell(role, "n")),
      deteriorated: shareOf(table, roleCell(role, "deteriorated"), roleCell(role, "n")),
    })),
  };
}

function shareOf(table: Table, part: string, of: string) {
  const exact = { exactPart: countOf(table.cells, part), exactOf: countOf(table.cells, of) };
  return showShare({ part: shownCell(table, part), of: shownCell(table, of), ...exact }, table.profile);
}
