import { noChartRules } from "../chart-rules.ts";
import type { Instrument } from "../instruments/instrument.ts";
import type { Registry } from "../instruments/registry.ts";
import { dimensions, type FlowTable, type Outcome, type OutcomeReport, type ReliableTable } from "../place-report.ts";
import type { PlaceStatistics } from "../place-statistics.ts";
import type { Statistic } from "../statistic.ts";
import { discloseBands } from "./disclose-bands.ts";
import { discloseChange } from "./disclose-change.ts";
import { discloseComparison, discloseUnfollowed } from "./disclose-comparison.ts";
import { discloseFunnel, discloseOwnPoint } from "./disclose-funnel.ts";
import { discloseDeprivationGap, discloseGroups, sharesOf } from "./disclose-groups.ts";
import { discloseImproved, discloseStarted } from "./disclose-months.ts";
import { discloseRegression } from "./disclose-regression.ts";
import { instrumentFor, measureOf } from "./measure-of.ts";
import { outcomeCells } from "./outcome-cells.ts";
import { countsAt, followsShares, type OutcomeCounts, stepCounts } from "./outcome-counts.ts";
import type { DisclosureProfile } from "./profile.ts";
import { isUnreliable, notApplicable, showCount, suppressed } from "./show.ts";
import { shareOf, shownCell, type Table } from "./shown-cell.ts";

type OutcomeStatistics = Pick<PlaceStatistics, "statistic" | "asOf" | "months" | "place" | "compared" | "charts" | "hidden" | "expected">;

/** One outcome of one place as it may be shown: every count of it is checked against every other before any is shown. */
export function discloseOutcome(
  outcome: Outcome,
  { statistic, asOf, months, place, compared = [], charts = noChartRules, hidden, expected }: OutcomeStatistics,
  { profile, registry }: { readonly profile: DisclosureProfile; readonly registry?: Registry | undefined },
): OutcomeReport {
  const instrument = instrumentFor(outcome, registry);
  const isFollowed = followsShares(place.level);
  const counts = countsAt({ level: place.level, statistic, months, asOf }, instrument);
  const table: Table = { ...outcomeCells(counts, instrument, { ...profile, also: hidden?.[outcome] }), profile };
  const flow = new Set<string>(hidden?.flow ?? []);
  const rebases = charts.rebases.filter((rebase) => rebase.place === undefined || rebase.place === place.code);
  return {
    outcome,
    measure: measureOf(instrument),
    flow: discloseFlow(statistic, table, flow),
    change: {
      ...discloseChange(counts, { instrument, profile, n: shownCell(table, "n"), hidden: table.hidden }),
      regression: discloseRegression(counts.pairs, instrument, table),
    },
    reliable: discloseReliable(counts, instrument, table),
    monthly: isFollowed
      ? discloseImproved(months, { asOf, table, charting: { rebases, aim: charts.aims[outcome] ?? null } })
      : discloseStarted(months, { asOf, profile, also: flow, charting: { rebases, aim: null } }),
    bands: discloseBands(instrument, table),
    deprivationGap: discloseDeprivationGap(table),
    groups: dimensions.map((dimension) => discloseGroups(dimension, counts, table)),
    comparison: discloseComparison(counts, instrument, table),
    unfollowed: discloseUnfollowed(counts, { months, asOf, table }),
    funnel:
      place.level === "practice"
        ? discloseOwnPoint(table, place.name, expected?.[outcome])
        : discloseFunnel(compared, { outcome, instrument, asOf, level: place.level, own: shareOf(table, "improved", "n") }),
  };
}

/**
 * Steps are rounded one by one: the difference of two is known only to within nine people, which is more than the rule hides, so
 * no step needs giving up for the next; some are for the same step of another place.
 */
function discloseFlow(statistic: Statistic, table: Table, hidden: ReadonlySet<string>): FlowTable {
  const steps = stepCounts(statistic);
  const step = (name: keyof typeof steps) => (hidden.has(name) ? suppressed : showCount(steps[name], table.profile));
  return {
    referred: step("referred"),
    accepted: step("accepted"),
    started: step("started"),
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
    byRole: sharesOf("role", counts, table).map(({ group, ...shares }) => ({ role: group, ...shares })),
  };
}
