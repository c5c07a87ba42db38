import type { OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { constructs, periodText } from "../words/construct-words.ts";
import { flowNote, flowSteps, flowTitle } from "../words/flow-words.ts";
import { countText, percentText, shownText } from "../words/numbers.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { flowNarrow } from "./flow-narrow.ts";
import { flowWide } from "./flow-wide.ts";

/** People at each step from referral to a follow-up score. */
export function flowFigure(report: OutcomeReport, place: PlaceReport): Figure {
  const { flow, measure } = report;
  const subtitle = `People at each step, ${periodText(place.period)}, all referrers, ${measure.name} for ${constructs[report.outcome].title.toLowerCase()}`;
  const drawn = flow.referred.kind === "value" && flow.referred.value > 0;
  return {
    id: "flow",
    title: flowTitle(report),
    subtitle,
    how: "Each dark bar is the number of people at a step. Grey branches are people who did not go on.",
    notes: [...flowNote(flow), place.suppression.words],
    alt: `Flow of people. ${flowSteps(flow)
      .map(({ label, n }) => `${label}: ${shownText(n, countText)}`)
      .join(". ")}.`,
    tables: [tableOf(report, subtitle)],
    records: recordsOf(report),
    picture: drawn ? { wide: flowWide(flow), narrow: flowNarrow(flow) } : { empty: emptyWords(report) },
  };
}

function emptyWords({ flow }: OutcomeReport): string {
  return flow.referred.kind === "value"
    ? "Nobody has been referred in this period yet. The figure appears after the first referrals have been sent."
    : "Fewer than eight people have been referred in this period. The figure appears when there are more.";
}

function tableOf({ flow }: OutcomeReport, caption: string): TableTwin {
  const referred = flow.referred.kind === "value" ? flow.referred.value : null;
  const steps = flowSteps(flow).map(({ label, n }) => [
    label,
    shownText(n, countText),
    n.kind === "value" && referred !== null && referred > 0 ? percentText(Math.min(100, (n.value / referred) * 100)) : "[c]",
  ]);
  return {
    caption,
    columns: [
      { label: "Step", numeric: false },
      { label: "People", numeric: true },
      { label: "Of people referred", numeric: true },
    ],
    rows: [
      ...steps,
      ["Not yet due a follow-up score", shownText(flow.notYetDue, countText), ""],
      ["Due a follow-up score and without one", shownText(flow.overdue, countText), ""],
    ],
  };
}

function recordsOf({ flow }: OutcomeReport): readonly DataRecord[] {
  const steps = flowSteps(flow).map(({ id, n }) => ({ group: id, statistic: "people", unit: "people" as const, value: n }));
  return [
    ...steps,
    { group: "notYetDue", statistic: "people", unit: "people", value: flow.notYetDue },
    { group: "overdue", statistic: "people", unit: "people", value: flow.overdue },
  ];
}
